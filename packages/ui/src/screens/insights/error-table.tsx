import { Link } from "@tanstack/react-router";
import { useNow } from "../../data/now.ts";
import { agoText, countText, timeText } from "../../format/quantities.ts";
import { visibleText } from "../../format/visible-text.ts";
import { BehindLink } from "./behind-link.tsx";
import styles from "./insights.module.css";
import type { InsightProps } from "./summary.tsx";

/** What went wrong, by the kind of error. */
export function ErrorTable({ project, q, insights: { errors } }: InsightProps) {
  const now = useNow(10_000);
  if (errors.length === 0) {
    return (
      <section className={styles["block"]}>
        <h2>Errors</h2>
        <p className={styles["note"]}>No step failed.</p>
      </section>
    );
  }
  return (
    <section className={styles["block"]}>
      <h2>Errors</h2>
      <div className={styles["tableBox"]} role="region" aria-label="Errors" tabIndex={0}>
        <table className={styles["table"]}>
          <thead>
            <tr>
              <th scope="col">Kind</th>
              <th scope="col" className={styles["number"]}>
                Times
              </th>
              <th scope="col" className={styles["number"]}>
                Runs
              </th>
              <th scope="col">Actions</th>
              <th scope="col">Last</th>
              <th scope="col">What it said</th>
            </tr>
          </thead>
          <tbody>
            {errors.map(({ kind, count, runs, actions, last }) => (
              <tr key={kind}>
                <th scope="row">{visibleText(kind)}</th>
                <td className={styles["number"]}>{countText(count)}</td>
                <td className={styles["number"]}>
                  <BehindLink project={project} q={q} runs={runs} other="errors:>0">
                    {countText(runs.length)}
                  </BehindLink>
                </td>
                <td className={styles["list"]}>{visibleText(actions.join(", "))}</td>
                <td>
                  <Link
                    className={styles["behind"]}
                    to="/p/$project/r/$partition/$app"
                    params={{ project, partition: last.run.partition_key ?? "~", app: last.run.app_id }}
                    search={{ s: last.sequenceId }}
                    title={timeText(last.atMs)}
                  >
                    {agoText(last.atMs, now)}
                  </Link>
                </td>
                <td className={styles["message"]} title={visibleText(last.text)}>
                  {visibleText(last.text.split("\n", 1)[0] ?? "")}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
