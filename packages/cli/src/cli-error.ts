/** Every way the command fails on purpose, and the facts that go with it. */
export interface CliErrorDetails {
  /** There is something where something new was to go. */
  "already-there": { readonly path: string };
  /** Several applications could be meant. */
  "ambiguous-run": { readonly candidates: readonly string[] };
  /** The code of the user could not be loaded, or is not what was asked for. */
  "invalid-app": { readonly app: string };
  /** An argument or an option that makes no sense. */
  "invalid-argument": { readonly argument: string };
  /** There is no data folder, or it cannot be read. */
  "no-data": { readonly path: string };
  /** Something of what was asked for does not exist: a project, an application, a step, a path, a graph. */
  "not-found": { readonly what: string };
  /** What a step was asked to give is not in its log. */
  "not-recorded": { readonly what: string };
  /** A file that cannot be read, or written. */
  "unusable-file": { readonly path: string };
}

/** How the process ends, by what went wrong: 1 the answer is no, 2 the call was wrong, 3 data could not be read. */
export const exitCodes: Readonly<Record<keyof CliErrorDetails, 1 | 2 | 3>> = {
  "already-there": 1,
  "ambiguous-run": 2,
  "invalid-app": 2,
  "invalid-argument": 2,
  "no-data": 3,
  "not-found": 1,
  "not-recorded": 1,
  "unusable-file": 3,
};

/** The error that the command throws: its message says what is wrong and what to do. */
export class CliError<TCode extends keyof CliErrorDetails = keyof CliErrorDetails> extends Error {
  override readonly name = "CliError";
  readonly code: TCode;
  readonly details: CliErrorDetails[TCode];

  constructor(code: TCode, message: string, details: CliErrorDetails[TCode], options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.details = details;
  }
}

/** Whether the command has thrown it on purpose. */
export function isCliError(error: unknown): error is CliError {
  return error instanceof CliError;
}

/** The error of an argument or an option. */
export function invalidArgument(argument: string, message: string): CliError {
  return new CliError("invalid-argument", message, { argument });
}
