import { visibleText } from "../../format/visible-text.ts";
import { periodQuery } from "../../model/insights/behind.ts";
import type { Period } from "../../model/insights/insights.ts";
import type { Series } from "../../model/insights/series.ts";
import { bucketText } from "../../model/insights/time-ticks.ts";
import { BehindLink, type InsightProps } from "./behind-link.tsx";
import styles from "./chart.module.css";
import { type FigureColumn, FigureTable } from "../../parts/figure-table.tsx";

interface ChartTableProps extends InsightProps {
  readonly title: string;
  readonly series: readonly Series[];
  readonly format: (value: number | null) => string;
  readonly behind: (period: Period) => Period["runs"];
}

/** What a chart shows, in rows; stretches in which nothing ran are left out. */
export function ChartTable({ title, series, format, behind, ...props }: ChartTableProps) {
  const { buckets, periods } = props.insights;
  const runsAt = (index: number): Period["runs"] => {
    const period = periods[index];
    return period === undefined ? [] : behind(period);
  };
  const rows = [...buckets.list.keys()].filter((index) => runsAt(index).length > 0);
  return (
    <div className={styles["rows"]}>
      <FigureTable
        label={`${title}, as a table`}
        rows={rows}
        keyOf={(index) => index}
        columns={[
          {
            title: "Time",
            cell: (index) => {
              const bucket = buckets.list[index];
              return (
                <BehindLink {...props} behind={runsAt(index)} common={bucket === undefined ? "" : periodQuery(bucket)}>
                  {bucketText(buckets, index)}
                </BehindLink>
              );
            },
          },
          ...series.map(({ name, values }): FigureColumn<number> => ({
            title: visibleText(name),
            kind: "number",
            cell: (index) => format(values[index] ?? null),
          })),
        ]}
      />
    </div>
  );
}
