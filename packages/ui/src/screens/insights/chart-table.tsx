import { visibleText } from "../../format/visible-text.ts";
import { periodQuery } from "../../model/insights/behind.ts";
import type { Buckets } from "../../model/insights/buckets.ts";
import type { Period } from "../../model/insights/insights.ts";
import type { Series } from "../../model/insights/series.ts";
import { bucketText } from "../../model/insights/time-ticks.ts";
import { BehindLink } from "./behind-link.tsx";
import styles from "./chart.module.css";

interface ChartTableProps {
  readonly title: string;
  readonly project: string;
  readonly q: string;
  readonly buckets: Buckets;
  readonly periods: readonly Period[];
  readonly series: readonly Series[];
  readonly format: (value: number | null) => string;
}

/** What a chart shows, in rows; stretches in which nothing ran are left out. */
export function ChartTable({ title, project, q, buckets, periods, series, format }: ChartTableProps) {
  return (
    <div className={styles["tableBox"]} role="region" aria-label={`${title}, as a table`} tabIndex={0}>
      <table className={styles["table"]}>
        <thead>
          <tr>
            <th scope="col">Time</th>
            {series.map(({ name }) => (
              <th key={name} scope="col" className={styles["number"]}>
                {visibleText(name)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {buckets.list.map((bucket, index) => {
            const runs = periods[index]?.runs ?? [];
            return (
              runs.length > 0 && (
                <tr key={bucket.fromMs}>
                  <th scope="row">
                    <BehindLink project={project} q={q} runs={runs} other={periodQuery(bucket)}>
                      {bucketText(buckets, index)}
                    </BehindLink>
                  </th>
                  {series.map(({ name, values }) => (
                    <td key={name} className={styles["number"]}>
                      {format(values[index] ?? null)}
                    </td>
                  ))}
                </tr>
              )
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
