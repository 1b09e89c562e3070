import type { RunClock } from "../run-clock.ts";
import type { TimeWindow } from "./time-window.ts";

/** A mark of the time axis. */
export interface AxisTick {
  /** Where it is in the window, from 0 to 1. */
  readonly at: number;
  /** Since the beginning of the run, without folding: a round number of milliseconds. */
  readonly sinceStartMs: number;
}

const units = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 15_000, 30_000, 60_000, 120_000, 300_000, 600_000, 900_000, 1_800_000, 3_600_000, 7_200_000, 10_800_000, 21_600_000, 43_200_000, 86_400_000]; // prettier-ignore

/** The least round time that is at least so long. */
export function roundMs(leastMs: number): number {
  const found = units.find((unit) => unit >= leastMs);
  if (leastMs >= 1) return found ?? Math.ceil(leastMs / 86_400_000) * 86_400_000;
  const power = 10 ** Math.floor(Math.log10(Math.max(1e-4, leastMs)));
  return [1, 2, 5, 10].map((digit) => digit * power).find((unit) => unit >= leastMs * (1 - 1e-9)) ?? 10 * power;
}

/**
 * Round places on the axis of a window. Times say how long after the beginning of the run it was, also where idle times are folded; in
 * a fold there is no mark.
 *
 * @param most - About so many marks.
 */
export function axisTicks(clock: RunClock, { from, to }: TimeWindow, most: number): readonly AxisTick[] {
  const length = to - from;
  const step = roundMs(length / Math.max(1, most));
  const startMs = clock.toReal(0);
  const untilMs = clock.toReal(to) - startMs;
  const ticks: AxisTick[] = [];
  const folds = clock.folds.map(({ atMs, lengthMs }) => ({ begin: atMs - startMs, end: atMs + lengthMs - startMs }));
  const firstMs = clock.toReal(from) - startMs;
  let fold = folds.findIndex(({ end }) => end > firstMs);
  let lastAt = Number.NEGATIVE_INFINITY;
  // `+ 0`: there is a −0.
  for (let tick = Math.ceil(firstMs / step - 1e-9) * step + 0; tick <= untilMs + step * 1e-9;) {
    while (fold >= 0 && fold < folds.length && (folds[fold]?.end ?? 0) <= tick) fold += 1;
    const inside = fold < 0 ? undefined : folds[fold];
    if (inside !== undefined && tick > inside.begin) {
      tick = Math.ceil(inside.end / step) * step;
      continue;
    }
    const at = (clock.toShown(startMs + tick) - from) / length;
    // Behind a fold the next round place may be too near.
    if (at - lastAt >= 0.6 / Math.max(1, most)) {
      ticks.push({ at, sinceStartMs: tick });
      lastAt = at;
    }
    tick = Math.round((tick + step) / step) * step;
  }
  return ticks;
}

/** The time of a mark, as exact as the marks beside it ask for: `150 µs`, `20 ms`, `2.15 s`, `3:41.5`, `2:05:00`. */
export function tickText(sinceStartMs: number, stepMs: number): string {
  const sign = sinceStartMs < 0 ? "−" : "";
  const ms = Math.abs(sinceStartMs);
  const digitsOf = (unitMs: number): number => Math.min(6, Math.max(0, Math.ceil(-Math.log10(stepMs / unitMs) - 1e-9)));
  if (ms === 0) return "0";
  if (ms < 1 && stepMs < 1) return `${sign}${(ms * 1000).toFixed(digitsOf(0.001))}\u202fµs`;
  if (ms < 1000) return `${sign}${ms.toFixed(digitsOf(1))}\u202fms`;
  const digits = digitsOf(1000);
  if (ms < 60_000) return `${sign}${(ms / 1000).toFixed(digits)}\u202fs`;
  const seconds = Number((ms / 1000).toFixed(digits));
  const rest = (seconds % 60).toFixed(digits).padStart(digits === 0 ? 2 : digits + 3, "0");
  const minutes = Math.floor(seconds / 60);
  return minutes < 60
    ? `${sign}${minutes}:${rest}`
    : `${sign}${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}:${rest}`;
}
