import { refused } from "../errors.ts";

/** What cannot be done of what a body asks for. */
export interface Unprocessable {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
  /** A JSON Pointer: into the state, or into the body. */
  readonly path?: string;
}

/**
 * Makes the error for a fork that is asked for rightly, and cannot be made.
 *
 * @param what - Why.
 * @returns The error, to be thrown: 422.
 */
export function unprocessable(what: Unprocessable): Error {
  return refused(422, what);
}

/**
 * Makes the error for a fork whose id another run has.
 *
 * @param run - That run.
 * @returns The error, to be thrown: 409.
 */
export function runExists({ appId }: { readonly appId: string }): Error {
  const message = `There is a run "${appId}" already: a fork has a log of its own.`;
  return refused(409, { code: "run_exists", message, hint: "Choose another `new_app_id`, or leave it out." });
}
