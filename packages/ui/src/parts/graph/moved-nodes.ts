import { type Stored, storedJson } from "../../data/stored.ts";
import { type MovedNodes, parseMovedNodes } from "../../model/moved-layout.ts";

const kept = new Map<string, Stored<MovedNodes>>();

/** Where somebody has put nodes of a graph: the same for all runs of it. */
export function movedNodesOf(graph: string): Stored<MovedNodes> {
  const name = `burr-graph-${graph}`;
  const stored = kept.get(name) ?? storedJson(name, parseMovedNodes);
  kept.set(name, stored);
  return stored;
}
