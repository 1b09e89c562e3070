import type { BusyTimes } from "../run-clock.ts";

/** How much of a run nothing ran in. */
export interface IdleTime {
  readonly wholeMs: number;
  readonly idleMs: number;
  /** From 0 to 1. */
  readonly share: number;
}

/** Less of it is not worth a word. */
const leastShare = 0.2;

/** The idle time of a run that is worth folding; `undefined`: there is little of it. */
export function idleTime({ startMs, endMs, gaps }: BusyTimes): IdleTime | undefined {
  const wholeMs = endMs - startMs;
  const idleMs = gaps.reduce((sum, { lengthMs }) => sum + lengthMs, 0);
  const share = wholeMs > 0 ? idleMs / wholeMs : 0;
  return share < leastShare ? undefined : { wholeMs, idleMs, share };
}

/** How long a folded gap is drawn, for a run of which so much is busy: short, but wide enough for its length in words. */
export function foldLengthMs({ startMs, endMs, gaps }: BusyTimes): number {
  const busyMs = Math.max(
    1,
    gaps.reduce((rest, { lengthMs }) => rest - lengthMs, endMs - startMs),
  );
  return busyMs * Math.min(0.1, 0.6 / Math.max(1, gaps.length));
}
