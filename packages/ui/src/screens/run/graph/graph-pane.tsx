import { Link } from "@tanstack/react-router";
import { countText } from "../../../format/quantities.ts";
import { exactText } from "../../../model/facet-query.ts";
import { graphName } from "../../../model/graph/graph-name.ts";
import { wayIn } from "../../../model/graph/run-way.ts";
import { measures, nextOnWay } from "../../../model/graph/path-counts.ts";
import type { StepCells } from "../../../model/step-columns.ts";
import { stepPlace } from "../../../model/step-place.ts";
import { GraphChoice, GraphTools, useGraphLook } from "../../../parts/graph/graph-tools.tsx";
import { GraphView } from "../../../parts/graph/graph-view.tsx";
import { measureNames } from "../../../parts/graph/graph-words.ts";
import styles from "../../../parts/graph/graph.module.css";
import { useLayoutsSoon } from "../../../parts/graph/use-layout.ts";
import { useProjectGraph } from "../../../parts/graph/use-project-graph.ts";
import { useCommands } from "../../../shell/commands.ts";
import { useStep } from "../inspector/use-step.ts";
import { useRun } from "../run-context.ts";
import { ChildWay } from "./child-way.tsx";
import { useChildRun } from "./use-child-run.ts";
import { useGhostNode } from "./use-ghost-node.ts";
import { useInside } from "./use-inside.tsx";
import { useSubject } from "./use-subject.ts";

const scopes = ["path", "run", "project"] as const;
const nothing = { graphs: [], hash: null, graph: null, runs: 0, partial: 0, actions: [], ways: [] };

/** The declared machine, with the way that the run has taken through it, or all runs of the project. */
export function GraphPane() {
  const { key, header, steps, current, search, move, jump } = useRun();
  const look = useGraphLook(search.ways, (ways) => move({ ways }));
  const measure = search.by ?? "visits";
  const { step: detail } = useStep();
  const scope = search.graph ?? "path";
  const name = header && graphName(header);
  const hash = name === "" ? null : name;
  const { data: project } = useProjectGraph(key.project, {
    q: "",
    hash,
    isWanted: scope === "project" && hash !== undefined,
  });
  const way = wayIn(search.in);
  const inside = way.at(-1);
  useLayoutsSoon();
  useGhostNode(steps);
  const ofRun = measures.filter((one) => one !== "cost" || scope === "project");
  const shown = useSubject({
    key,
    header,
    steps,
    current,
    detail,
    project: scope === "project" ? (project ?? nothing) : undefined,
    isWhole: scope !== "path",
    heat: scope === "path" ? undefined : ofRun.includes(measure) ? measure : "visits",
    goTo: (n) => {
      const place = stepPlace(steps, n);
      if (place !== undefined) jump({ ...place, m: undefined });
    },
    filter: (edge) => {
      const place = stepPlace(steps, nextOnWay(steps, edge, current?.n ?? -1) ?? -1);
      // Why it was taken stands in the inspector, where that is not the graph itself.
      const why = search.tab === "graph" ? {} : ({ tab: "why" } as const);
      jump({ q: exactText("edge", `${edge.from}->${edge.to}`), ...(place && { ...place, m: undefined, ...why }) });
    },
  });
  const setScope = (next: (typeof scopes)[number]): void => move({ graph: next === "path" ? undefined : next });
  useCommands("runGraph", {
    "graph-scope": () => setScope(scopes[(scopes.indexOf(scope) + 1) % scopes.length] ?? "path"),
  });
  const cursor = { atMs: timeOf(current, search.m), isWhole: scope !== "path" };
  const child = useChildRun(inside && { project: key.project, ...inside }, cursor);
  const own = { header, steps, current, subject: shown?.subject, error: null };
  const subject = useInside(inside === undefined ? own : child, { way, ...cursor });
  const view = { asList: look.asList, zoom: look.zoom, onZoom: look.setZoom };
  return (
    <>
      <div className={styles["bar"]}>
        <h2>Graph</h2>
        <GraphChoice
          label="What the graph shows"
          value={scope}
          options={[
            { value: "path", text: current === undefined ? "no step yet" : `path to step ${current.sequenceId}` },
            { value: "run", text: "whole run" },
            { value: "project", text: "all runs" },
          ]}
          onChange={setScope}
        />
        {scope !== "path" && (
          <GraphChoice
            label="What nodes are tinted by"
            value={measure}
            options={ofRun.map((one) => ({ value: one, text: `by ${measureNames[one]}` }))}
            onChange={(next) => move({ by: next === "visits" ? undefined : next })}
          />
        )}
        <GraphTools look={look} subject={subject} />
      </div>
      <ChildWay way={way} />
      {scope === "project" && project !== undefined && inside === undefined && (
        <p className={styles["note"]}>
          {project.runs === 1 ? "The only run" : `All ${countText(project.runs)} runs`} of the project with this graph:{" "}
          <Link
            to="/p/$project/graph"
            params={{ project: key.project }}
            search={{ hash: hash ?? "~", ...(measure === "visits" ? {} : { by: measure }) }}
          >
            open as a page
          </Link>
        </p>
      )}
      {shown?.isObserved === true && inside === undefined && (
        <p className={styles["note"]}>
          The log of this run has no graph: this is what ran, without the conditions. <Link to="/doctor">Doctor</Link>{" "}
          tells what else is missing.
        </p>
      )}
      {subject !== undefined && <GraphView key={search.in} subject={subject} {...view} />}
    </>
  );
}

/** Where the cursor is: at the end of its step, or at a moment in it; what still runs has no end yet. */
function timeOf(step: StepCells | undefined, moment: number | undefined): number {
  if (step === undefined) return Number.NEGATIVE_INFINITY;
  return step.startedMs + (moment ?? step.durationMs ?? Number.POSITIVE_INFINITY);
}
