import type { Action, Actions } from "../action/action.ts";
import { type ActionDefaults, type Policy, policyOf } from "../action/policy.ts";
import type { Contract } from "../state/view.ts";
import type { Condition } from "./condition.ts";
import type { Edge, Graph } from "./graph.ts";
import { type ErrorCondition, isErrorCondition } from "./on-error.ts";

/** An action in its place in the graph. */
export interface GraphNode {
  readonly name: string;
  readonly action: Action;
  readonly contract: Contract;
  /** What its `undo` may see and change: all that the action reads or writes. */
  readonly undoContract: Contract;
  /** What is done when it fails or takes too long; `undefined`: nothing. */
  readonly policy: Policy | undefined;
  /** Whether schemas check its inputs, and perhaps have to be waited for. */
  readonly checksInputs: boolean;
  /** Keys that each run must write. */
  readonly mustWrite: readonly string[];
  /** Those that are followed after a commit. */
  readonly edges: readonly PlainEdge[];
  /** Those that are followed after a failure. */
  readonly errorEdges: readonly CountedEdge[];
}

/** A transition after a commit. */
export interface PlainEdge extends Edge {
  readonly condition: Condition;
}

/** A transition after a failure. */
export interface ErrorEdge extends Edge {
  readonly condition: ErrorCondition;
}

/** One whose uses are counted. */
export interface CountedEdge extends ErrorEdge {
  /** What names it among those of its source, also in later versions of the program: its count is kept under it. */
  readonly key: string;
}

/** Actions as the run loop knows them, without any transitions. */
export function compileActions(actions: Actions, freeze: boolean): Map<string, GraphNode> {
  return compile({ actions, transitions: [] }, freeze);
}

/** The actions of a graph as the run loop walks it. */
export function compile(
  graph: Pick<Graph, "actions" | "transitions">,
  freeze: boolean,
  defaults?: ActionDefaults,
): Map<string, GraphNode> {
  const bySource = new Map<string, Edge[]>();
  for (const edge of graph.transitions) {
    const edges = bySource.get(edge.from);
    if (edges === undefined) bySource.set(edge.from, [edge]);
    else edges.push(edge);
  }
  return new Map(
    Object.entries(graph.actions).map(([name, action]) => {
      const edges = bySource.get(name) ?? [];
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
          undoContract: {
            ...contract,
            subject: `undo of action "${name}"`,
            reads: new Set([...contract.reads, ...contract.writes]),
          },
          policy: policyOf(`Action "${name}"`, action.body.policy, action.body.hasChildren ? {} : defaults),
          checksInputs: Object.values(action.body.inputs).some(({ schema }) => schema !== undefined),
          mustWrite: action.writes,
          edges: edges.filter((edge): edge is PlainEdge => !isErrorCondition(edge.condition)),
          errorEdges: errorEdgesOf(edges),
        },
      ];
    }),
  );
}

function errorEdgesOf(edges: readonly Edge[]): CountedEdge[] {
  const seen = new Map<string, number>();
  return edges.flatMap(({ from, to, condition }): CountedEdge[] => {
    if (!isErrorCondition(condition)) return [];
    const key = `${to} ${condition.key}`;
    const before = seen.get(key) ?? 0;
    seen.set(key, before + 1);
    return [{ from, to, condition, key: before === 0 ? key : `${key} ${before + 1}` }];
  });
}
