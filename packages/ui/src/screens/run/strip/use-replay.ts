import { useEffect, useRef } from "react";
import { placeAtTime } from "../../../model/place-at-time.ts";
import type { RunClock } from "../../../model/run-clock.ts";
import { stepPlace } from "../../../model/step-place.ts";
import { useMedia } from "../../../parts/use-media.ts";
import { useThrottled } from "../../../parts/use-throttled.ts";
import { useRun } from "../run-context.ts";
import { currentMoment, setMoment } from "./moment.ts";
import { type Playback, type Speed, usePlayback } from "./playback.ts";

/** The address changes at most so often: browsers take 200 changes in ten seconds. */
const everyMs = 100;

/** Replays the run at its recorded times: the playhead runs on, and the cursor follows it from step to step. */
export function useReplay(clock: RunClock, speed: Speed): Playback {
  const { steps, current, move, search } = useRun();
  const isCalm = useMedia("(prefers-reduced-motion: reduce)");
  const shown = useRef(-1);
  const moved = useRef<readonly number[]>([]);
  const to = useThrottled((n: number) => {
    moved.current = [n, ...moved.current.slice(0, 7)];
    const place = stepPlace(steps, n);
    if (place !== undefined) move({ ...place, m: undefined });
  }, everyMs);
  const cursorMs = current === undefined ? 0 : current.startedMs + (search.m ?? current.durationMs ?? 0);
  const playback = usePlayback({
    from: () => {
      shown.current = current?.n ?? -1;
      moved.current = [shown.current];
      return clock.toShown(currentMoment() ?? cursorMs);
    },
    lengthMs: clock.lengthMs,
    speed,
    onFrame: (shownMs, isLast) => {
      const atMs = clock.toReal(shownMs);
      // Without motion there are steps alone.
      setMoment(isCalm || isLast ? undefined : atMs);
      const n = isLast ? steps.length - 1 : placeAtTime(steps, atMs);
      if (n === shown.current) return;
      shown.current = n;
      to.call(n);
      if (isLast) to.flush();
    },
  });
  const { isPlaying, stop, toggle } = playback;
  // Somebody else has moved the cursor: by a key, a click, a link.
  const n = current?.n ?? -1;
  useEffect(() => {
    if (isPlaying && !moved.current.includes(n)) stop();
  }, [n]);
  return {
    isPlaying,
    stop: () => {
      to.cancel();
      stop();
    },
    toggle: () => {
      if (isPlaying) keepMoment();
      toggle();
    },
  };

  /** The address says where it was stopped. */
  function keepMoment(): void {
    to.cancel();
    const atMs = currentMoment();
    const step = steps.at(shown.current);
    const place = stepPlace(steps, shown.current);
    if (step === undefined || place === undefined) return;
    const inside = atMs === undefined ? undefined : atMs - step.startedMs;
    const isInside = inside !== undefined && inside >= 0 && inside < (step.durationMs ?? Number.POSITIVE_INFINITY);
    move({ ...place, m: isInside ? Math.round(inside * 1000) / 1000 : undefined });
  }
}
