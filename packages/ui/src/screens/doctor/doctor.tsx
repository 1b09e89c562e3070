import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { metaQuery, unreadableQuery } from "../../data/doctor-queries.ts";
import { useConnection } from "../../data/live.ts";
import { projectsQuery } from "../../data/queries.ts";
import { countText } from "../../format/quantities.ts";
import { visibleText } from "../../format/visible-text.ts";
import { type ProjectCheck, reportText } from "../../model/doctor/report.ts";
import { Button } from "../../parts/button.tsx";
import { EmptyState } from "../../parts/empty-state.tsx";
import { ErrorBox } from "../../parts/error-box.tsx";
import { PageHeader } from "../../parts/page-header.tsx";
import { copyText } from "../../shell/copy-text.ts";
import styles from "./doctor.module.css";
import { ProjectTable } from "./project-table.tsx";
import { RunFindings } from "./run-findings.tsx";
import { ServerFacts } from "./server-facts.tsx";
import { useCheck } from "./use-check.ts";

/** How the server and the logs are: what could not be read, what is lost, who may ask. */
export function Doctor() {
  const meta = useQuery(metaQuery());
  const projects = useQuery(projectsQuery());
  const { data: files = [] } = useQuery(unreadableQuery());
  const [all, setAll] = useState(false);
  const { projects: checks, isRunning } = useCheck(projects.data, all);
  const connection = useConnection();
  const error = meta.error ?? projects.error;
  const left = checks.reduce((sum, { runs, checked }) => sum + Math.max(0, runs - checked), 0);
  const copy = (): void => {
    if (meta.data === undefined) return;
    copyText(reportText(meta.data, checks, navigator.userAgent), "Report copied. Names and paths are not in it.");
  };
  return (
    <>
      <PageHeader
        crumbs={[{ text: "Projects", to: "/p" }, { text: "Doctor" }]}
        actions={
          <Button kind="primary" disabled={meta.data === undefined || isRunning} onClick={copy}>
            Copy report
          </Button>
        }
      >
        <span role="status">{statusText(checks, { files: files.length, isRunning })}</span>
      </PageHeader>
      <main id="main" className={styles["main"]} tabIndex={-1}>
        {error !== null && (
          <ErrorBox error={error} retry={() => void Promise.all([meta.refetch(), projects.refetch()])} />
        )}
        {error === null && (
          <div className={styles["column"]}>
            <ServerFacts meta={meta.data} connection={connection} />
            {files.map(({ path, what, remedy }) => (
              <p key={path} className={styles["warning"]}>
                ! {visibleText(what)}: <code>{visibleText(path)}</code>. {remedy}
              </p>
            ))}
            {projects.data?.length === 0 ? (
              <EmptyState title="No log yet">
                <p>Projects appear when an application with a tracker runs.</p>
              </EmptyState>
            ) : (
              checks.length > 0 && (
                <>
                  <ProjectTable checks={checks} />
                  {!isRunning && left > 0 && (
                    <p className={styles["more"]}>
                      The newest runs of each project were looked at.
                      <Button onClick={() => setAll(true)}>Look at the other {countText(left)}</Button>
                    </p>
                  )}
                  <RunFindings checks={checks} isRunning={isRunning} />
                </>
              )
            )}
          </div>
        )}
      </main>
    </>
  );
}

function statusText(
  checks: readonly ProjectCheck[],
  { files, isRunning }: { readonly files: number; readonly isRunning: boolean },
): string {
  if (isRunning) return "Looking at logs …";
  const lines = checks
    .flatMap(({ findings }) => findings.flatMap((one) => one.findings))
    .filter(({ level }) => level === "mend").length;
  const count = files + lines;
  return count === 0 ? "Nothing to mend" : `${countText(count)} ${count === 1 ? "thing" : "things"} to mend`;
}
