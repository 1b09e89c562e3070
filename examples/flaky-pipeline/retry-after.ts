import type { Middleware } from "@burrjs/core";
import { TooManyRequests } from "./client-errors.ts";

/**
 * A middleware that lets an API be as long as it has asked for (`Retry-After`), and then tries again. Within `timeoutMs`,
 * and apart from the tries of `retry`: an API that has so much to do has not failed.
 */
export function waitAsAsked(wait: (ms: number, signal: AbortSignal) => Promise<void>): Middleware {
  return async ({ signal }, next) => {
    for (;;) {
      try {
        return await next();
      } catch (error) {
        if (!(error instanceof TooManyRequests)) throw error;
        await wait(error.retryAfterMs, signal);
      }
    }
  };
}
