import { Link } from "@tanstack/react-router";
import { Info, TriangleAlert } from "lucide-react";
import { visibleText } from "../../format/visible-text.ts";
import { countText } from "../../format/quantities.ts";
import type { ProjectCheck } from "../../model/doctor/report.ts";
import styles from "./doctor.module.css";
import { runLink } from "../../data/run-key.ts";

const most = 200;

/** What was found in the logs, run by run: what is to be mended first. */
export function RunFindings({
  checks,
  isRunning,
}: {
  readonly checks: readonly ProjectCheck[];
  readonly isRunning: boolean;
}) {
  const all = checks.flatMap(({ project, findings }) => findings.map((one) => ({ ...one, project })));
  const isMend = ({ findings }: (typeof all)[number]): boolean => findings.some(({ level }) => level === "mend");
  const ordered = [...all.filter((one) => isMend(one)), ...all.filter((one) => !isMend(one))];
  return (
    <section className={styles["section"]}>
      <h2>Findings</h2>
      {ordered.length === 0 && (
        <p className="muted">{isRunning ? "Nothing so far." : "All logs that were looked at are in order."}</p>
      )}
      <ul className={styles["findings"]}>
        {ordered.slice(0, most).map(({ project, app, partition, findings }) => (
          <li key={`${project}/${partition ?? "~"}/${app}`} className={styles["finding"]}>
            <Link className="mono" {...runLink({ project, partition, app })}>
              {visibleText(project)}/{visibleText(app)}
            </Link>
            {findings.map(({ level, what, where, remedy }, index) => (
              <div key={index} className={styles["what"]}>
                <span className={level === "mend" ? styles["mend"] : styles["note"]}>
                  {level === "mend" ? (
                    <TriangleAlert size={14} strokeWidth={1.5} aria-hidden />
                  ) : (
                    <Info size={14} strokeWidth={1.5} aria-hidden />
                  )}
                  {level === "mend" ? "To mend" : "Note"}
                </span>
                <p>
                  {visibleText(what)}
                  {where !== "" && <span className="muted">, {where}</span>}.{" "}
                  <span className={styles["remedy"]}>{visibleText(remedy)}</span>
                </p>
              </div>
            ))}
          </li>
        ))}
      </ul>
      {ordered.length > most && (
        <p className="muted">and {countText(ordered.length - most)} more runs: “burr doctor” lists all of them.</p>
      )}
    </section>
  );
}
