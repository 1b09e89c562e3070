import { countText } from "../../../format/quantities.ts";
import { type DescribedRow, timeWords } from "../../../model/rows/described-row.ts";
import type { TimeScale } from "../../../model/time-scale.ts";
import { statusTone } from "../../../parts/badge.tsx";
import badges from "../../../parts/badge.module.css";
import looks from "./looks.module.css";
import { NameCell } from "./name-cell.tsx";
import { RowFrame } from "./row-frame.tsx";
import type { PlacedRow } from "./rows-grid.tsx";
import styles from "./rows.module.css";
import type { Tree } from "./use-tree.ts";
import { goesOn } from "../../../model/going-on.ts";

interface StepRowProps {
  readonly placed: PlacedRow;
  readonly said: DescribedRow;
  readonly tree: Tree;
  readonly scale: TimeScale;
  /** When the run began. */
  readonly startMs: number;
}

/** A row of the list: a step, many of them, or something inside of one. */
export function StepRowView({ placed, said, tree, scale, startMs }: StepRowProps) {
  const { row } = placed;
  const part = row.kind === "part" ? row.part : undefined;
  const entersOnClick = part?.kind === "span" || part?.kind === "stream" || part?.kind === "more";
  const isMany = row.kind === "repeats";
  return (
    <RowFrame
      placed={placed}
      tree={tree}
      entersOnClick={entersOnClick}
      className={row.kind === "part" ? styles["part"] : ""}
    >
      <span role="gridcell" className={styles["number"]}>
        {row.kind === "part" ? "" : said.number}
      </span>
      <NameCell placed={placed} said={said} tree={tree} />
      <BarCell said={said} scale={scale} isMany={isMany} words={timeWords(said, startMs)} />
      <DurationCell said={said} isMany={isMany} />
      <span role="gridcell" className={`${styles["number"]} ${styles["tokens"]}`}>
        {said.tokens > 0 ? countText(said.tokens) : part === undefined ? "–" : ""}
      </span>
      <StatusCell status={said.status} />
    </RowFrame>
  );
}

/** How long it took. What took much longer than most has a mark, not a colour alone. */
function DurationCell({ said, isMany }: { readonly said: DescribedRow; readonly isMany: boolean }) {
  if (said.isSlow !== true) {
    return (
      <span role="gridcell" className={styles["number"]} title={isMany ? said.title : undefined}>
        {said.duration}
      </span>
    );
  }
  return (
    <span
      role="gridcell"
      className={`${styles["number"]} ${styles["slow"]}`}
      title="Much longer than most steps of this action"
    >
      <span aria-hidden>▴ </span>
      {said.duration}
      <span className="hidden-text">, much longer than most</span>
    </span>
  );
}

interface BarCellProps {
  readonly said: DescribedRow;
  readonly scale: TimeScale;
  readonly isMany: boolean;
  readonly words: string;
}

/** When the row ran, as a bar; and how much its steps differ, where it stands for many. */
function BarCell({ said, scale, isMany, words }: BarCellProps) {
  if (said.startedMs === null) return <span role="gridcell" className={styles["line"]} aria-label={words} />;
  const { left, width } = scale.bar({ startedMs: said.startedMs, durationMs: said.durationMs });
  const isRunning = said.durationMs === null && goesOn(said.status);
  const tone = said.status === "failed" || said.status === "lost" ? "failed" : said.look;
  const place: Readonly<Record<string, string>> = {
    "--left": `${left}%`,
    "--width": `${width}%`,
    ...(said.spread && { "--spread": spreadPaint(said.spread) }),
  };
  const look = [
    styles["line"],
    styles["bar"],
    looks[tone],
    isRunning ? styles["running"] : "",
    isMany ? styles["many"] : "",
  ].join(" ");
  return <span role="gridcell" className={look} style={place} aria-label={words} />;
}

/** Columns as layers of a background: an element for each would be too many. */
function spreadPaint(columns: readonly number[]): string {
  const width = 100 / columns.length;
  return columns
    .map((height, index) => {
      const left = columns.length < 2 ? 0 : (index / (columns.length - 1)) * 100;
      return `linear-gradient(var(--tone) 0 0) ${left.toFixed(2)}% 100% / ${(width * 0.8).toFixed(2)}% ${(height * 100).toFixed(0)}% no-repeat`;
    })
    .join(", ");
}

/** How the row stands: a word and an icon, not the colour alone. */
function StatusCell({ status }: { readonly status: DescribedRow["status"] }) {
  if (status === null) return <span role="gridcell" />;
  return (
    <span
      role="gridcell"
      className={`${badges["badge"]} ${badges[statusTone(status)]} ${styles["status"]} ${looks[`is-${status}`]}`}
    >
      {status}
    </span>
  );
}
