import type { Action } from "../action/action.ts";
import type { Graph } from "./graph.ts";

/** The graph that an action stands for, if it stands for one. */
export function subgraphOf(action: Action): Graph | undefined {
  if (!("subgraph" in action)) return undefined;
  const { subgraph } = action;
  return isGraph(subgraph) ? subgraph : undefined;
}

function isGraph(value: unknown): value is Graph {
  return typeof value === "object" && value !== null && "actions" in value && "transitions" in value;
}
