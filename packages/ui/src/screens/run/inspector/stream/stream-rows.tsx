import { beginOf } from "@burrjs/protocol";
import { useEffect, useMemo, useRef } from "react";
import { durationText } from "../../../../format/quantities.ts";
import { visibleText } from "../../../../format/visible-text.ts";
import type { StreamLane, StreamPiece } from "../../../../model/stream/stream-lanes.ts";
import { type GapLimits, gapTone, type StreamTiming } from "../../../../model/stream/stream-timing.ts";
import type { Playhead } from "./use-playhead.ts";
import styles from "./stream.module.css";
import { evenRows } from "../../../../model/row-places.ts";
import { useRowWindow } from "../../../../parts/use-row-window.ts";

const rowHeight = 24;
/** A line of JSON is cut here: longer ones are in the log. */
const longestLine = 2000;
const toneWords = { usual: "", slow: "slow", stalled: "stall" } as const;

interface StreamRowsProps {
  readonly items: readonly unknown[];
  readonly lanes: readonly StreamLane[];
  readonly timing: StreamTiming;
  readonly limits: GapLimits;
  readonly playhead: Playhead;
  /** The items as JSON, as they stand in the log; without it, as text with times. */
  readonly isRaw: boolean;
}

/** The items one below the other; rows are made for those in sight. */
export function StreamRows({ items, lanes, timing, limits, playhead, isRaw }: StreamRowsProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const places = useMemo(() => evenRows(items.length, rowHeight), [items.length]);
  const rows = useRowWindow({ scroller, places, head: rowHeight });
  // Following the playhead: only where it was put somewhere.
  useEffect(
    () =>
      playhead.subscribe(() => {
        if (playhead.isInside()) rows.show(Math.max(0, playhead.seen() - 1));
      }),
    [playhead, rows.show],
  );
  const hasLanes = lanes.length > 1;
  const pieces = isRaw ? [] : piecesByItem(lanes, items.length);
  return (
    <div ref={scroller} className={styles["rowsScroller"]} tabIndex={0} role="region" aria-label="Items of the stream">
      <div
        role="table"
        aria-label="Items"
        aria-rowcount={items.length + 1}
        className={isRaw ? styles["rawTable"] : hasLanes ? styles["laneTable"] : styles["itemTable"]}
      >
        <div role="row" aria-rowindex={1} className={`${styles["itemRow"]} ${styles["itemHead"]}`}>
          <span role="columnheader" className={styles["figure"]}>
            #
          </span>
          <span role="columnheader" className={styles["figure"]}>
            At
          </span>
          <span role="columnheader" className={styles["figure"]}>
            Gap
          </span>
          {!isRaw && hasLanes && <span role="columnheader">Channel</span>}
          <span role="columnheader">{isRaw ? "As recorded" : "Text"}</span>
        </div>
        <div role="rowgroup" className={styles["rows"]} style={{ height: rows.boxHeight }}>
          {rows.rows.map(({ index, top }) => {
            const tone = gapTone(timing, index, limits);
            const piece = pieces[index];
            return (
              <div
                key={index}
                role="row"
                aria-rowindex={index + 2}
                className={styles["itemRow"]}
                style={{ transform: `translateY(${top}px)` }}
                onClick={() => playhead.goTo(index)}
              >
                <span role="cell" className={styles["figure"]}>
                  {index + 1}
                </span>
                <span role="cell" className={styles["figure"]}>
                  {durationText(timing.atMs[index])}
                </span>
                <span role="cell" className={`${styles["figure"]} ${styles[`${tone}Text`] ?? ""}`}>
                  {tone !== "usual" && <span className={styles["toneWord"]}>{toneWords[tone]} </span>}
                  {durationText(timing.gapMs[index])}
                </span>
                {!isRaw && hasLanes && <span role="cell">{visibleText(piece?.lane ?? "")}</span>}
                <span role="cell" className={styles["cellText"]}>
                  {isRaw ? rawText(items[index]) : shownText(piece)}
                </span>
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
}

interface LanePiece extends StreamPiece {
  readonly lane: string;
}

function piecesByItem(lanes: readonly StreamLane[], count: number): readonly (LanePiece | undefined)[] {
  const all: (LanePiece | undefined)[] = Array.from({ length: count });
  for (const { name, pieces } of lanes) for (const piece of pieces) all[piece.index] = { ...piece, lane: name };
  return all;
}

function rawText(item: unknown): string {
  const text = JSON.stringify(item) ?? "";
  return visibleText(text.length > longestLine ? `${beginOf(text, longestLine)}…` : text);
}

/** Text in quotes: the space around it counts. */
function shownText(piece: LanePiece | undefined): string {
  if (piece === undefined) return "";
  return piece.isText ? rawText(piece.text) : piece.text;
}
