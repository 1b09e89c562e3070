import { isBurrError } from "@burrjs/core";

/** The API has failed, or could not be reached: another try may help. */
export class Unavailable extends Error {
  override readonly name: string = "Unavailable";
}

/** The API wants to be left alone for a while. */
export class TooManyRequests extends Unavailable {
  override readonly name = "TooManyRequests";
  readonly retryAfterMs: number;

  constructor(message: string, retryAfterMs: number) {
    super(message);
    this.retryAfterMs = retryAfterMs;
  }
}

/** The hotel or the flight is full: no other try will help. */
export class SoldOut extends Error {
  override readonly name = "SoldOut";
}

/** The bank says no: no other try will help. */
export class Declined extends Error {
  override readonly name = "Declined";
}

/** Whether another try may help: what `retry.on` is for. A timeout is an error of the engine's. */
export function isPassing(error: unknown): boolean {
  return error instanceof Unavailable || (isBurrError(error) && error.code === "timed-out");
}
