import type { ProjectGraph, RunHeader, StepDetail } from "@burrjs/protocol";
import { useDeferredValue, useMemo } from "react";
import type { RunKey } from "../../../data/run-key.ts";
import { pricesSetting } from "../../../data/settings.ts";
import { useStored } from "../../../data/stored.ts";
import { countText } from "../../../format/quantities.ts";
import { edgeMarks } from "../../../model/graph/edge-marks.ts";
import type { DrawnEdge } from "../../../model/graph/graph-shape.ts";
import { type Measure, nextVisit, pathCounter, visitsOf } from "../../../model/graph/path-counts.ts";
import { projectCounts } from "../../../model/graph/project-counts.ts";
import { lastAtMost } from "../../../model/run-clock.ts";
import type { StepCells, StepColumns } from "../../../model/step-columns.ts";
import type { GraphSubject } from "../../../parts/graph/graph-subject.ts";
import { useDrawnGraph } from "../../../parts/graph/use-drawn-graph.ts";

interface SubjectOptions {
  readonly key: RunKey;
  readonly header: RunHeader | undefined;
  readonly steps: StepColumns;
  readonly current: StepCells | undefined;
  /** The step under the cursor in detail, if it is of this run. */
  readonly detail: StepDetail | undefined;
  /** The runs of the project, instead of this one. */
  readonly project: ProjectGraph | undefined;
  /** All steps count, and not only those up to the cursor. */
  readonly isWhole: boolean;
  readonly heat: Measure | undefined;
  /** Goes to the step at a place. */
  readonly goTo: (n: number) => void;
  /** Shows the steps that a transition led to. */
  readonly filter: (edge: DrawnEdge) => void;
}

/** What the graph of a run shows; `undefined` while it is fetched. `isObserved`: the log has no graph, it is what ran. */
export function useSubject(
  options: SubjectOptions,
): { readonly subject: GraphSubject; readonly isObserved: boolean } | undefined {
  const { key, header, current, detail, project, isWhole, heat, goTo, filter } = options;
  // The list of steps comes first.
  const steps = useDeferredValue(options.steps);
  const prices = useStored(pricesSetting);
  const drawn = useDrawnGraph(key, header, steps);
  const end = useDeferredValue(isWhole ? steps.length - 1 : (current?.n ?? -1));
  const count = useMemo(() => pathCounter(steps), [steps]);
  const own = useMemo(() => count(end), [count, end]);
  const all = useMemo(() => project && projectCounts(project, prices), [project, prices]);
  const why = detail !== undefined && detail.n === current?.n && !isWhole ? detail.why : undefined;
  const marks = useMemo(() => edgeMarks(drawn?.graph.edges ?? [], why), [drawn?.graph, why]);
  if (drawn === undefined) return undefined;
  const counts = all ?? own;
  return {
    isObserved: drawn.isObserved,
    subject: {
      graph: drawn.graph,
      name: drawn.name,
      counts,
      marks,
      current: current && { action: current.action, visit: visitText(steps, current) },
      heat,
      inside: undefined,
      nodeBehind: (action) => {
        const places = visitsOf(steps, action);
        return places.length === 0
          ? undefined
          : {
              go: () => {
                const n = nextVisit(places, current?.n ?? -1);
                if (n !== undefined) goTo(n);
              },
            };
      },
      edgeBehind: (edge) => ({ go: () => filter(edge) }),
    },
  };
}

/** Which of its visits the cursor is at: `3 of 12`. */
function visitText(steps: StepColumns, { action, n }: StepCells): string {
  const places = visitsOf(steps, action);
  return `${countText(lastAtMost(places, n) + 1)} of ${countText(places.length)}`;
}
