import { useEffect, useRef, useState } from "react";

/** How fast a run is played: times its own speed, or the whole of it in ten seconds. */
export const speeds = [0.25, 0.5, 1, 2, 4, 8, 16, 32, "10 s"] as const;

/** A speed of the replay. */
export type Speed = (typeof speeds)[number];

interface PlaybackOptions {
  /** In shown time, milliseconds: where the playhead is when playing begins. */
  readonly from: () => number;
  readonly lengthMs: number;
  readonly speed: Speed;
  /** Called for each frame; nothing is rendered for it. `isLast`: it is the end. */
  readonly onFrame: (shownMs: number, isLast: boolean) => void;
}

/** A replay. */
export interface Playback {
  readonly isPlaying: boolean;
  readonly toggle: () => void;
  readonly stop: () => void;
}

/** Plays from the playhead on. */
export function usePlayback(options: PlaybackOptions): Playback {
  const [isPlaying, setPlaying] = useState(false);
  const now = useRef(options);
  now.current = options;
  useEffect(() => {
    if (!isPlaying) return undefined;
    let last = performance.now();
    let at = now.current.from();
    if (at >= now.current.lengthMs - 1) at = 0;
    let frame = requestAnimationFrame(function next(time) {
      const { lengthMs, speed, onFrame } = now.current;
      const factor = speed === "10 s" ? lengthMs / 10_000 : speed;
      at = Math.min(lengthMs, at + Math.max(0, time - last) * factor);
      last = time;
      const isLast = at >= lengthMs;
      onFrame(at, isLast);
      if (isLast) setPlaying(false);
      else frame = requestAnimationFrame(next);
    });
    return () => cancelAnimationFrame(frame);
  }, [isPlaying]);
  return { isPlaying, toggle: () => setPlaying(!isPlaying), stop: () => setPlaying(false) };
}

/** The speed beside this one. */
export function otherSpeed(speed: Speed, by: 1 | -1): Speed {
  return speeds[Math.max(0, Math.min(speeds.length - 1, speeds.indexOf(speed) + by))] ?? 1;
}
