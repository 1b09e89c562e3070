import type { CountedEdge } from "../graph/compile.ts";
import type { Decision, TriedTransition } from "../graph/decision.ts";
import { takenCount } from "../run/meta.ts";
import type { StepEnding } from "./ending.ts";
import type { Step } from "./step.ts";

/** The transition on error that a failed step leads on by, and how it was chosen. */
export interface ErrorRoute {
  readonly edge: CountedEdge;
  readonly decision: Decision;
}

/** The ending of a failed step, with the first transition on error that takes its error, if there is one. */
export function routed(step: Step, ending: StepEnding): StepEnding {
  if (ending.status !== "failed") return ending;
  const { node, run } = step;
  const tried: TriedTransition[] = [];
  for (const edge of node.errorEdges) {
    const { to, condition } = edge;
    const count = takenCount(run.runtime.meta, edge);
    let result: boolean;
    try {
      result = condition.matches(ending.error) && (condition.max === undefined || count < condition.max);
    } catch (error) {
      return { status: "failed", error }; // the program's own test has failed: nobody can say where to go
    }
    tried.push({ to, condition: condition.name, reads: [], result, taken: result ? count + 1 : count });
    if (result) return { ...ending, route: { edge, decision: { from: node.name, to, tried } } };
  }
  return ending;
}
