import type { RunHeader, StepDetail } from "@burrjs/protocol";
import { useDeferredValue, useMemo } from "react";
import type { RunKey } from "../../../data/queries.ts";
import { edgeMarks } from "../../../model/edge-marks.ts";
import type { DrawnEdge } from "../../../model/graph-shape.ts";
import { type Measure, pathCounter, type PathCounts } from "../../../model/path-counts.ts";
import type { StepCells, StepColumns } from "../../../model/step-columns.ts";
import type { GraphSubject } from "./graph-subject.ts";
import { type RunGraph, useDrawnGraph } from "./use-drawn-graph.ts";

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
export interface Shown extends RunGraph {
  readonly subject: GraphSubject;
}

/** What the graph pane shows of a run; `undefined` while it is fetched. */
export function useSubject(options: SubjectOptions): Shown | undefined {
  const { key, header, steps, current, detail, isWhole, heat, goTo, filter } = options;
  const drawn = useDrawnGraph(key, header, steps);
  const end = useDeferredValue(isWhole ? steps.length - 1 : (current?.n ?? -1));
  const count = useMemo(() => pathCounter(steps), [steps]);
  const own = useMemo(() => count(end), [count, end]);
  const isOfCurrent = detail !== undefined && detail.n === current?.n && options.counts === undefined;
  const why = isOfCurrent && !isWhole ? detail.why : undefined;
  const marks = useMemo(() => edgeMarks(drawn?.graph.edges ?? [], why), [drawn?.graph, why]);
  if (drawn === undefined) return undefined;
  const { edges, shape } = drawn.graph;
  return {
    ...drawn,
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
  };
}
