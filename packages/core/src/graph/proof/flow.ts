import type { Action } from "../../action/action.ts";
import type { ErrorEdge, PlainEdge } from "../compile.ts";
import type { Graph } from "../graph.ts";
import { isErrorCondition } from "../on-error.ts";
import { cut, cutErrors } from "./dead-edges.ts";
import type { RawFinding } from "./finding.ts";

/** What the proofs want of a graph. */
export type Provable = Omit<Graph, "validate">;

/** A graph as the proofs walk it: along the transitions that can be taken. */
export interface Flow {
  readonly graph: Provable;
  readonly nodes: ReadonlyMap<string, FlowNode>;
  readonly keys: UsedKeys;
  /** One for each of the others. */
  readonly deadEdges: readonly RawFinding[];
}

/** The keys that the actions and conditions of a graph use. */
interface UsedKeys {
  readonly read: ReadonlySet<string>;
  /** Surely or perhaps. */
  readonly written: ReadonlySet<string>;
  readonly mayBeWritten: ReadonlySet<string>;
}

/** An action, and what leads on from it. */
export interface FlowNode {
  readonly name: string;
  readonly action: Action;
  /** Those that are looked at after a commit. */
  readonly edges: FlowEdge[];
  readonly errorEdges: ErrorEdge[];
  /** Whether transitions leave it, and yet perhaps none can be taken. */
  mayGetStuck: boolean;
}

/** A transition after a commit. If it cannot be taken, its condition is asked all the same, and may throw. */
export interface FlowEdge extends PlainEdge {
  readonly canFire: boolean;
}

/** The flow of a graph. */
export function flowOf(graph: Provable): Flow {
  const nodes = new Map(
    Object.entries(graph.actions).map(([name, action]): [string, FlowNode] => [
      name,
      { name, action, edges: [], errorEdges: [], mayGetStuck: false },
    ]),
  );
  for (const edge of graph.transitions) {
    const { from, condition } = edge;
    if (isErrorCondition(condition)) nodes.get(from)?.errorEdges.push({ ...edge, condition });
    else nodes.get(from)?.edges.push({ ...edge, condition, canFire: true });
  }
  const deadEdges = [...nodes.values()].flatMap((node) => [...cut(node), ...cutErrors(node)]);
  return { graph, nodes, keys: usedKeys(graph), deadEdges };
}

function usedKeys({ actions, transitions }: Provable): UsedKeys {
  const all = Object.values(actions);
  const mayBeWritten = new Set(all.flatMap(({ mayWrite }) => mayWrite));
  return {
    read: new Set([...all.flatMap(({ reads }) => reads), ...transitions.flatMap(({ condition }) => condition.reads)]),
    written: new Set([...all.flatMap(({ writes }) => writes), ...mayBeWritten]),
    mayBeWritten,
  };
}
