import { useEffect, useState } from "react";
import { countText } from "../../format/quantities.ts";
import { useThrottled } from "../../parts/use-throttled.ts";
import styles from "./runs.module.css";

/** How often it is said aloud at most. */
const quietMs = 5000;

interface ActProgressProps {
  /** As in "Deleting 3 of 5". */
  readonly doing: string;
  readonly progress: { readonly through: number; readonly total: number } | undefined;
}

/** How far something has got that is done with many runs. */
export function ActProgress({ doing, progress }: ActProgressProps) {
  const [said, setSaid] = useState("");
  const say = useThrottled((text: string) => setSaid(text), quietMs);
  const text = progress === undefined ? "" : `${doing} ${countText(progress.through)} of ${countText(progress.total)}`;
  useEffect(() => say.call(text), [text, say]);
  return (
    <>
      <span role="status" className="hidden-text">
        {said}
      </span>
      {progress !== undefined && (
        <>
          <p>{text}</p>
          <div
            role="progressbar"
            aria-label={doing}
            aria-valuemin={0}
            aria-valuemax={progress.total}
            aria-valuenow={progress.through}
            aria-valuetext={text}
            className={styles["bar"]}
          >
            <div style={{ inlineSize: `${(100 * progress.through) / progress.total}%` }} />
          </div>
        </>
      )}
    </>
  );
}
