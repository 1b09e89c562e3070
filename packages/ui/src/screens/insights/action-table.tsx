import { visibleText } from "../../format/visible-text.ts";
import { facetText } from "../../model/facet-query.ts";
import type { Group } from "../../model/insights/insights.ts";
import { BehindLink, type InsightProps } from "./behind-link.tsx";
import { FigureTable } from "../../parts/figure-table.tsx";
import styles from "./insights.module.css";
import { RangeHead, rangeScale, RangeStrip } from "./range-strip.tsx";
import { durationColumn, stepFigures } from "./step-figures.tsx";

const common = ({ name }: Group): string => facetText("action", name);

/** How each action went: how often, how fast, how often it failed. */
export function ActionTable(props: InsightProps) {
  const { actions } = props.insights;
  const scale = rangeScale(actions.flatMap(({ latency }) => (latency === null ? [] : [latency])));
  return (
    <section className={styles["block"]}>
      <h2>Actions</h2>
      <FigureTable
        label="Latency by action"
        rows={actions}
        keyOf={({ name }) => name}
        columns={[
          {
            title: "Action",
            cell: (group) => (
              <BehindLink {...props} behind={group.runs} common={common(group)}>
                {visibleText(group.name)}
              </BehindLink>
            ),
          },
          ...stepFigures(props, common),
          {
            title: "Latency, from the median to p95, p99 marked",
            head: <RangeHead scale={scale} />,
            kind: "range",
            cell: ({ latency }) => latency !== null && <RangeStrip spread={latency} scale={scale} />,
          },
          durationColumn(props, "Median", ["latency", "p50"]),
          durationColumn(props, "p95", ["latency", "p95"]),
          durationColumn(props, "p99", ["latency", "p99"]),
          durationColumn(props, "First item", ["firstChunk", "p50"]),
          durationColumn(props, "its p95", ["firstChunk", "p95"]),
        ]}
      />
    </section>
  );
}
