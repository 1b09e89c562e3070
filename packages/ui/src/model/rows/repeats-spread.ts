import type { StepColumns } from "../step-columns.ts";

/** So low is the column of a step that took no time at all. */
const lowest = 0.12;

/**
 * How the durations of many steps differ: columns from the first step to the last, each as high as the longest step of it, from 0 to 1.
 *
 * @param range - The places of the first and the last step.
 * @param most - More steps than this share columns.
 */
export function repeatsSpread(
  steps: StepColumns,
  { from, to }: { readonly from: number; readonly to: number },
  most: number,
): readonly number[] {
  const count = Math.min(most, to - from + 1);
  const longest = new Float64Array(Math.max(0, count));
  for (let n = from; n <= to; n += 1) {
    const column = Math.min(count - 1, Math.floor(((n - from) / (to - from + 1)) * count));
    longest[column] = Math.max(longest[column] ?? 0, steps.timesAt(n).durationMs ?? 0);
  }
  const whole = longest.reduce((high, one) => Math.max(high, one), 0);
  return Array.from(longest, (one) => (whole === 0 ? lowest : Math.max(lowest, one / whole)));
}
