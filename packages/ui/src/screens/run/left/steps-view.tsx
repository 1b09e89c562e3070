import { useMemo, useState } from "react";
import { describedRow } from "../../../model/rows/described-row.ts";
import { intervalsOfRows } from "../../../model/rows/look-window.ts";
import { scaleOf } from "../../../model/time-scale.ts";
import { useRowHeight } from "../../../parts/use-row-height.ts";
import { visibleText } from "../../../format/visible-text.ts";
import { useRun } from "../run-context.ts";
import { useOpenEnd } from "../use-open-end.ts";
import { DividerRow } from "./divider-row.tsx";
import { rowKey } from "./row-key.ts";
import { RowsGrid } from "./rows-grid.tsx";
import { StepRowView } from "./step-row-view.tsx";
import { useRowFacts } from "./use-row-facts.ts";
import type { Tree } from "./use-tree.ts";
import styles from "./rows.module.css";

/** So many rows share a scale of their bars with those beside them. */
const block = 8;
/** The bars do not move with each second in which a step goes on. */
const parts = 8;

/** The steps as a list, and what is inside of them. */
export function StepsView({ tree }: { readonly tree: Tree }) {
  const { steps, key, header } = useRun();
  const facts = useRowFacts();
  const rowHeight = useRowHeight(28);
  const [inSight, setInSight] = useState({ from: 0, to: 0 });
  const { list } = tree;
  const intervals = useMemo(() => intervalsOfRows(list, steps, { ...inSight, block }), [list, steps, inSight]);
  const endMs = useOpenEnd(header, { sinceMs: intervals[0]?.startedMs ?? 0, parts });
  const scale = useMemo(() => scaleOf(intervals, endMs), [intervals, endMs]);
  const startMs = steps.at(0)?.startedMs ?? 0;
  return (
    <RowsGrid
      label={`Steps of ${visibleText(key.app)}`}
      tree={tree}
      rowHeight={rowHeight}
      headHeight={24}
      className={styles["list"]}
      head={<Head />}
      onSight={({ first, last }) => {
        const from = Math.floor(first / block) * block;
        const to = Math.ceil((last + 1) / block) * block - 1;
        if (from !== inSight.from || to !== inSight.to) setInSight({ from, to });
      }}
      renderRow={(placed) => {
        const said = describedRow(placed.row, { ...facts, ...tree, steps });
        return said === undefined ? (
          <DividerRow key={rowKey(placed.row)} placed={placed} />
        ) : (
          <StepRowView
            key={rowKey(placed.row)}
            placed={placed}
            said={said}
            tree={tree}
            scale={scale}
            startMs={startMs}
          />
        );
      }}
    />
  );
}

function Head() {
  return (
    <div role="row" aria-rowindex={1} className={`${styles["row"]} ${styles["head"]}`}>
      <span role="columnheader" className={styles["number"]}>
        #
      </span>
      <span role="columnheader" className={styles["actionHead"]}>
        Action
      </span>
      <span role="columnheader" className={styles["line"]}>
        Timeline
      </span>
      <span role="columnheader" className={styles["number"]}>
        Duration
      </span>
      <span role="columnheader" className={`${styles["number"]} ${styles["tokens"]}`}>
        Tokens
      </span>
      <span role="columnheader">Status</span>
    </div>
  );
}
