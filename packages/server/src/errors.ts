/** Every way this package fails on purpose, and the facts that go with it. */
export interface ErrorDetails {
  /** A request that is answered with an error. `code` of the answer, and what helps. */
  refused: {
    readonly status: number;
    readonly code: string;
    readonly hint: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly path?: string;
  };
  "invalid-option": { readonly option: string };
  /** Another address than loopback, and nobody has to say who they are. */
  "unsafe-host": { readonly host: string };
  "port-in-use": { readonly host: string; readonly port: number };
}

// A registered symbol: two installed copies of this package still know each other's errors.
const brand = Symbol.for("@burrjs/server/error");

/** The error this package throws. */
export class ServerError<TCode extends keyof ErrorDetails = keyof ErrorDetails> extends Error {
  override readonly name = "ServerError";
  readonly [brand] = true;
  readonly code: TCode;
  readonly details: ErrorDetails[TCode];

  constructor(code: TCode, message: string, details: ErrorDetails[TCode], options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.details = details;
  }
}

/** What an answer to a refused request has besides its status. */
export interface Refusal {
  /** For programs: `not_found`, `invalid_parameter`, …. */
  readonly code: string;
  /** What is wrong, for people. Never contains data of the logs. */
  readonly message: string;
  /** What to do. */
  readonly hint: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** What of the body is meant: a JSON Pointer. */
  readonly path?: string;
  /** What went wrong, for the server's own log. */
  readonly cause?: unknown;
}

/**
 * Makes the error that ends a request with an answer of this status.
 *
 * @param status - The HTTP status.
 * @param refusal - What the answer says.
 * @returns The error, to be thrown.
 */
export function refused(status: number, refusal: Refusal): ServerError<"refused"> {
  const { code, message, hint, headers = {}, path, cause } = refusal;
  const details = { status, code, hint, headers, ...(path === undefined ? {} : { path }) };
  return new ServerError("refused", message, details, { cause });
}

/**
 * Tells a refusal from all else that can be thrown.
 *
 * @param error - What was thrown.
 * @returns Whether it is one.
 */
export function isRefused(error: unknown): error is ServerError<"refused"> {
  return error instanceof ServerError && error.code === "refused";
}

/**
 * Makes the error for what is not there.
 *
 * @param what - "run", "project", ….
 * @returns The error, to be thrown.
 */
export function notFound(what: string): ServerError<"refused"> {
  const hint = `GET /api/v1/projects and …/runs list what there is. Ids are percent-encoded once; no partition is "~".`;
  return refused(404, { code: "not_found", message: `There is no such ${what}.`, hint });
}
