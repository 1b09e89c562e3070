import type { StepColumns } from "./step-columns.ts";

/** The place of the last step that had begun at a time, in milliseconds since 1970; 0 before the first. */
export function placeAtTime(steps: StepColumns, atMs: number): number {
  return Math.max(0, startedBy(steps, atMs));
}

/** The same; −1 before the first. */
export function startedBy(steps: StepColumns, atMs: number): number {
  let low = 0;
  let high = steps.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (steps.timesAt(middle).startedMs <= atMs) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
