import { dayText, localDays, type ProjectSummary } from "@burrjs/protocol";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { projectsQuery } from "../../data/queries.ts";
import { shownZone } from "../../data/settings.ts";
import { useNow } from "../../data/now.ts";
import { agoText, countText, timeText } from "../../format/quantities.ts";
import { visibleText } from "../../format/visible-text.ts";
import { ErrorBox } from "../../parts/error-box.tsx";
import { PageHeader } from "../../parts/page-header.tsx";
import { Spark } from "../../parts/spark.tsx";
import { StaleNote } from "../../parts/stale-note.tsx";
import styles from "../../parts/table.module.css";
import { FirstProject } from "./first-project.tsx";

/** All projects, the one that was active last first. */
export function Projects() {
  const { data, error, isPending, refetch } = useQuery({ ...projectsQuery(), refetchInterval: 5000 });
  return (
    <>
      <PageHeader
        crumbs={[{ text: "Projects" }]}
        actions={
          <>
            <Link className={styles["pageLink"]} to="/doctor">
              Doctor
            </Link>
            <Link className={styles["pageLink"]} to="/settings">
              Settings
            </Link>
          </>
        }
      >
        {data !== undefined && (
          <>
            <span>{countText(data.length)} in all</span>
            <StaleNote error={error} />
          </>
        )}
      </PageHeader>
      <main id="main" className={styles["scroll"]} tabIndex={-1}>
        {error !== null && data === undefined && <ErrorBox error={error} retry={() => void refetch()} />}
        {isPending && <p className={styles["loading"]}>Reading the projects …</p>}
        {data?.length === 0 && <FirstProject />}
        {data !== undefined && data.length > 0 && <ProjectTable projects={data} />}
      </main>
    </>
  );
}

function ProjectTable({ projects }: { readonly projects: readonly ProjectSummary[] }) {
  const now = useNow(5000);
  const sorted = projects.toSorted((one, other) => other.last_activity_ms - one.last_activity_ms);
  return (
    <table className={styles["table"]}>
      <caption className="hidden-text">Projects</caption>
      <thead>
        <tr>
          <th scope="col">Project</th>
          <th scope="col" className={styles["number"]} title="Without child runs, which are parts of others">
            Runs
          </th>
          <th scope="col" className={`${styles["number"]} ${styles["wide"]}`}>
            Running
          </th>
          <th scope="col" className={styles["number"]} title="Of the runs that began today or on the six days before">
            Failed, 7 days
          </th>
          <th scope="col" className={styles["wide"]}>
            Last 30 days
          </th>
          <th scope="col">Last activity</th>
        </tr>
      </thead>
      <tbody>
        {sorted.map(({ project, runs, running, activity, last_activity_ms: lastMs, ...recent }) => (
          <tr key={project}>
            <td className={styles["name"]}>
              <Link to="/p/$project" params={{ project }} className={styles["rowLink"]}>
                {visibleText(project)}
              </Link>
              {project.startsWith("demo-") && <span className={styles["chip"]}>demo</span>}
            </td>
            <td className={styles["number"]}>{countText(runs)}</td>
            <td className={`${styles["number"]} ${styles["wide"]}`}>{running === 0 ? "–" : countText(running)}</td>
            <td className={styles["number"]}>
              <RecentFailures project={project} runs={recent.recent_runs} failed={recent.recent_failed} now={now} />
            </td>
            <td className={styles["wide"]}>
              <Spark
                values={activity}
                label={`Steps per day in the last 30 days, ${countText(activity.reduce((sum, one) => sum + one, 0))} in all`}
              />
            </td>
            <td>
              <time dateTime={new Date(lastMs).toISOString()} title={timeText(lastMs)}>
                {agoText(lastMs, now)}
              </time>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface RecentFailuresProps {
  readonly project: string;
  readonly runs: number;
  readonly failed: number;
  readonly now: number;
}

/** How many of the runs of the last days failed; leads to those. */
function RecentFailures({ project, runs, failed, now }: RecentFailuresProps) {
  if (runs === 0) return <>–</>;
  if (failed === 0) return <>0 %</>;
  const firstDay = dayText(localDays(shownZone()).dayOf(now) - 6);
  return (
    <Link
      className={styles["innerLink"]}
      to="/p/$project"
      params={{ project }}
      search={{ q: `status:failed -is:child after:${firstDay}` }}
      title={`${countText(failed)} of ${countText(runs)} runs failed: show them`}
    >
      {countText(failed)} · {shareText(failed / runs)}
    </Link>
  );
}

function shareText(share: number): string {
  const percent = share * 100;
  return percent < 1 ? "< 1 %" : `${Math.round(percent)} %`;
}
