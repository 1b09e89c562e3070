import { type Speed, speeds } from "./playback.ts";
import styles from "./speed-select.module.css";

interface SpeedSelectProps {
  readonly label: string;
  readonly speed: Speed;
  readonly onSpeed: (speed: Speed) => void;
  readonly className?: string;
}

/** How fast something is played. */
export function SpeedSelect({ label, speed, onSpeed, className = "" }: SpeedSelectProps) {
  return (
    <select
      className={`${styles["speed"]} ${className}`}
      aria-label={label}
      title={label}
      value={String(speed)}
      onChange={(event) => onSpeed(speeds.find((one) => String(one) === event.target.value) ?? 1)}
    >
      {speeds.map((one) => (
        <option key={one} value={String(one)}>
          {one === "10 s" ? "in 10 s" : `${one}×`}
        </option>
      ))}
    </select>
  );
}
