import type { Action } from "../action/action.ts";
import type { Contract } from "../state/view.ts";
import type { Edge, Graph } from "./graph.ts";

/** An action in its place in the graph. */
export interface GraphNode {
  readonly name: string;
  readonly action: Action;
  readonly contract: Contract;
  /** Keys that each run must write. */
  readonly mustWrite: readonly string[];
  readonly edges: readonly Edge[];
}

/** The actions of a graph as the run loop walks it. */
export function compile(graph: Graph, freeze: boolean): Map<string, GraphNode> {
  return new Map(
    Object.entries(graph.actions).map(([name, action]) => {
      const contract: Contract = {
        subject: `Action "${name}"`,
        reads: new Set(action.reads),
        writes: new Set([...action.writes, ...action.mayWrite]),
        freeze,
      };
      return [
        name,
        {
          name,
          action,
          contract,
          mustWrite: action.writes,
          edges: graph.transitions.filter(({ from }) => from === name),
        },
      ];
    }),
  );
}
