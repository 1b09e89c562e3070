import { useEffect, useRef } from "react";
import { onMoment } from "../../strip/moment.ts";
import { type Speed, usePlayback } from "../../strip/playback.ts";
import type { Playhead } from "./use-playhead.ts";

interface StreamPlayOptions {
  readonly playhead: Playhead;
  /** Of the stream, in milliseconds. */
  readonly lengthMs: number;
  readonly speed: Speed;
}

/** Replays the stream at its recorded times, from the playhead on; from the beginning if that is at the end. */
export function useStreamPlay({ playhead, lengthMs, speed }: StreamPlayOptions): {
  readonly isPlaying: boolean;
  readonly toggle: () => void;
} {
  const isOwn = useRef(false);
  const last = useRef(0);
  const playback = usePlayback({
    from: () => Math.max(0, Math.min(playhead.atMs(), lengthMs)),
    lengthMs: Math.max(1, lengthMs),
    speed,
    onFrame: (ms) => {
      last.current = ms;
      isOwn.current = true;
      playhead.put(ms, false);
      isOwn.current = false;
      // What was seen at the end is all: the address need not say so.
      if (ms >= lengthMs) playhead.release();
    },
  });
  const { isPlaying, stop, toggle } = playback;
  // Somebody else has moved it: by the time strip, an item, a key.
  useEffect(() => {
    if (!isPlaying) return undefined;
    return onMoment(() => {
      if (!isOwn.current) stop();
    });
  }, [isPlaying]);
  return {
    isPlaying,
    toggle: () => {
      if (isPlaying) playhead.put(last.current, true);
      toggle();
    },
  };
}
