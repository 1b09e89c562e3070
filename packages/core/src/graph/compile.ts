import type { Action } from "../action/action.ts";
import type { Contract } from "../state/view.ts";
import { otherwise } from "./condition.ts";
import type { CompiledEdge, Graph } from "./graph.ts";

/** An action in its place in the graph. */
export interface GraphNode {
  readonly name: string;
  readonly action: Action;
  readonly contract: Contract;
  /** Keys that each run must write. */
  readonly mustWrite: readonly string[];
  readonly edges: readonly CompiledEdge[];
}

/** The actions of a graph as the run loop walks it. */
export function compile(graph: Graph, freeze: boolean): Map<string, GraphNode> {
  const edges = new Map<string, CompiledEdge[]>();
  for (const { from, to, condition } of graph.transitions) {
    const edge = { to, condition: condition === otherwise ? undefined : condition };
    const known = edges.get(from);
    if (known === undefined) edges.set(from, [edge]);
    else known.push(edge);
  }
  return new Map(
    Object.entries(graph.actions).map(([name, action]) => {
      const contract: Contract = {
        subject: `Action "${name}"`,
        reads: new Set(action.reads),
        writes: new Set([...action.writes, ...action.mayWrite]),
        freeze,
      };
      return [name, { name, action, contract, mustWrite: action.writes, edges: edges.get(name) ?? [] }];
    }),
  );
}
