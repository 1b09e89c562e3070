import { Maximize, ZoomIn, ZoomOut } from "lucide-react";
import { durationText } from "../../../format/quantities.ts";
import type { IdleTime } from "../../../model/waterfall/idle-time.ts";
import { IconButton } from "../../../parts/button.tsx";
import { Toggle } from "../../../parts/toggle.tsx";
import { useTitle } from "../../../shell/command-key.tsx";
import styles from "./waterfall.module.css";
import type { ShownTime } from "./use-time-window.ts";

interface WaterfallToolsProps {
  readonly time: ShownTime;
  readonly idle: IdleTime | undefined;
  readonly isFolded: boolean;
  readonly onFold: () => void;
  readonly isCritical: boolean;
  readonly onCritical: () => void;
}

/** What can be done with the time of the waterfall. */
export function WaterfallTools({ time, idle, isFolded, onFold, isCritical, onCritical }: WaterfallToolsProps) {
  return (
    <div className={styles["tools"]}>
      {idle !== undefined && (
        <span className={styles["idle"]}>
          <span>
            {durationText(idle.wholeMs)}, {Math.round(idle.share * 100)}
            {"\u202f"}% waiting ·
          </span>
          <Toggle className={styles["foldToggle"] ?? ""} isOn={isFolded} onChange={onFold}>
            {isFolded ? "Unfold" : "Fold"}
          </Toggle>
        </span>
      )}
      <span className={styles["space"]} />
      <Toggle
        isOn={isCritical}
        onChange={onCritical}
        title={useTitle("Fade what nothing has waited for", "waterfall-critical")}
      >
        Critical path
      </Toggle>
      <IconButton label="Zoom out" disabled={time.isWhole} onClick={() => time.zoom(2)}>
        <ZoomOut size={16} strokeWidth={1.5} aria-hidden />
      </IconButton>
      <IconButton label="Zoom in" onClick={() => time.zoom(0.5)}>
        <ZoomIn size={16} strokeWidth={1.5} aria-hidden />
      </IconButton>
      <IconButton label="Show the whole run" disabled={time.isWhole} onClick={time.showAll}>
        <Maximize size={16} strokeWidth={1.5} aria-hidden />
      </IconButton>
    </div>
  );
}
