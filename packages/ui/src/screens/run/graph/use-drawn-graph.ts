import type { RunHeader } from "@burrjs/protocol";
import { useMemo } from "react";
import type { RunKey } from "../../../data/queries.ts";
import { declaredGraph, type DrawnGraph, observedGraph } from "../../../model/graph-shape.ts";
import type { StepColumns } from "../../../model/step-columns.ts";
import { useGraph } from "./use-graph.ts";

/** The machine of a run as it is drawn. */
export interface RunGraph {
  readonly graph: DrawnGraph;
  /** Names the graph: runs of the same machine have the same. */
  readonly name: string;
  /** Whether the machine was not recorded: what is shown is what ran. */
  readonly isObserved: boolean;
}

/** The machine of a run, by what was recorded of it, or else by what ran; `undefined` while it is fetched. */
export function useDrawnGraph(key: RunKey, header: RunHeader | undefined, steps: StepColumns): RunGraph | undefined {
  const hash = header?.graph_hash;
  const { data: declared, error } = useGraph(key, header);
  const isObserved = declared === null || (declared === undefined && error !== null);
  const observed = useMemo(() => (isObserved ? observedGraph(steps) : undefined), [isObserved, steps]);
  const graph = useMemo(
    () => (declared === undefined || declared === null ? observed : declaredGraph(declared)),
    [declared, observed],
  );
  if (graph === undefined) return undefined;
  const { nodes, edges } = graph.shape;
  const observedName = `${key.partition ?? "~"}/${key.app} ${nodes.length} ${edges.length}`;
  return { graph, name: `${key.project}/${isObserved ? observedName : (hash ?? observedName)}`, isObserved };
}
