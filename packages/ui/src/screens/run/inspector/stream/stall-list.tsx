import { countText, durationText } from "../../../../format/quantities.ts";
import { stallRows } from "../../../../model/stream/stall-rows.ts";
import type { StreamLane } from "../../../../model/stream/stream-lanes.ts";
import type { StreamTiming } from "../../../../model/stream/stream-timing.ts";
import { CommandKey } from "../../../../shell/command-key.tsx";
import type { Playhead } from "./use-playhead.ts";
import styles from "./stream.module.css";

interface StallListProps {
  readonly stalls: readonly number[];
  readonly timing: StreamTiming;
  readonly lanes: readonly StreamLane[];
  readonly playhead: Playhead;
}

const most = 8;

/** Where the stream stood still, and for how long; each leads there. Nothing where it never did. */
export function StallList({ stalls, timing, lanes, playhead }: StallListProps) {
  if (stalls.length === 0) return null;
  const rows = stallRows(stalls, { timing, lanes, most });
  return (
    <div className={styles["stalls"]}>
      <h2 className={styles["stallsHead"]}>
        {stalls.length > most ? `The ${most} longest of ${countText(stalls.length)} stalls` : "Stalls"}{" "}
        <span className={styles["stallsKey"]}>
          <CommandKey of="stall-next" />
        </span>
      </h2>
      <ol className={styles["stallList"]}>
        {rows.map(({ index, gapMs, atMs, text }) => (
          <li key={index}>
            <button type="button" className={styles["stall"]} onClick={() => playhead.goTo(index)}>
              <span className={styles["stallGap"]}>{durationText(gapMs)}</span>
              {text === "" ? ` before item ${countText(index + 1)}` : " before "}
              {text !== "" && <bdi className={styles["stallText"]}>“{text}”</bdi>}
              <span className={styles["stallAt"]}> at {durationText(atMs)}</span>
            </button>
          </li>
        ))}
      </ol>
    </div>
  );
}
