import type { Data } from "../state/operations.ts";
import { evaluate } from "./condition.ts";
import type { PlainEdge } from "./compile.ts";

/** A transition that was tried: its condition by name, the keys it reads, whether it held. */
export interface TriedTransition {
  readonly to: string;
  readonly condition: string;
  readonly reads: readonly string[];
  /** `false` as well where the condition threw. */
  readonly result: boolean;
  /** What the condition threw: the run ends with it. */
  readonly error?: unknown;
  /** Of a transition on error: how often it was taken since its source has last committed, this time included. */
  readonly taken?: number;
}

/** How the action after a step was chosen: all that was tried, in order; the last one held unless `to` is `null`. */
export interface Decision {
  readonly from: string;
  readonly to: string | null;
  readonly tried: readonly TriedTransition[];
}

/** The first edge whose condition holds, as its position; the number of edges when none does. Throws when a condition does. */
export function decide(edges: readonly PlainEdge[], data: Data): number {
  let index = 0;
  for (const { condition } of edges) {
    if (evaluate(condition, data)) return index;
    index += 1;
  }
  return index;
}

/** The record of a choice that `decide` made. */
export function decisionOf(from: string, edges: readonly PlainEdge[], chosen: number): Decision {
  const tried = edges.slice(0, chosen + 1).map(({ to, condition }, index) => ({
    to,
    condition: condition.name,
    reads: condition.reads,
    result: index === chosen,
  }));
  return { from, to: edges[chosen]?.to ?? null, tried };
}

/** The record of a choice that came to nothing, since a condition throws: it is the last one. `undefined` when none does. */
export function brokenDecision(from: string, edges: readonly PlainEdge[], data: Data): Decision | undefined {
  const tried: TriedTransition[] = [];
  for (const { to, condition } of edges) {
    const trial = { to, condition: condition.name, reads: condition.reads, result: false };
    try {
      if (evaluate(condition, data)) return undefined;
      tried.push(trial);
    } catch (error) {
      return { from, to: null, tried: [...tried, { ...trial, error }] };
    }
  }
  return undefined;
}
