import { List, Maximize, ZoomIn, ZoomOut } from "lucide-react";
import { useState } from "react";
import { countText } from "../../../format/quantities.ts";
import { type Measure, measures } from "../../../model/path-counts.ts";
import { stepPlace } from "../../../model/step-place.ts";
import { IconButton } from "../../../parts/button.tsx";
import { useCommands } from "../../../shell/commands.ts";
import { useStep } from "../inspector/use-step.ts";
import { useRun } from "../run-context.ts";
import { ChildGraph } from "./child-graph.tsx";
import { ChildRuns, ChildWay, wayIn } from "./child-runs.tsx";
import { GraphView } from "./graph-view.tsx";
import styles from "./graph.module.css";
import { movedNodesOf } from "./moved-nodes.ts";
import { useLayoutsSoon } from "./use-layout.ts";
import { useProjectCounts } from "./use-project-counts.ts";
import { useSubject } from "./use-subject.ts";
import { allowedZoom } from "./use-viewport.ts";

const measureNames: Readonly<Record<Measure, string>> = {
  visits: "visits",
  totalMs: "time",
  errors: "errors",
  tokens: "tokens",
};
const scopes = ["path", "run", "project"] as const;
const icon = { size: 16, strokeWidth: 1.5, "aria-hidden": true } as const;

/** The declared machine, with the way that the run has taken through it, or all runs of the project. */
export function GraphPane() {
  const { key, header, steps, current, search, move, jump } = useRun();
  const [asList, setAsList] = useState(false);
  const [zoom, setZoom] = useState<number | undefined>(undefined);
  const [measure, setMeasure] = useState<Measure>("visits");
  const { step: detail } = useStep();
  const scope = search.graph ?? "path";
  const project = useProjectCounts(key.project, scope === "project");
  useLayoutsSoon();
  const way = wayIn(search.in);
  const inside = way.at(-1);
  const shown = useSubject({
    key,
    header,
    steps,
    current,
    detail,
    counts:
      scope === "project" ? (project.data?.counts ?? { nodes: new Map(), edges: new Map(), last: null }) : undefined,
    isWhole: scope !== "path",
    heat: scope === "path" ? undefined : measure,
    goTo: (n) => {
      const place = stepPlace(steps, n);
      if (place !== undefined) jump({ ...place, m: undefined });
    },
    filter: ({ from, to }) => jump({ q: `edge:${from}->${to}` }),
  });
  const setScope = (next: (typeof scopes)[number]): void => move({ graph: next === "path" ? undefined : next });
  const resize = (by: number): void => setZoom((before) => allowedZoom((before ?? 1) * by));
  useCommands([
    {
      id: "graph-scope",
      name: "Graph: path to the cursor, whole run, or all runs",
      keys: ["G"],
      group: "Graph",
      run: () => setScope(scopes[(scopes.indexOf(scope) + 1) % scopes.length] ?? "path"),
    },
    { id: "graph-fit", name: "Graph: fit", keys: ["0"], group: "Graph", run: () => setZoom(undefined) },
    { id: "graph-larger", name: "Graph: larger", group: "Graph", run: () => resize(1.25) },
    { id: "graph-smaller", name: "Graph: smaller", group: "Graph", run: () => resize(0.8) },
    { id: "graph-list", name: "Graph: as a picture, or as a list", group: "Graph", run: () => setAsList(!asList) },
    {
      id: "graph-reset",
      name: "Graph: put moved nodes back",
      group: "Graph",
      run: () => shown !== undefined && movedNodesOf(shown.name).set(undefined),
    },
  ]);
  const children =
    current === undefined || inside !== undefined
      ? []
      : (header?.children_list ?? []).filter(
          ({ kind, sequence_id: step }) => kind === "spawn" && step === current.sequenceId,
        );
  const view = { asList, zoom, onZoom: setZoom };
  return (
    <>
      <div className={styles["bar"]}>
        <h2>Graph</h2>
        <select
          className={styles["scope"]}
          aria-label="What the graph shows"
          value={scope}
          onChange={(event) => setScope(scopes.find((one) => one === event.target.value) ?? "path")}
        >
          <option value="path">{current === undefined ? "no step yet" : `path to step ${current.sequenceId}`}</option>
          <option value="run">whole run</option>
          <option value="project">all runs</option>
        </select>
        {scope !== "path" && (
          <select
            className={styles["scope"]}
            aria-label="What nodes are tinted by"
            value={measure}
            onChange={(event) => setMeasure(measures.find((one) => one === event.target.value) ?? "visits")}
          >
            {measures.map((one) => (
              <option key={one} value={one}>
                by {measureNames[one]}
              </option>
            ))}
          </select>
        )}
        <span className={styles["tools"]}>
          <IconButton
            label={asList ? "Path as graph" : "Path as list"}
            aria-pressed={asList}
            onClick={() => setAsList(!asList)}
          >
            <List {...icon} />
          </IconButton>
          <IconButton label="Smaller" onClick={() => resize(0.8)}>
            <ZoomOut {...icon} />
          </IconButton>
          <IconButton label="Larger" onClick={() => resize(1.25)}>
            <ZoomIn {...icon} />
          </IconButton>
          <IconButton label="Fit" onClick={() => setZoom(undefined)}>
            <Maximize {...icon} />
          </IconButton>
        </span>
      </div>
      <ChildWay way={way} />
      {current !== undefined && <ChildRuns runs={children} step={current.sequenceId} way={way} />}
      {scope === "project" && project.data !== undefined && inside === undefined && (
        <p className={styles["note"]}>
          {project.data.total > project.data.runs
            ? `The ${countText(project.data.runs)} newest of ${countText(project.data.total)} runs of the project.`
            : `All ${countText(project.data.runs)} runs of the project.`}
        </p>
      )}
      {inside !== undefined ? (
        <ChildGraph
          key={search.in}
          run={{ project: key.project, partition: inside.partition, app: inside.app }}
          {...view}
        />
      ) : (
        shown !== undefined && <GraphView shown={shown} {...view} />
      )}
    </>
  );
}
