import type { RunHeader } from "@burrjs/protocol";
import { useMemo } from "react";
import type { RunKey } from "../../data/run-key.ts";
import { type DrawnGraph, machineGraph } from "../../model/graph/graph-shape.ts";
import { edgesOf } from "../../model/graph/path-counts.ts";
import type { StepColumns } from "../../model/step-columns.ts";
import { useGraph } from "./use-graph.ts";

/** The machine of a run, as it is drawn. */
export interface RunGraph {
  readonly graph: DrawnGraph;
  /** Names the graph: runs of the same machine have the same. */
  readonly name: string;
  /** Whether the machine was not recorded: what is shown is what ran. */
  readonly isObserved: boolean;
}

const nothing = { actions: [], ways: [] };

/** The declared machine of a run, or what ran where none was recorded; `undefined` while it is fetched. */
export function useDrawnGraph(key: RunKey, header: RunHeader | undefined, steps: StepColumns): RunGraph | undefined {
  const { data: declared, error } = useGraph(key, header);
  const isObserved = declared === null || (declared === undefined && error !== null);
  // Steps of actions that the declared machine lacks are rare: only then all of them are looked at each time.
  const hasUnknown =
    isObserved || header?.actions.some((name) => !declared?.actions.some((one) => one.name === name)) === true;
  const seen = hasUnknown ? steps : undefined;
  const graph = useMemo(() => {
    if (declared === undefined && !isObserved) return undefined;
    return machineGraph(declared ?? null, seen === undefined ? nothing : edgesOf(seen));
  }, [declared, isObserved, seen]);
  if (graph === undefined) return undefined;
  const { nodes, edges } = graph.shape;
  const observed = `${key.partition ?? "~"}/${key.app}`;
  const strangers = hasUnknown ? ` ${nodes.length} ${edges.length}` : "";
  return {
    graph,
    name: `${key.project}/${isObserved ? observed : (header?.graph_hash ?? observed)}${strangers}`,
    isObserved,
  };
}
