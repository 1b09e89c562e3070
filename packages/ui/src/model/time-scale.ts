import { busyTimes, foldedClock, type Interval } from "./run-clock.ts";

/** Where on a line each of some steps is, in percent. */
export interface TimeScale {
  readonly bar: (interval: Interval) => { readonly left: number; readonly width: number };
}

/** A gap that takes more than this share of the line is drawn shorter. */
const longestGapShare = 0.08;

/**
 * The scale on which some steps fill a line. Times in which none of them ran are shortened, so that a pause does not push all others
 * together.
 *
 * @param intervals - Of the steps, in the order in which they began.
 * @param endMs - What counts as the end of what still runs.
 */
export function scaleOf(intervals: readonly Interval[], endMs: number): TimeScale {
  const { startMs, endMs: until, gaps } = busyTimes(intervals, { overMs: 0, endMs });
  const busyMs = Math.max(0.001, until - startMs - gaps.reduce((sum, { lengthMs }) => sum + lengthMs, 0));
  const longest = busyMs * longestGapShare;
  const clock = foldedClock(
    { startMs, endMs: until, gaps: gaps.filter(({ lengthMs }) => lengthMs > longest) },
    longest,
  );
  // A clock is at least a millisecond long.
  const whole = Math.max(0.001, clock.toShown(until));
  return {
    bar: ({ startedMs, durationMs }) => {
      const left = percent(clock.toShown(startedMs) / whole);
      const right = percent(
        clock.toShown(durationMs === null ? Math.max(endMs, until) : startedMs + durationMs) / whole,
      );
      return { left, width: Math.max(0, right - left) };
    },
  };
}

function percent(share: number): number {
  return Math.min(100, Math.max(0, share * 100));
}
