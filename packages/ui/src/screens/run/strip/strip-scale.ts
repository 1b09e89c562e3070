import { placeAtTime } from "../../../model/place-at-time.ts";
import type { RunClock } from "../../../model/run-clock.ts";
import type { StepColumns } from "../../../model/step-columns.ts";

/** Where on the strip, from 0 to 1, something is, and what is there. */
export interface StripScale {
  readonly ofTime: (atMs: number) => number;
  /** The middle of a step where steps are side by side; else where it begins. */
  readonly ofStep: (n: number) => number;
  readonly stepAt: (share: number) => number;
  /** In milliseconds since 1970; `undefined`: the strip shows no times. */
  readonly timeAt: (share: number) => number | undefined;
}

/** The scale of the strip: along the time, or along the numbers of steps. */
export function stripScale(steps: StepColumns, clock: RunClock, byStep: boolean): StripScale {
  const count = Math.max(1, steps.length);
  const inside = (n: number): number => Math.max(0, Math.min(steps.length - 1, n));
  if (!byStep) {
    return {
      ofTime: (atMs) => clock.toShown(atMs) / clock.lengthMs,
      ofStep: (n) => clock.toShown(steps.timesAt(n).startedMs) / clock.lengthMs,
      stepAt: (share) => inside(placeAtTime(steps, clock.toReal(share * clock.lengthMs))),
      timeAt: (share) => clock.toReal(share * clock.lengthMs),
    };
  }
  return {
    ofTime: (atMs) => {
      const n = placeAtTime(steps, atMs);
      const { startedMs, durationMs } = steps.timesAt(n);
      const part =
        durationMs === null || durationMs === 0 ? 1 : Math.min(1, Math.max(0, (atMs - startedMs) / durationMs));
      return (n + part) / count;
    },
    ofStep: (n) => (n + 0.5) / count,
    stepAt: (share) => inside(Math.floor(share * count)),
    timeAt: () => undefined,
  };
}
