import type { RunHeader, StepDetail } from "@burrjs/protocol";
import { useDeferredValue, useMemo } from "react";
import type { RunKey } from "../../../data/queries.ts";
import { edgeMarks } from "../../../model/edge-marks.ts";
import { declaredGraph, type DrawnEdge, type DrawnGraph, observedGraph } from "../../../model/graph-shape.ts";
import { type Measure, pathCounter, type PathCounts } from "../../../model/path-counts.ts";
import type { StepCells, StepColumns } from "../../../model/step-columns.ts";
import type { GraphSubject } from "./graph-subject.ts";
import { useGraph } from "./use-graph.ts";

interface SubjectOptions {
  readonly key: RunKey;
  readonly header: RunHeader | undefined;
  readonly steps: StepColumns;
  readonly current: StepCells | undefined;
  /** The step under the cursor in detail, if it is of this run. */
  readonly detail: StepDetail | undefined;
  /** Instead of those of the run. */
  readonly counts: PathCounts | undefined;
  /** All steps count, and not only those up to the cursor. */
  readonly isWhole: boolean;
  readonly heat: Measure | undefined;
  readonly goTo: (n: number) => void;
  readonly filter: ((edge: DrawnEdge) => void) | undefined;
}

/** A graph that can be shown. */
export interface Shown {
  readonly subject: GraphSubject;
  readonly graph: DrawnGraph;
  /** Names the graph: runs of the same machine have the same. */
  readonly name: string;
  /** Whether the machine was not recorded: what is shown is what ran. */
  readonly isObserved: boolean;
}

/** What the graph pane shows of a run; `undefined` while it is fetched. */
export function useSubject(options: SubjectOptions): Shown | undefined {
  const { key, header, steps, current, detail, isWhole, heat, goTo, filter } = options;
  const hash = header?.graph_hash;
  const { data: declared, error } = useGraph(key, header);
  const isObserved = declared === null || (declared === undefined && error !== null);
  const observed = useMemo(() => (isObserved ? observedGraph(steps) : undefined), [isObserved, steps]);
  const graph = useMemo(
    () => (declared === undefined || declared === null ? observed : declaredGraph(declared)),
    [declared, observed],
  );
  const end = useDeferredValue(isWhole ? steps.length - 1 : (current?.n ?? -1));
  const count = useMemo(() => pathCounter(steps), [steps]);
  const own = useMemo(() => count(end), [count, end]);
  const isOfCurrent = detail !== undefined && detail.n === current?.n && options.counts === undefined;
  const why = isOfCurrent && !isWhole ? detail.why : undefined;
  const marks = useMemo(() => edgeMarks(graph?.edges ?? [], why), [graph, why]);
  if (graph === undefined) return undefined;
  const { edges, shape } = graph;
  const observedName = `${key.partition ?? "~"}/${key.app} ${shape.nodes.length} ${shape.edges.length}`;
  return {
    subject: {
      names: shape.nodes.map(({ id }) => id),
      edges,
      counts: options.counts ?? own,
      marks,
      steps,
      current,
      heat,
      goTo,
      filter,
    },
    graph,
    name: `${key.project}/${isObserved ? observedName : (hash ?? observedName)}`,
    isObserved,
  };
}
