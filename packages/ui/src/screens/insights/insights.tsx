import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { mostRuns, mostSteps } from "../../data/insight-queries.ts";
import { countText } from "../../format/quantities.ts";
import { EmptyState } from "../../parts/empty-state.tsx";
import { ErrorBox } from "../../parts/error-box.tsx";
import { PageHeader } from "../../parts/page-header.tsx";
import { QueryBox } from "../../parts/query-box.tsx";
import { StaleNote } from "../../parts/stale-note.tsx";
import { useCommands } from "../../shell/commands.ts";
import { useFacets } from "../../data/facets.ts";
import { ActionTable } from "./action-table.tsx";
import { Charts } from "./charts.tsx";
import { ErrorTable } from "./error-table.tsx";
import styles from "./insights.module.css";
import { ModelTable } from "./model-table.tsx";
import { Summary } from "./summary.tsx";
import { useInsights } from "./use-insights.ts";

/** What the runs of a project tell together: how much, how fast, how dear, and what went wrong. */
export function Insights() {
  const { project } = useParams({ from: "/p/$project/insights" });
  const { q = "" } = useSearch({ from: "/p/$project/insights" });
  const navigate = useNavigate({ from: "/p/$project/insights" });
  const { insights, count, error, retry } = useInsights(project, q);
  const { vocabulary } = useFacets(project, q);
  useCommands("insights", {
    "insights-filter": () => document.querySelector<HTMLInputElement>('[name="insights-query"]')?.focus(),
  });
  const isReading = count !== undefined && count.read + count.failed < count.wanted;
  return (
    <>
      <PageHeader
        crumbs={[
          { text: "Projects", to: "/p" },
          { text: project, to: `/p/${encodeURIComponent(project)}` },
          { text: "Insights" },
        ]}
      >
        {insights !== undefined && <StaleNote error={error} />}
        {count !== undefined && (
          <span role="status">
            {isReading
              ? `Reading the runs: ${countText(count.read)} of ${countText(count.wanted)}`
              : count.total > count.wanted
                ? `The newest ${countText(count.wanted)} of ${countText(count.total)} runs and child runs`
                : runsText(insights?.counted.length ?? count.total)}
          </span>
        )}
      </PageHeader>
      <main id="main" className={styles["main"]} tabIndex={-1}>
        <div className={styles["tools"]}>
          <QueryBox
            label="Filter the runs"
            name="insights-query"
            value={q}
            onChange={(next) => void navigate({ search: next === "" ? {} : { q: next }, replace: true })}
            of="runs"
            vocabulary={vocabulary}
            placeholder="after:2026-11-20 model:gpt-4o action:answer_* tag:x …"
          />
        </div>
        {error !== null && insights === undefined && <ErrorBox error={error} retry={retry} />}
        {count?.wanted === 0 && <NoRuns project={project} q={q} />}
        {insights === undefined && error === null && count?.wanted !== 0 && (
          <p className={styles["loading"]}>Reading the runs …</p>
        )}
        {insights !== undefined && insights.runs.length > 0 && (
          <>
            <Summary project={project} q={q} insights={insights} />
            <Charts project={project} q={q} insights={insights} />
            <ActionTable project={project} q={q} insights={insights} />
            <ModelTable project={project} q={q} insights={insights} />
            <ErrorTable project={project} q={q} insights={insights} />
            <p className={styles["foot"]}>
              Computed in this page, over at most the newest {countText(mostRuns)} runs, child runs among them, and the
              last {countText(mostSteps)} steps of each
              {insights.leftOut > 0 &&
                `; ${countText(insights.leftOut)} earlier steps are left out of all but tokens and cost`}
              {(count?.failed ?? 0) > 0 && `; ${countText(count?.failed ?? 0)} runs could not be read`}. Tokens and cost
              stand where their run began.
              {insights.counted.length < insights.runs.length &&
                " Child runs are parts of others, and not counted as runs; their steps, tokens and cost count, each once."}
            </p>
          </>
        )}
      </main>
    </>
  );
}

function runsText(count: number): string {
  return `${countText(count)} ${count === 1 ? "run" : "runs"}`;
}

function NoRuns({ project, q }: { readonly project: string; readonly q: string }) {
  return q === "" ? (
    <EmptyState title="No run yet">
      <p>
        Numbers appear here when applications of the project <code>{project}</code> have run.
      </p>
    </EmptyState>
  ) : (
    <EmptyState title="No run is like that">
      <p>
        Nothing matches <code>{q}</code>. Take a word out, or look at{" "}
        <Link to="/p/$project/insights" params={{ project }}>
          all runs
        </Link>
        .
      </p>
    </EmptyState>
  );
}
