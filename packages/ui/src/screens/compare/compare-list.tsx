import { ChevronDown, ChevronRight } from "lucide-react";
import { useEffect, useMemo, useRef } from "react";
import type { AlignedPair } from "../../model/compare/alignment.ts";
import type { CompareLine } from "../../model/compare/compare-lines.ts";
import type { CompareSelection } from "../../model/compare/selection.ts";
import { useMedia } from "../../parts/use-media.ts";
import { useRowHeight } from "../../parts/use-row-height.ts";
import styles from "./compare-list.module.css";
import { PairRow } from "./pair-row.tsx";
import { SideMark } from "./side-mark.tsx";
import type { Comparison } from "./use-comparison.ts";
import { evenRows } from "../../model/row-places.ts";
import { useRowWindow } from "../../parts/use-row-window.ts";

interface CompareListProps {
  readonly comparison: Comparison;
  readonly lines: readonly CompareLine[];
  readonly selection: CompareSelection | undefined;
  readonly onSelect: (pair: AlignedPair) => void;
  readonly onToggle: (key: string) => void;
  readonly isOneRun: boolean;
}

const headHeight = 24;

/** The steps of both runs in rows; made for what is in sight alone. */
export function CompareList({ comparison, lines, selection, onSelect, onToggle, isOneRun }: CompareListProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const isNarrow = useMedia("(max-width: 600px)");
  const height = useRowHeight(isNarrow ? 44 : 28);
  const places = useMemo(() => evenRows(lines.length, height), [lines.length, height]);
  const rows = useRowWindow({ scroller, places, head: headHeight });
  const hasTokens = [comparison.a, comparison.b].some(({ header }) => (header?.tokens ?? null) !== null);
  const current = lines.findIndex((line) => line.type === "pair" && isSelected(line.pair, selection));
  useEffect(() => {
    if (current >= 0) rows.show(current);
  }, [rows.show, current]);
  return (
    <div className={styles["scroller"]} ref={scroller} tabIndex={0} role="region" aria-label="List of the rows">
      <div
        role="table"
        aria-label="Steps of A and B"
        aria-rowcount={lines.length + 1}
        className={`${styles["table"]} ${hasTokens ? "" : styles["plain"]}`}
      >
        <div role="row" aria-rowindex={1} className={`${styles["row"]} ${styles["columns"]}`}>
          <span role="columnheader">
            <span className="hidden-text">Kind</span>
          </span>
          <SideColumns side="a" />
          <SideColumns side="b" />
          <span role="columnheader" className={styles["number"]}>
            Δ duration
          </span>
          <span role="columnheader" className={`${styles["number"]} ${styles["use"]}`}>
            Δ tokens
          </span>
          <span role="columnheader" className={`${styles["number"]} ${styles["use"]}`}>
            Δ cost
          </span>
        </div>
        <div role="rowgroup" className={styles["rows"]} style={{ height: rows.boxHeight }}>
          {rows.rows.map(({ index, top, height: tall }) => {
            const line = lines[index];
            if (line === undefined) return null;
            const place = { transform: `translateY(${top}px)`, height: tall };
            return line.type === "fold" ? (
              <div key={line.key} role="row" aria-rowindex={index + 2} className={styles["fold"]} style={place}>
                <span role="cell">
                  <button type="button" aria-expanded={line.isOpen} onClick={() => onToggle(line.key)}>
                    {line.isOpen ? (
                      <ChevronDown size={14} strokeWidth={1.5} aria-hidden />
                    ) : (
                      <ChevronRight size={14} strokeWidth={1.5} aria-hidden />
                    )}
                    {line.text}
                  </button>
                </span>
              </div>
            ) : (
              <PairRow
                key={`${line.pair.a ?? "–"} ${line.pair.b ?? "–"}`}
                comparison={comparison}
                pair={line.pair}
                rowIndex={index + 2}
                isSelected={index === current}
                place={place}
                cursors={
                  isOneRun && selection !== undefined
                    ? { a: line.pair.a === selection.a, b: line.pair.b === selection.b }
                    : undefined
                }
                onSelect={() => onSelect(line.pair)}
              />
            );
          })}
        </div>
      </div>
    </div>
  );
}

function SideColumns({ side }: { readonly side: "a" | "b" }) {
  return (
    <>
      <span role="columnheader" className={styles["sideHead"]}>
        <SideMark side={side} />
      </span>
      <span role="columnheader" className={`${styles["number"]} ${styles["duration"]}`}>
        Duration
      </span>
      <span role="columnheader" className={`${styles["number"]} ${styles["ofSide"]}`}>
        Tokens
      </span>
      <span role="columnheader" className={`${styles["number"]} ${styles["ofSide"]}`}>
        Cost
      </span>
    </>
  );
}

/** Of two steps that are no pair, the row of B's is the current one. */
function isSelected(pair: AlignedPair, selection: CompareSelection | undefined): boolean {
  if (selection === undefined) return false;
  return selection.at === null ? pair.b !== null && pair.b === selection.b : pair.at === selection.at;
}
