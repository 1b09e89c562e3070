import type { Graph } from "../graph/graph.ts";
import { type LooseSubgraph, subgraphAction } from "./subgraph-action.ts";

/** The graph, which can be an action of others. */
export function composable(graph: Graph): Graph & { asAction(definition: LooseSubgraph): unknown } {
  const whole = { ...graph, asAction: (definition: LooseSubgraph) => subgraphAction(whole, definition) };
  return whole;
}
