import type { RunSummary } from "@burrjs/protocol";
import { useQueries, useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useNow } from "../../data/now.ts";
import { headerQuery, runsQuery } from "../../data/queries.ts";
import { agoText, countText, durationText, timeText } from "../../format/quantities.ts";
import { visibleText } from "../../format/visible-text.ts";
import { type Relation, relatedRuns } from "../../model/compare/related-runs.ts";
import { isSameRun, type RunName, runName } from "../../model/compare/run-name.ts";
import { StatusBadge } from "../../parts/badge.tsx";
import { ErrorBox } from "../../parts/error-box.tsx";
import { useFacets } from "../../data/facets.ts";
import { QueryBox } from "../../parts/query-box.tsx";
import table from "../../parts/table.module.css";
import styles from "./choose-run.module.css";
import { SideMark } from "./side-mark.tsx";

interface ChooseRunProps {
  readonly project: string;
  /** The run that is there already; absent: the first one is chosen. */
  readonly a: RunName | undefined;
}

interface Choice {
  readonly run: RunSummary;
  readonly relation: string;
}

/** Chooses a run to compare with: the parent and the forks first, then all runs, the newest first. */
export function ChooseRun({ project, a }: ChooseRunProps) {
  const [q, setQuery] = useState("");
  const navigate = useNavigate();
  const related = useRelated(project, a);
  const { vocabulary } = useFacets(project, "");
  const { data, error, refetch, isPending } = useQuery({
    ...runsQuery(project, { q, sort: "-started_ms" }),
    placeholderData: (before) => before,
  });
  const isRelated = (run: RunSummary): boolean => related.some((one) => isSameRun(nameOf(one.run), nameOf(run)));
  const others = (data?.items ?? []).filter(
    (run) => !isRelated(run) && (a === undefined || !isSameRun(a, nameOf(run))),
  );
  const searchFor = (run: RunSummary) =>
    a === undefined ? { a: runName(nameOf(run)) } : { a: runName(a), b: runName(nameOf(run)) };
  return (
    <main id="main" className={styles["main"]} tabIndex={-1}>
      <div className={styles["head"]}>
        <h2 className={styles["title"]}>
          <SideMark side={a === undefined ? "a" : "b"} />
          {a === undefined ? "Choose the first run" : `Choose the run to compare ${visibleText(a.app)} with`}
        </h2>
        <QueryBox
          label="Filter runs"
          name="compare-query"
          value={q}
          onChange={setQuery}
          of="runs"
          vocabulary={vocabulary}
          placeholder="status:failed app:chat-* …"
        />
      </div>
      {a?.sequenceId !== undefined && (
        <p className={styles["hint"]}>
          Or choose{" "}
          <button
            type="button"
            className={styles["inline"]}
            onClick={() =>
              void navigate({
                to: "/p/$project/compare",
                params: { project },
                search: { a: runName(a), b: runName({ ...a, sequenceId: Math.max(0, (a.sequenceId ?? 1) - 1) }) },
              })
            }
          >
            another step of the same run
          </button>
          .
        </p>
      )}
      {error !== null && <ErrorBox error={error} retry={() => void refetch()} />}
      {related.length > 0 && q === "" && (
        <RunTable title="Related runs" choices={related} project={project} searchFor={searchFor} />
      )}
      {others.length > 0 && (
        <RunTable
          title={q === "" ? "All runs" : "Matching runs"}
          choices={others.map((run) => ({ run, relation: "" }))}
          project={project}
          searchFor={searchFor}
        />
      )}
      {isPending && <p className={table["loading"]}>Reading the runs …</p>}
      {data !== undefined && others.length === 0 && (related.length === 0 || q !== "") && (
        <p className={styles["none"]}>
          {q === "" ? "This project has no other run yet: one that begins appears here." : "No other run is like that."}
        </p>
      )}
      {data !== undefined && data.next !== null && (
        <p className={styles["none"]}>
          The newest {countText(data.items.length)} of {countText(data.total)} are listed: filter to find others.
        </p>
      )}
    </main>
  );
}

interface RunTableProps {
  readonly title: string;
  readonly project: string;
  readonly choices: readonly Choice[];
  readonly searchFor: (run: RunSummary) => { readonly a: string; readonly b?: string };
}

function RunTable({ title, project, choices, searchFor }: RunTableProps) {
  const now = useNow(5000);
  return (
    <div className={styles["tableBox"]} role="region" aria-label={title} tabIndex={0}>
      <table className={table["table"]}>
        <caption className={styles["caption"]}>{title}</caption>
        <thead>
          <tr>
            <th scope="col">Run</th>
            <th scope="col">Status</th>
            <th scope="col" className={styles["wide"]}>
              Started
            </th>
            <th scope="col" className={table["number"]}>
              Steps
            </th>
            <th scope="col" className={`${table["number"]} ${styles["wide"]}`}>
              Duration
            </th>
            <th scope="col" className={styles["wide"]}>
              Last action
            </th>
          </tr>
        </thead>
        <tbody>
          {choices.map(({ run, relation }) => (
            <tr key={runName(nameOf(run))}>
              <td className={styles["run"]}>
                <Link
                  className={`${table["rowLink"]} mono`}
                  to="/p/$project/compare"
                  params={{ project }}
                  search={searchFor(run)}
                >
                  {visibleText(run.app_id)}
                </Link>
                {run.partition_key !== null && <span className="muted">{visibleText(run.partition_key)}</span>}
                {relation !== "" && <span className={styles["relation"]}>{relation}</span>}
              </td>
              <td>
                <StatusBadge status={run.status} />
              </td>
              <td className={styles["wide"]}>
                {run.started_ms === null ? (
                  "–"
                ) : (
                  <time title={timeText(run.started_ms)}>{agoText(run.started_ms, now)}</time>
                )}
              </td>
              <td className={table["number"]}>{countText(run.steps)}</td>
              <td className={`${table["number"]} ${styles["wide"]}`}>{durationText(run.duration_ms)}</td>
              <td className={styles["wide"]}>{run.last_action === null ? "–" : visibleText(run.last_action)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** The runs that a run comes from, or that come from it. */
function useRelated(project: string, a: RunName | undefined): readonly Choice[] {
  const nowhere = { project, partition: null, app: "" };
  const { data: header } = useQuery({
    ...headerQuery(a === undefined ? nowhere : { project, ...a }),
    enabled: a !== undefined,
  });
  const parent = header?.parent ?? null;
  const { data: parentHeader } = useQuery({
    ...headerQuery(parent === null ? nowhere : { project, partition: parent.partition_key, app: parent.app_id }),
    enabled: parent !== null,
  });
  const related: readonly Relation[] = header === undefined ? [] : relatedRuns(header, parentHeader);
  const headers = useQueries({
    queries: related.map(({ run }) => headerQuery({ project, partition: run.partition, app: run.app })),
  });
  return related.flatMap(({ text }, index) => {
    const run = headers[index]?.data;
    return run === undefined ? [] : [{ run, relation: text }];
  });
}

function nameOf({ app_id: app, partition_key: partition }: RunSummary): RunName {
  return { app, partition };
}
