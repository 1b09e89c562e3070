import { costOfUsage, type Price, type RunSummary } from "@burrjs/protocol";
import type { ReactNode } from "react";
import { agoText, bytesText, countText, durationText, moneyText, timeText } from "../../format/quantities.ts";
import { visibleText } from "../../format/visible-text.ts";
import styles from "./runs.module.css";

/** A column of the list of runs. */
export interface Column {
  readonly id: string;
  readonly title: string;
  /** The field to sort by. */
  readonly sort: string;
  readonly isNumber?: true;
  readonly width: number;
  readonly cell: (run: RunSummary, nowMs: number, prices: readonly Price[]) => ReactNode;
}

const known: readonly Column[] = [
  {
    id: "started",
    title: "Started",
    sort: "started_ms",
    width: 96,
    cell: ({ started_ms: at }, now) => (at === null ? "–" : <time title={timeText(at)}>{agoText(at, now)}</time>),
  },
  {
    id: "written",
    title: "Last activity",
    sort: "last_written_ms",
    width: 104,
    cell: ({ last_written_ms: at }, now) => <time title={timeText(at)}>{agoText(at, now)}</time>,
  },
  {
    id: "duration",
    title: "Duration",
    sort: "duration_ms",
    isNumber: true,
    width: 88,
    cell: ({ duration_ms: ms }) => durationText(ms),
  },
  { id: "steps", title: "Steps", sort: "steps", isNumber: true, width: 72, cell: ({ steps }) => countText(steps) },
  {
    id: "errors",
    title: "Failed steps",
    sort: "errors",
    isNumber: true,
    width: 88,
    cell: ({ errors }) => (errors === 0 ? "–" : <span className={styles["bad"]}>{countText(errors)}</span>),
  },
  {
    id: "action",
    title: "Last action",
    sort: "last_action",
    width: 168,
    cell: ({ last_action: name }) => (name === null ? "–" : visibleText(name)),
  },
  {
    id: "tokens",
    title: "Tokens",
    sort: "tokens",
    isNumber: true,
    width: 80,
    cell: ({ tokens }) => (tokens === null ? "–" : countText(tokens.input + tokens.output)),
  },
  {
    id: "cost",
    title: "Cost",
    isNumber: true,
    width: 96,
    sort: "cost",
    cell: ({ usage }, _now, prices) => moneyText(costOfUsage(usage, prices)),
  },
  {
    id: "models",
    title: "Models",
    sort: "models",
    width: 120,
    cell: ({ models }) => (models.length === 0 ? "–" : visibleText(models.join(", "))),
  },
  {
    id: "forks",
    title: "Forks",
    sort: "forks",
    isNumber: true,
    width: 64,
    cell: ({ forks }) => (forks === 0 ? "–" : countText(forks)),
  },
  {
    id: "children",
    title: "Children",
    sort: "children",
    isNumber: true,
    width: 80,
    cell: ({ children }) => (children === 0 ? "–" : countText(children)),
  },
  {
    id: "notes",
    title: "Notes",
    sort: "notes",
    isNumber: true,
    width: 64,
    cell: ({ notes }) => (notes === 0 ? "–" : countText(notes)),
  },
  {
    id: "tags",
    title: "Tags",
    sort: "tags",
    width: 120,
    cell: ({ tags }) => (tags.length === 0 ? "–" : visibleText(tags.join(", "))),
  },
  {
    id: "partition",
    title: "Partition",
    sort: "partition_key",
    width: 120,
    cell: ({ partition_key: key }) => (key === null ? "–" : visibleText(key)),
  },
  {
    id: "size",
    title: "Log",
    sort: "size_bytes",
    isNumber: true,
    width: 80,
    cell: ({ size_bytes: bytes }) => bytesText(bytes),
  },
];

/** Shown where nobody has chosen any; with a test: only where some run has something to show there. */
const usual: readonly (readonly [id: string, isWorthIt?: (run: RunSummary, prices: readonly Price[]) => boolean])[] = [
  ["started"],
  ["written"],
  ["duration"],
  ["steps"],
  ["errors"],
  ["action"],
  ["tokens", ({ tokens }) => tokens !== null],
  ["cost", ({ usage }, prices) => costOfUsage(usage, prices) !== null],
  ["forks", ({ forks }) => forks > 0],
  ["children", ({ children }) => children > 0],
  ["notes", ({ notes }) => notes > 0],
  ["tags", ({ tags }) => tags.length > 0],
  ["partition", ({ partition_key: key }) => key !== null],
];

/** Every column there is. */
export const allColumns: readonly Pick<Column, "id" | "title">[] = known;

/** The columns that are shown of these runs: ids with commas between, or the usual ones. */
export function columnsOf(
  cols: string | undefined,
  runs: readonly RunSummary[],
  prices: readonly Price[],
): readonly Column[] {
  const worth = usual
    .filter(([, isWorthIt]) => isWorthIt === undefined || runs.some((run) => isWorthIt(run, prices)))
    .map(([id]) => id);
  const ids = cols === undefined ? worth : cols.split(",");
  return known.filter(({ id }) => ids.includes(id));
}
