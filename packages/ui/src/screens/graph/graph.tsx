import type { GraphUse, ProjectGraph } from "@burrjs/protocol";
import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { countText } from "../../format/quantities.ts";
import { visibleText } from "../../format/visible-text.ts";
import { measures } from "../../model/graph/path-counts.ts";
import { EmptyState } from "../../parts/empty-state.tsx";
import { ErrorBox } from "../../parts/error-box.tsx";
import { GraphChoice, GraphTools, useGraphLook } from "../../parts/graph/graph-tools.tsx";
import { GraphView } from "../../parts/graph/graph-view.tsx";
import { measureNames } from "../../parts/graph/graph-words.ts";
import parts from "../../parts/graph/graph.module.css";
import { useLayoutsSoon } from "../../parts/graph/use-layout.ts";
import { useProjectGraph } from "../../parts/graph/use-project-graph.ts";
import { PageHeader } from "../../parts/page-header.tsx";
import { QueryBox } from "../../parts/query-box.tsx";
import { StaleNote } from "../../parts/stale-note.tsx";
import { useCommands } from "../../shell/commands.ts";
import type { GraphSearch } from "../../shell/search.ts";
import { useFacets } from "../../data/facets.ts";
import { ActionFigures } from "./action-figures.tsx";
import styles from "./graph.module.css";
import { useProjectSubject } from "./use-project-subject.ts";

/** All runs of a project on one graph. */
export function ProjectGraphPage() {
  const { project } = useParams({ from: "/p/$project/graph" });
  const { q = "", hash, by = "visits", ways } = useSearch({ from: "/p/$project/graph" });
  const navigate = useNavigate({ from: "/p/$project/graph" });
  const { data, error, refetch } = useProjectGraph(project, {
    q,
    hash: hash === "~" ? null : hash,
    isWanted: true,
  });
  const shown = useProjectSubject({ project, q, found: data, heat: by });
  const { vocabulary } = useFacets(project, q);
  useLayoutsSoon();
  const set = (change: { readonly [TKey in keyof GraphSearch]: GraphSearch[TKey] | undefined }): void =>
    void navigate({
      search: (old) => Object.fromEntries(Object.entries({ ...old, ...change }).filter(([, value]) => Boolean(value))),
      replace: true,
    });
  const look = useGraphLook(ways, (next) => set({ ways: next }));
  useCommands("projectGraph", {
    "graph-filter": () => document.querySelector<HTMLInputElement>('[name="graph-query"]')?.focus(),
    "graph-measure": () => set({ by: byOf(measures[(measures.indexOf(by) + 1) % measures.length]) }),
  });
  return (
    <>
      <PageHeader
        crumbs={[
          { text: "Projects", to: "/p" },
          { text: project, to: `/p/${encodeURIComponent(project)}` },
          { text: "Graph" },
        ]}
      >
        {data !== undefined && <StaleNote error={error} />}
        {data !== undefined && <span role="status">{runsText(data)}</span>}
      </PageHeader>
      <main id="main" className={styles["main"]} tabIndex={-1}>
        <div className={styles["tools"]}>
          <QueryBox
            label="Filter the runs"
            name="graph-query"
            of="runs"
            value={q}
            onChange={(next) => set({ q: next })}
            vocabulary={vocabulary}
            placeholder="after:2026-11-20 model:gpt-4o status:failed tag:x …"
          />
        </div>
        {error !== null && data === undefined && <ErrorBox error={error} retry={() => void refetch()} />}
        {data !== undefined && data.graphs.length === 0 && (
          <EmptyState title="No run yet">
            <p>
              The graph appears here when applications of the project <code>{project}</code> have run.
            </p>
          </EmptyState>
        )}
        {data !== undefined && data.graphs.length > 0 && (
          <div className={styles["panes"]}>
            <section className={styles["drawing"]} aria-label="Graph">
              <div className={parts["bar"]}>
                {data.graphs.length > 1 && (
                  <GraphChoice
                    label="Which graph"
                    value={data.hash ?? "~"}
                    options={graphOptions(data)}
                    onChange={(next) => set({ hash: next })}
                  />
                )}
                <GraphChoice
                  label="What nodes are tinted by"
                  value={by}
                  options={measures.map((one) => ({ value: one, text: `by ${measureNames[one]}` }))}
                  onChange={(next) => set({ by: byOf(next) })}
                />
                <GraphTools look={look} subject={shown?.subject} />
              </div>
              <GraphNotes project={project} q={q} found={data} />
              {shown !== undefined && (
                <GraphView subject={shown.subject} asList={look.asList} zoom={look.zoom} onZoom={look.setZoom} />
              )}
            </section>
            {shown !== undefined && data.actions.length > 0 && (
              <ActionFigures actions={data.actions} shown={shown} heat={by} />
            )}
          </div>
        )}
      </main>
    </>
  );
}

function byOf(measure: (typeof measures)[number] | undefined): GraphSearch["by"] {
  return measure === "visits" ? undefined : measure;
}

/** How many runs are counted, of how many that are asked for. */
function runsText({ runs, graphs }: ProjectGraph): string {
  const all = graphs.reduce((sum, one) => sum + one.runs, 0);
  const word = all === 1 ? "run" : "runs";
  return runs === all
    ? `${all.toLocaleString("en")} ${word}`
    : `${runs.toLocaleString("en")} of ${all.toLocaleString("en")} ${word}`;
}

function graphOptions({ graphs, hash }: ProjectGraph): readonly { readonly value: string; readonly text: string }[] {
  const all = graphs.some((one) => one.hash === hash) ? graphs : [{ hash, runs: 0, first_action: null }, ...graphs];
  return all.map((one) => ({ value: one.hash ?? "~", text: graphText(one) }));
}

/** `ask … (12 runs, 3f9a1c)`. */
function graphText({ hash, runs, first_action: first }: Pick<GraphUse, "hash" | "runs" | "first_action">): string {
  const name = first === null ? "no steps" : `${visibleText(first)} …`;
  const which = hash === null ? "graph not told" : hash.slice(0, 6);
  return `${name} (${runs === 1 ? "1 run" : `${runs.toLocaleString("en")} runs`}, ${which})`;
}

function GraphNotes({
  project,
  q,
  found,
}: {
  readonly project: string;
  readonly q: string;
  readonly found: ProjectGraph;
}) {
  const { runs, partial, graph } = found;
  return (
    <>
      {graph === null && (
        <p className={parts["note"]}>
          No run has kept this graph: this is what ran, without the conditions. <Link to="/doctor">Doctor</Link> tells
          what else is missing.
        </p>
      )}
      {partial > 0 && (
        <p className={parts["note"]}>
          {partial === 1 ? "1 of the runs is" : `${countText(partial)} of the runs are`} still being read: their counts
          will grow.
        </p>
      )}
      {runs === 0 && (
        <p className={parts["note"]}>
          {q === "" ? (
            "No run has this graph as its last one."
          ) : (
            <>
              No run of this graph matches <code>{q}</code>.{" "}
              <Link to="/p/$project/graph" params={{ project }}>
                Show all runs
              </Link>
            </>
          )}
        </p>
      )}
    </>
  );
}
