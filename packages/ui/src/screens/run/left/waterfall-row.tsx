import { type DescribedRow, timeWords } from "../../../model/rows/described-row.ts";
import { NameCell } from "./name-cell.tsx";
import { RowFrame } from "./row-frame.tsx";
import type { PlacedRow } from "./rows-grid.tsx";
import styles from "./rows.module.css";
import type { Tree } from "./use-tree.ts";

interface WaterfallRowProps {
  readonly placed: PlacedRow;
  readonly said: DescribedRow;
  readonly tree: Tree;
  readonly startMs: number;
  readonly isFaded: boolean;
}

/** A row of the waterfall: its name, and room for the bar that is drawn over it. What the bar shows, its cell says. */
export function WaterfallRow({ placed, said, tree, startMs, isFaded }: WaterfallRowProps) {
  const { row } = placed;
  const part = row.kind === "part" ? row.part?.kind : undefined;
  const status = said.status === "failed" ? ", failed" : said.status === "running" ? ", still runs" : "";
  return (
    <RowFrame
      placed={placed}
      tree={tree}
      entersOnClick={part === "span" || part === "stream" || part === "more"}
      className={isFaded ? styles["faded"] : ""}
    >
      <span role="gridcell" className={styles["number"]}>
        {row.kind === "part" ? "" : said.number}
      </span>
      <NameCell placed={placed} said={said} tree={tree} />
      <span role="gridcell" className={styles["time"]} aria-label={`${timeWords(said, startMs)}${status}`} />
    </RowFrame>
  );
}
