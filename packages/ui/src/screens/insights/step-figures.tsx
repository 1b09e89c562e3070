import type { RunSummary } from "@burrjs/protocol";
import { countText, durationText } from "../../format/quantities.ts";
import type { Group } from "../../model/insights/insights.ts";
import type { Spread } from "../../model/insights/quantiles.ts";
import { BehindLink, type InsightProps } from "./behind-link.tsx";
import type { FigureColumn } from "./figure-table.tsx";

/** How many steps there were, and how many of them failed. */
export function stepFigures(props: InsightProps, common: (group: Group) => string): readonly FigureColumn<Group>[] {
  return [
    {
      title: "Steps",
      kind: "number",
      cell: (group) =>
        group.steps === 0 ? (
          "–"
        ) : (
          <BehindLink {...props} behind={group.runs} common={common(group)}>
            {countText(group.steps)}
          </BehindLink>
        ),
    },
    {
      title: "Failed",
      kind: "number",
      isBad: ({ failed }) => failed > 0,
      cell: (group) =>
        group.failed === 0 ? (
          "–"
        ) : (
          <BehindLink {...props} behind={group.failedIn} common={`${common(group)} errors:>0`}>
            {countText(group.failed)}
          </BehindLink>
        ),
    },
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
