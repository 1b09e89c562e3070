import { AudioLines, Copy, Pause, Play, SkipBack } from "lucide-react";
import { Button, IconButton } from "../../../../parts/button.tsx";
import { Segments } from "../../../../parts/segments.tsx";
import { copyText } from "../../../../shell/copy-text.ts";
import type { Speed } from "../../strip/playback.ts";
import { SpeedSelect } from "../../strip/speed-select.tsx";
import styles from "./stream.module.css";

const views = [
  { value: "rendered", text: "Rendered" },
  { value: "raw", text: "Raw" },
  { value: "table", text: "Table" },
] as const;

/** How the items of a stream are shown. */
export type StreamWay = (typeof views)[number]["value"];

interface StreamControlsProps {
  readonly playback: { readonly isPlaying: boolean; readonly toggle: () => void };
  readonly onRewind: () => void;
  readonly speed: Speed;
  readonly onSpeed: (speed: Speed) => void;
  readonly view: StreamWay;
  readonly onView: (view: StreamWay) => void;
  /** What is copied. */
  readonly text: string;
  /** Says the text to who listens. */
  readonly onRead: () => void;
}

/** The replay of a stream, and how its items are shown. */
export function StreamControls({
  playback,
  onRewind,
  speed,
  onSpeed,
  view,
  onView,
  text,
  onRead,
}: StreamControlsProps) {
  return (
    <div className={styles["controls"]}>
      <IconButton label="To the beginning of the stream" onClick={onRewind}>
        <SkipBack size={16} strokeWidth={1.5} aria-hidden />
      </IconButton>
      <Button kind="outlined" onClick={playback.toggle}>
        {playback.isPlaying ? (
          <Pause size={14} strokeWidth={1.5} aria-hidden />
        ) : (
          <Play size={14} strokeWidth={1.5} aria-hidden />
        )}
        {playback.isPlaying ? "Pause" : "Play"}
      </Button>
      <SpeedSelect label="Speed of the replay" speed={speed} onSpeed={onSpeed} />
      <span className={styles["right"]}>
        <IconButton label="Read stream" onClick={onRead}>
          <AudioLines size={16} strokeWidth={1.5} aria-hidden />
        </IconButton>
        <IconButton label="Copy the text" onClick={() => copyText(text, "Text copied.")}>
          <Copy size={16} strokeWidth={1.5} aria-hidden />
        </IconButton>
        <Segments label="How items are shown" options={views} value={view} onChange={onView} />
      </span>
    </div>
  );
}
