import { Link } from "@tanstack/react-router";
import { useNow } from "../../data/now.ts";
import { agoText, countText, timeText } from "../../format/quantities.ts";
import { visibleText } from "../../format/visible-text.ts";
import { BehindLink, type InsightProps } from "./behind-link.tsx";
import { FigureTable } from "./figure-table.tsx";
import styles from "./insights.module.css";
import { runLink } from "../../data/run-key.ts";

/** What steps failed with, by the kind of error. */
export function ErrorTable(props: InsightProps) {
  const now = useNow(10_000);
  const {
    project,
    insights: { errors },
  } = props;
  return (
    <section className={styles["block"]}>
      <h2>Errors</h2>
      {errors.length === 0 ? (
        <p className={styles["note"]}>No step failed.</p>
      ) : (
        <FigureTable
          label="Errors"
          rows={errors}
          keyOf={({ kind }) => kind}
          columns={[
            { title: "Kind", cell: ({ kind }) => visibleText(kind) },
            {
              title: "Failed steps",
              kind: "number",
              cell: ({ count, runs }) => (
                <BehindLink {...props} behind={runs} common="errors:>0">
                  {countText(count)}
                </BehindLink>
              ),
            },
            {
              title: "Runs",
              kind: "number",
              cell: ({ runs }) => (
                <BehindLink {...props} behind={runs} common="errors:>0">
                  {countText(runs.length)}
                </BehindLink>
              ),
            },
            { title: "Actions", kind: "list", cell: ({ actions }) => visibleText(actions.join(", ")) },
            {
              title: "Last",
              cell: ({ last }) => (
                <Link
                  className={styles["behind"]}
                  {...runLink({ project, partition: last.run.partition_key, app: last.run.app_id })}
                  search={{ s: last.sequenceId }}
                  title={timeText(last.atMs)}
                >
                  {agoText(last.atMs, now)}
                </Link>
              ),
            },
            {
              title: "What it said",
              kind: "message",
              cell: ({ last }) => (
                <span title={visibleText(last.text)}>{visibleText(last.text.split("\n", 1)[0] ?? "")}</span>
              ),
            },
          ]}
        />
      )}
    </section>
  );
}
