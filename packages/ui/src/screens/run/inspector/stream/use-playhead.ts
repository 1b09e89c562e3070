import { useMemo } from "react";
import { itemBy, seenAt, type StreamTiming } from "../../../../model/stream/stream-timing.ts";
import { useRun } from "../../run-context.ts";
import { currentMoment, onMoment, setMoment } from "../../strip/moment.ts";

/** Where in a stream the playhead of the run is. It moves sixty times a second: who shows it listens, and nothing is rendered for it. */
export interface Playhead {
  /** How many items had come; all of them where the playhead is at no moment inside the step. */
  readonly seen: () => number;
  /** Whether it is at a moment inside the step. */
  readonly isInside: () => boolean;
  /** The time of the playhead, in milliseconds since the stream was opened. */
  readonly atMs: () => number;
  readonly subscribe: (listener: () => void) => () => void;
  /** Puts it to a time since the stream was opened. `isKept`: the address says so from now on. */
  readonly put: (ms: number, isKept: boolean) => void;
  /** Puts it to where an item came. */
  readonly goTo: (item: number) => void;
  /** By items. */
  readonly goBy: (items: number) => void;
  /** Behind the end of the step, where all is seen. */
  readonly release: () => void;
}

interface PlayheadOptions {
  readonly timing: StreamTiming;
  /** In milliseconds since 1970. */
  readonly openedMs: number;
  readonly startedMs: number;
}

/** The playhead of a stream of the step under the cursor. */
export function usePlayhead({ timing, openedMs, startedMs }: PlayheadOptions): Playhead {
  const { move } = useRun();
  return useMemo(() => {
    const atMs = (): number => {
      const moment = currentMoment();
      return moment === undefined ? Number.POSITIVE_INFINITY : moment - openedMs;
    };
    const seen = (): number => seenAt(timing, atMs());
    const put = (ms: number, isKept: boolean): void => {
      setMoment(openedMs + ms);
      if (isKept) move({ m: Math.max(0, Math.round((openedMs + ms - startedMs) * 1000) / 1000) });
    };
    const goTo = (item: number): void => put(timing.atMs[item] ?? 0, true);
    return {
      seen,
      isInside: () => currentMoment() !== undefined,
      atMs,
      subscribe: onMoment,
      put,
      goTo,
      goBy: (items) => goTo(itemBy(timing, seen(), items)),
      release: () => {
        setMoment(undefined);
        // `undefined` takes it out of the address.
        move({ m: undefined });
      },
    };
  }, [timing, openedMs, startedMs, move]);
}
