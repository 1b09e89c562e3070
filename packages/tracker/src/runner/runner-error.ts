/** Every way a runner fails on purpose, and the facts that go with it. */
export interface RunnerErrorDetails {
  /** An action whose recorded outcomes were wanted, and there is none left. */
  "not-on-tape": { readonly action: string };
  /** What a recorded step wrote does not fit the state of the fork, or is not in the log. */
  "tape-mismatch": { readonly action: string; readonly sequenceId: number };
  /** An action with effects in the world, which was not allowed to run. */
  "side-effect": { readonly action: string };
  /** Somebody has ended the run. */
  aborted: Record<never, never>;
  /** What was asked for cannot be done with the run as it stands. */
  "wrong-moment": { readonly appId: string };
  /** Inputs that an action needs, and nobody has given. `path`: a JSON Pointer to the first of them. */
  "missing-input": { readonly path: string; readonly inputs: readonly string[] };
  /** A value of the fork cannot be read. `path`: a JSON Pointer. */
  "unreadable-value": { readonly path: string };
  /** The server does not take the runner. */
  refused: { readonly status: number };
}

// A registered symbol: two installed copies of this package still know each other's errors.
const brand = Symbol.for("@burrjs/tracker/runner/error");

/** The error that a runner throws, and that ends the runs of forks. */
export class RunnerError<TCode extends keyof RunnerErrorDetails = keyof RunnerErrorDetails> extends Error {
  override readonly name = "RunnerError";
  readonly [brand] = true;
  readonly code: TCode;
  readonly details: RunnerErrorDetails[TCode];

  constructor(code: TCode, message: string, details: RunnerErrorDetails[TCode], options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.details = details;
  }
}

/** Whether an error is one of a runner. */
export function isRunnerError(error: unknown): error is RunnerError {
  return typeof error === "object" && error !== null && brand in error;
}
