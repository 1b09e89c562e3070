import { setTimeout } from "node:timers/promises";

/** Waits for the next of the moments that are `everyMs` apart, so that slow drawing does not add up. */
export function ticks(everyMs: number): (signal: AbortSignal) => Promise<void> {
  let dueMs = performance.now();
  return (signal) => {
    const nowMs = performance.now();
    dueMs = Math.max(dueMs + everyMs, nowMs);
    return setTimeout(dueMs - nowMs, undefined, { signal });
  };
}
