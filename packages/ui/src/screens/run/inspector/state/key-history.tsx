import { useInfiniteQuery } from "@tanstack/react-query";
import { X } from "lucide-react";
import { type CSSProperties, useEffect, useMemo, useRef } from "react";
import { keyHistoryQuery } from "../../../../data/step-queries.ts";
import { countText } from "../../../../format/quantities.ts";
import { pointerText } from "../../../../model/value/pointer-text.ts";
import { IconButton } from "../../../../parts/button.tsx";
import { useRun } from "../../run-context.ts";
import styles from "../inspector.module.css";
import state from "./state.module.css";
import { WriteRow } from "./write-row.tsx";
import { evenRows } from "../../../../model/row-places.ts";
import { useRowHeight } from "../../../../parts/use-row-height.ts";
import { useRowWindow } from "../../../../parts/use-row-window.ts";

/** Every step that wrote a value, each with what it changed. */
export function KeyHistory({ pointer, onClose }: { readonly pointer: string; readonly onClose: () => void }) {
  const { key, current } = useRun();
  const scroller = useRef<HTMLDivElement>(null);
  const { data, error, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery(
    keyHistoryQuery(key, pointer),
  );
  const changes = useMemo(() => data?.pages.flatMap(({ items }) => items) ?? [], [data]);
  const height = useRowHeight(28);
  const places = useMemo(() => evenRows(changes.length, height), [changes.length, height]);
  const lines = useRowWindow({ scroller, places, around: 6 });
  const lastShown = lines.last;
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage && lastShown >= changes.length - 20) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, lastShown, changes.length, fetchNextPage]);
  // It opens at the write that the cursor sees.
  const here = changes.findLastIndex(({ sequence_id: id }) => id <= (current?.sequenceId ?? 0));
  useEffect(() => {
    if (here > 0) lines.show(here, "center");
  }, [here, lines.show]);
  // As wide as the longest of the links to steps.
  const longest = changes.reduce((most, { action, sequence_id: id }) => Math.max(most, `${action} #${id}`.length), 0);
  const stepWidth = { "--step": `${longest}ch` } as CSSProperties; // a custom property
  return (
    <section className={state["history"]} aria-label={`History of ${pointerText(pointer)}`}>
      <div className={state["historyHead"]}>
        <h2>
          History{" "}
          <span className={styles["summary"]}>
            {data === undefined
              ? ""
              : `${countText(changes.length)}${hasNextPage ? "+" : ""} ${changes.length === 1 ? "write" : "writes"}`}
          </span>
        </h2>
        <IconButton label="Close the history" onClick={onClose}>
          <X size={14} strokeWidth={1.5} aria-hidden />
        </IconButton>
      </div>
      {error !== null && <p className={styles["note"]}>{error.message}</p>}
      {data !== undefined && changes.length === 0 && (
        <p className={styles["note"]}>No step has changed it: it is as it was from the start.</p>
      )}
      <div
        className={`${state["historyScroll"]} inset-focus`}
        ref={scroller}
        tabIndex={0}
        role="region"
        aria-label="Writes"
      >
        <ol className={state["historyList"]} style={{ height: lines.boxHeight, ...stepWidth }}>
          {lines.rows.map(({ index, top }) => {
            const change = changes[index];
            if (change === undefined) return null;
            return (
              <li
                key={index}
                className={`${state["write"]} ${index === here ? state["here"] : ""}`}
                style={{ transform: `translateY(${top}px)` }}
                aria-current={index === here}
              >
                <WriteRow write={change} />
              </li>
            );
          })}
        </ol>
      </div>
    </section>
  );
}
