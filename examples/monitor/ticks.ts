import { setTimeout } from "node:timers/promises";

/** Waits for the next of the moments that are `everyMs` apart, so that slow drawing does not add up. */
export function ticks(everyMs: number): (signal: AbortSignal) => Promise<void> {
  let dueMs = performance.now();
  return (signal) => {
    dueMs = Math.max(dueMs + everyMs, performance.now());
    return setTimeout(dueMs - performance.now(), undefined, { signal });
  };
}
