import type { DecisionView } from "@burrjs/protocol";
import type { DrawnEdge } from "./graph-shape.ts";

/** What became of a transition when the last one was chosen. */
export type EdgeMark = "taken" | "refused" | "untried";

/** What the decision that led to the current step says of each transition that it tried, by the edges' ids. */
export function edgeMarks(
  edges: readonly DrawnEdge[],
  why: DecisionView | null | undefined,
): ReadonlyMap<string, EdgeMark> {
  const marks = new Map<string, EdgeMark>();
  if (why === null || why === undefined) return marks;
  const left = edges.filter(({ from }) => from === why.from);
  for (const { to, condition, result } of why.tried) {
    const edge = left.find((one) => one.to === to && one.condition === condition && !marks.has(one.id));
    if (edge !== undefined) marks.set(edge.id, result === true ? "taken" : result === null ? "untried" : "refused");
  }
  // A transition without a condition is not tried: it is what was left.
  const isChosen = [...marks.values()].includes("taken");
  const chosen = isChosen ? undefined : left.find(({ to }) => to === why.to);
  if (chosen !== undefined) marks.set(chosen.id, "taken");
  return marks;
}
