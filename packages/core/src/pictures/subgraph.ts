import { BurrError, quoted } from "../errors.ts";
import type { Graph } from "../graph/graph.ts";
import { subgraphOf } from "../graph/subgraph.ts";

/** Which of the actions with a graph of their own are opened: none, all, or those with these names. */
export type SubgraphsOption = "folded" | "expanded" | readonly string[];

/** Whether an action of this name is to be opened. Refuses names of which no action has a graph of its own. */
export function expander(graph: Graph, option: SubgraphsOption = "folded"): (name: string) => boolean {
  if (typeof option === "string") return () => option === "expanded";
  const known = namesWithin(graph);
  const unknown = option.filter((name) => !known.has(name));
  if (unknown.length === 0) return (name) => option.includes(name);
  throw new BurrError(
    "unknown-action",
    `The option "subgraphs" names ${quoted(unknown)}, which ${unknown.length > 1 ? "have" : "has"} no graph within. ` +
      `Actions that have one: ${known.size === 0 ? "none" : quoted(known)}.`,
    { names: unknown, where: 'The option "subgraphs"' },
  );
}

function namesWithin(graph: Graph): Set<string> {
  return new Set(
    Object.entries(graph.actions).flatMap(([name, action]) => {
      const inner = subgraphOf(action);
      return inner === undefined ? [] : [name, ...namesWithin(inner)];
    }),
  );
}
