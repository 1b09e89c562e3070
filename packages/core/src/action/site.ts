import type { Action } from "./action.ts";

/**
 * Where a program has made an action: the `stack` of an error that begins there, if the engine of the language tells. The text is made
 * when somebody reads it, not before.
 */
export interface Site {
  readonly stack?: unknown;
}

/** `make`, as programs call it: the action that comes of it knows where that was. */
export function sited<TGiven extends readonly unknown[]>(
  make: (...given: TGiven) => Action,
): (...given: TGiven) => Action {
  return function maker(...given) {
    const action = make(...given);
    captureStackTrace?.(action.body.site, maker);
    return action;
  };
}

// The standard does not have it: where it is missing, no action knows its place.
const { captureStackTrace } = Error as { captureStackTrace?: (target: Site, above: unknown) => void };
