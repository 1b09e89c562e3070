import { ChevronFirst, ChevronLast, ChevronLeft, ChevronRight, Pause, Play } from "lucide-react";
import { IconButton } from "../../../parts/button.tsx";
import type { Playback, Speed } from "./playback.ts";
import { SpeedSelect } from "./speed-select.tsx";
import styles from "./strip.module.css";

interface StripControlsProps {
  readonly playback: Playback;
  /** Goes by so many steps. */
  readonly by: (steps: number) => void;
  readonly speed: Speed;
  readonly onSpeed: (speed: Speed) => void;
  readonly folds: boolean;
  readonly onFolds: (folds: boolean) => void;
}

const icon = { size: 16, strokeWidth: 1.5, "aria-hidden": true } as const;

/** The buttons of the replay. */
export function StripControls({ playback, by, speed, onSpeed, folds, onFolds }: StripControlsProps) {
  const { isPlaying, toggle } = playback;
  return (
    <div className={styles["controls"]} role="group" aria-label="Replay">
      <IconButton label="First step" onClick={() => by(Number.NEGATIVE_INFINITY)}>
        <ChevronFirst {...icon} />
      </IconButton>
      <IconButton label="Previous step" onClick={() => by(-1)}>
        <ChevronLeft {...icon} />
      </IconButton>
      <IconButton label={isPlaying ? "Pause" : "Play"} onClick={toggle} className={styles["play"] ?? ""}>
        {isPlaying ? <Pause {...icon} fill="currentColor" /> : <Play {...icon} fill="currentColor" />}
      </IconButton>
      <IconButton label="Next step" onClick={() => by(1)}>
        <ChevronRight {...icon} />
      </IconButton>
      <IconButton label="Last step" onClick={() => by(Number.POSITIVE_INFINITY)}>
        <ChevronLast {...icon} />
      </IconButton>
      <SpeedSelect label="Speed" speed={speed} onSpeed={onSpeed} className={styles["speed"] ?? ""} />
      <button
        type="button"
        className={styles["idle"]}
        aria-pressed={folds}
        onClick={() => onFolds(!folds)}
        title="Leave out times in which nothing ran"
      >
        Skip idle
      </button>
    </div>
  );
}
