import type { ReactNode } from "react";
import { countText, durationText } from "../../format/quantities.ts";
import { visibleText } from "../../format/visible-text.ts";
import { condition } from "../../model/insights/behind.ts";
import type { Group } from "../../model/insights/insights.ts";
import { BehindLink } from "./behind-link.tsx";
import styles from "./insights.module.css";
import { RangeHead, rangeScale, RangeStrip } from "./range-strip.tsx";
import type { InsightProps } from "./summary.tsx";

/** How each action went: how often, how fast, how often it failed. */
export function ActionTable({ project, q, insights: { actions } }: InsightProps) {
  return (
    <section className={styles["block"]}>
      <h2>Actions</h2>
      <LatencyTable
        groups={actions}
        first="Action"
        cellOf={(group) => (
          <BehindLink project={project} q={q} runs={group.runs} other={condition("action", group.name)}>
            {visibleText(group.name)}
          </BehindLink>
        )}
        failedOf={(group) => (
          <BehindLink
            project={project}
            q={q}
            runs={group.runs.filter(({ errors }) => errors > 0)}
            other={`${condition("action", group.name)} errors:>0`}
          >
            {countText(group.failed)}
          </BehindLink>
        )}
      />
    </section>
  );
}

interface LatencyTableProps<TGroup extends Group> {
  readonly groups: readonly TGroup[];
  readonly first: string;
  readonly cellOf: (group: TGroup) => ReactNode;
  readonly failedOf: (group: TGroup) => ReactNode;
}

function LatencyTable<TGroup extends Group>({ groups, first, cellOf, failedOf }: LatencyTableProps<TGroup>) {
  const scale = rangeScale(groups.flatMap(({ latency }) => (latency === null ? [] : [latency])));
  return (
    <div className={styles["tableBox"]} role="region" aria-label={`Latency by ${first.toLowerCase()}`} tabIndex={0}>
      <table className={styles["table"]}>
        <thead>
          <tr>
            <th scope="col">{first}</th>
            <th scope="col" className={styles["number"]}>
              Steps
            </th>
            <th scope="col" className={styles["number"]}>
              Failed
            </th>
            <th scope="col" className={styles["rangeCell"]}>
              <span className="hidden-text">Latency, from the median to p95, p99 marked</span>
              <RangeHead scale={scale} />
            </th>
            <th scope="col" className={styles["number"]}>
              Median
            </th>
            <th scope="col" className={styles["number"]}>
              p95
            </th>
            <th scope="col" className={styles["number"]}>
              p99
            </th>
            <th scope="col" className={styles["number"]}>
              First item
            </th>
            <th scope="col" className={styles["number"]}>
              its p95
            </th>
          </tr>
        </thead>
        <tbody>
          {groups.map((group) => (
            <tr key={group.name}>
              <th scope="row">{cellOf(group)}</th>
              <td className={styles["number"]}>{countText(group.steps)}</td>
              <td className={`${styles["number"]} ${group.failed > 0 ? styles["bad"] : ""}`}>
                {group.failed === 0 ? "–" : failedOf(group)}
              </td>
              <td className={styles["rangeCell"]}>
                {group.latency !== null && <RangeStrip spread={group.latency} scale={scale} />}
              </td>
              <td className={styles["number"]}>{durationText(group.latency?.p50)}</td>
              <td className={styles["number"]}>{durationText(group.latency?.p95)}</td>
              <td className={styles["number"]}>{durationText(group.latency?.p99)}</td>
              <td className={styles["number"]}>{durationText(group.firstChunk?.p50)}</td>
              <td className={styles["number"]}>{durationText(group.firstChunk?.p95)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
