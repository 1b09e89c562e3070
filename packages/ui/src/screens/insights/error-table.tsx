import { Link } from "@tanstack/react-router";
import { useNow } from "../../data/now.ts";
import { agoText, countText, timeText } from "../../format/quantities.ts";
import { visibleText } from "../../format/visible-text.ts";
import type { Insights } from "../../model/insights/insights.ts";
import type { InsightProps } from "./behind-link.tsx";
import { type FigureColumn, FigureTable } from "../../parts/figure-table.tsx";
import styles from "./insights.module.css";
import { runLink } from "../../data/run-key.ts";
import { runsColumn } from "./step-figures.tsx";

type ErrorGroup = Insights["errors"][number];

/** What steps failed with, by the kind of error. */
export function ErrorTable(props: InsightProps) {
  const now = useNow(10_000);
  const {
    project,
    insights: { errors },
  } = props;
  const amount = (title: string, text: (error: ErrorGroup) => string): FigureColumn<ErrorGroup> =>
    runsColumn(props, title, { text, runs: ({ runs }) => runs, common: () => "errors:>0" });
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
            amount("Failed steps", ({ count }) => countText(count)),
            amount("Runs", ({ runs }) => countText(runs.length)),
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
