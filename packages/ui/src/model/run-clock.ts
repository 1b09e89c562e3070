import type { RunHeader } from "@burrjs/protocol";
import type { StepColumns } from "./step-columns.ts";
import { goesOn } from "./going-on.ts";

/** Idle times longer than this are folded, to this length. */
const foldOverMs = 1000;
const foldedMs = 250;

/** When something ran; `null`: it still does. */
export interface Interval {
  readonly startedMs: number;
  readonly durationMs: number | null;
}

/** A time in which nothing ran: from milliseconds since 1970 on. */
interface IdleGap {
  readonly atMs: number;
  readonly lengthMs: number;
}

/** When a run began and ended, and the times in between in which nothing ran. */
export interface BusyTimes {
  readonly startMs: number;
  readonly endMs: number;
  readonly gaps: readonly IdleGap[];
}

/** Turns real time of a run into time with idle gaps folded, and back. */
export interface RunClock {
  /** The length with gaps folded. */
  readonly lengthMs: number;
  /** From milliseconds since 1970. */
  readonly toShown: (atMs: number) => number;
  /** To milliseconds since 1970. */
  readonly toReal: (shownMs: number) => number;
  readonly folds: readonly IdleGap[];
}

interface BusyOptions {
  /** Shorter times are no gaps. */
  readonly overMs: number;
  /** What counts as the end of what still runs. */
  readonly endMs: number;
}

/** The gaps of what ran, which is given in the order in which it began. */
export function busyTimes(intervals: Iterable<Interval>, { overMs, endMs }: BusyOptions): BusyTimes {
  const gaps: IdleGap[] = [];
  let start: number | undefined;
  let busyUntil = 0;
  for (const { startedMs, durationMs } of intervals) {
    if (start === undefined) {
      start = startedMs;
      busyUntil = startedMs;
    }
    const lengthMs = startedMs - busyUntil;
    if (lengthMs > overMs) gaps.push({ atMs: busyUntil, lengthMs });
    busyUntil = Math.max(busyUntil, startedMs, durationMs === null ? endMs : startedMs + durationMs);
  }
  return { startMs: start ?? 0, endMs: busyUntil, gaps };
}

/** A clock on which each of these gaps, which are in order and do not overlap, has the same length. */
export function foldedClock({ startMs, endMs, gaps }: BusyTimes, lengthOfFold: number): RunClock {
  // Both ends of each gap; between them time runs faster.
  const real: number[] = [];
  const shown: number[] = [];
  let saved = 0;
  for (const { atMs, lengthMs } of gaps) {
    const from = atMs - startMs - saved;
    real.push(atMs, atMs + lengthMs);
    shown.push(from, from + lengthOfFold);
    saved += lengthMs - lengthOfFold;
  }
  const lengthMs = Math.max(1, endMs - startMs - saved);
  const between = (
    place: number,
    at: number,
    { from, to }: { readonly from: readonly number[]; readonly to: readonly number[] },
  ): number => {
    const [begin, end] = [from[place] ?? 0, from[place + 1] ?? 0];
    const [first, last] = [to[place] ?? 0, to[place + 1] ?? 0];
    // An odd place is behind a gap, and there time runs as it does.
    return place % 2 === 1
      ? first + (at - begin)
      : first + ((at - begin) / Math.max(1e-9, end - begin)) * (last - first);
  };
  return {
    lengthMs,
    folds: gaps,
    toShown(atMs) {
      const place = lastAtMost(real, atMs);
      const at = place < 0 ? atMs - startMs : between(place, atMs, { from: real, to: shown });
      return Math.min(lengthMs, Math.max(0, at));
    },
    toReal(shownMs) {
      const place = lastAtMost(shown, shownMs);
      return place < 0 ? startMs + shownMs : between(place, shownMs, { from: shown, to: real });
    },
  };
}

/** The clock of a run. `fold`: leave idle gaps out. `endMs`: what counts as the end of a step that runs. */
export function runClock(
  steps: StepColumns,
  { fold, endMs }: { readonly fold: boolean; readonly endMs: number },
): RunClock {
  return foldedClock(
    busyTimes(intervalsOf(steps), { overMs: fold ? foldOverMs : Number.POSITIVE_INFINITY, endMs }),
    foldedMs,
  );
}

/**
 * What counts as the end of steps that have none: the present for a run that goes on, else when its log was written last.
 *
 * @param nowMs - The present, in milliseconds since 1970.
 */
export function openEndMs(header: Pick<RunHeader, "status" | "last_written_ms"> | undefined, nowMs: number): number {
  return header === undefined || goesOn(header.status) ? nowMs : header.last_written_ms;
}

/**
 * How often to look at the time, for a picture of the last `lengthMs` that grows with it: about once for each of its `parts`, and at most
 * once in two seconds, since much of the page is drawn anew each time. It is doubled, and not raised step by step, so that few pictures
 * have a pace of their own.
 */
export function lookEveryMs(lengthMs: number, parts: number): number {
  return 1000 * 2 ** Math.max(1, Math.floor(Math.log2(Math.max(1, lengthMs) / parts / 1000)));
}

/** When the steps of a run ran. */
export function* intervalsOf(steps: StepColumns): Generator<Interval, void> {
  for (let n = 0; n < steps.length; n += 1) yield steps.timesAt(n);
}

/** The last place whose value is at most `value`, in a list that grows; −1 when there is none. */
export function lastAtMost(values: ArrayLike<number>, value: number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((values[middle] ?? 0) <= value) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
