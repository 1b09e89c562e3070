import { sited } from "../action/site.ts";
import type { Graph } from "../graph/graph.ts";
import { type LooseSubgraph, subgraphAction } from "./subgraph-action.ts";

interface Composable extends Graph {
  asAction(definition: LooseSubgraph): unknown;
}

/** The graph, which can be an action of others. */
export function composable(graph: Graph): Composable {
  const asAction = sited((definition: LooseSubgraph) => subgraphAction(whole, definition));
  const whole: Composable = { ...graph, asAction };
  return whole;
}
