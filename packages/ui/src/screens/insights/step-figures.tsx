import type { RunSummary } from "@burrjs/protocol";
import { countText, durationText } from "../../format/quantities.ts";
import type { Group } from "../../model/insights/insights.ts";
import type { Spread } from "../../model/insights/quantiles.ts";
import { BehindLink, type InsightProps } from "./behind-link.tsx";
import type { FigureColumn } from "../../parts/figure-table.tsx";

interface RunsColumn<TRow> {
  readonly text: (row: TRow) => string;
  readonly runs: (row: TRow) => readonly RunSummary[];
  /** What these have in common, as a query. */
  readonly common: (row: TRow) => string;
}

/** A column of numbers that lead to the runs behind them; a “–” leads nowhere. */
export function runsColumn<TRow>(
  props: InsightProps,
  title: string,
  { text, runs, common }: RunsColumn<TRow>,
): FigureColumn<TRow> {
  return {
    title,
    kind: "number",
    cell: (row) =>
      text(row) === "–" ? (
        "–"
      ) : (
        <BehindLink {...props} behind={runs(row)} common={common(row)}>
          {text(row)}
        </BehindLink>
      ),
  };
}

/** How many of something there are; none is a “–”. */
export function someText(count: number): string {
  return count === 0 ? "–" : countText(count);
}

/** How many steps there were, and how many of them failed. */
export function stepFigures(props: InsightProps, common: (group: Group) => string): readonly FigureColumn<Group>[] {
  const failed = runsColumn<Group>(props, "Failed", {
    text: (group) => someText(group.failed),
    runs: ({ failedIn }) => failedIn,
    common: (group) => `${common(group)} errors:>0`,
  });
  return [
    runsColumn(props, "Steps", { text: ({ steps }) => someText(steps), runs: ({ runs }) => runs, common }),
    { ...failed, isBad: (group) => group.failed > 0 },
  ];
}

type Quantile = "p50" | "p95" | "p99";

const runsOf = { p50: "of", p95: "ofP95", p99: "ofP99" } as const;

/** A column with one value of how durations are spread: it leads to the runs with steps that took at least as long; the median to all. */
export function durationColumn(
  props: InsightProps,
  title: string,
  [of, quantile]: readonly [of: "latency" | "firstChunk", quantile: Quantile],
): FigureColumn<Group> {
  return {
    title,
    kind: "number",
    cell: (group) => <Duration {...props} spread={group[of]} quantile={quantile} />,
  };
}

interface DurationProps extends InsightProps {
  readonly spread: Spread<RunSummary> | null;
  readonly quantile: Quantile;
}

/** One value of how durations are spread. */
export function Duration({ spread, quantile, ...props }: DurationProps) {
  if (spread === null) return <>–</>;
  return (
    <BehindLink {...props} behind={spread[runsOf[quantile]]}>
      {durationText(spread[quantile])}
    </BehindLink>
  );
}
