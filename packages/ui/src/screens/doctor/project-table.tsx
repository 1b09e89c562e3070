import { Link } from "@tanstack/react-router";
import { bytesText, countText } from "../../format/quantities.ts";
import { visibleText } from "../../format/visible-text.ts";
import type { ProjectCheck } from "../../model/doctor/report.ts";
import table from "../../parts/table.module.css";
import styles from "./doctor.module.css";

/** The data folder by project: how much there is, and what could not be read. */
export function ProjectTable({ checks }: { readonly checks: readonly ProjectCheck[] }) {
  const sum = (of: (check: ProjectCheck) => number): number => checks.reduce((total, check) => total + of(check), 0);
  const numberClass = table["number"];
  const bad = (count: number): string => `${numberClass} ${count > 0 ? table["bad"] : ""}`;
  return (
    <section className={styles["section"]}>
      <h2>Data folder</h2>
      <div className={styles["tableBox"]} role="region" aria-label="Projects of the data folder" tabIndex={0}>
        <table className={table["table"]}>
          <thead>
            <tr>
              <th scope="col">Project</th>
              <th scope="col" className={numberClass}>
                Runs, child runs included
              </th>
              <th scope="col" className={numberClass}>
                Looked at
              </th>
              <th scope="col" className={numberClass}>
                Logs
              </th>
              <th scope="col" className={numberClass}>
                Unreadable lines
              </th>
              <th scope="col" className={numberClass}>
                Lost records
              </th>
              <th scope="col">Index</th>
            </tr>
          </thead>
          <tbody>
            {checks.map(({ project, runs, checked, failed, bytes, unreadable, lost, indexing }) => (
              <tr key={project}>
                <td className={table["name"]}>
                  <Link to="/p/$project" params={{ project }} className={table["rowLink"]}>
                    {visibleText(project)}
                  </Link>
                </td>
                <td className={numberClass}>{countText(runs)}</td>
                <td className={numberClass}>
                  {countText(checked)}
                  {failed > 0 && ` (${countText(failed)} could not be)`}
                </td>
                <td className={numberClass}>{bytesText(bytes)}</td>
                <td className={bad(unreadable)}>{unreadable === 0 ? "–" : countText(unreadable)}</td>
                <td className={bad(lost)}>{lost === 0 ? "–" : countText(lost)}</td>
                <td>
                  {checked === 0
                    ? "–"
                    : indexing === 0
                      ? "complete"
                      : `${countText(indexing)} ${indexing === 1 ? "log is" : "logs are"} being read`}
                </td>
              </tr>
            ))}
          </tbody>
          {checks.length > 1 && (
            <tfoot>
              <tr>
                <th scope="row" className={styles["total"]}>
                  All
                </th>
                <td className={numberClass}>{countText(sum(({ runs }) => runs))}</td>
                <td className={numberClass}>{countText(sum(({ checked }) => checked))}</td>
                <td className={numberClass}>{bytesText(sum(({ bytes }) => bytes))}</td>
                <td className={numberClass}>{countText(sum(({ unreadable }) => unreadable))}</td>
                <td className={numberClass}>{countText(sum(({ lost }) => lost))}</td>
                <td />
              </tr>
            </tfoot>
          )}
        </table>
      </div>
      <p className="muted">
        Indexes and summaries are caches beside the logs: deleting them loses nothing. “burr doctor” also looks at
        permissions and free space.
      </p>
    </section>
  );
}
