import type { ErrorEdge, PlainEdge } from "../compile.ts";
import { otherwise } from "../condition.ts";
import { takenBefore } from "./error-edges.ts";
import { Facts, formulaOf } from "./facts.ts";
import type { RawFinding } from "./finding.ts";
import type { FlowNode } from "./flow.ts";

/** Takes the dead ones out of the transitions that are followed after a commit. */
export function cut(node: FlowNode): RawFinding[] {
  const dead: RawFinding[] = [];
  const facts = new Facts();
  const earlier: PlainEdge[] = [];
  for (const edge of node.edges.splice(0)) {
    const canFire = !facts.excludes(formulaOf(edge.condition));
    if (!canFire) dead.push(findingOf(edge, reasonOf(edge, earlier)));
    if (!facts.isImpossible) node.edges.push({ ...edge, canFire });
    earlier.push(edge);
    facts.add(formulaOf(edge.condition, false));
  }
  node.mayGetStuck = earlier.length > 0 && !facts.isImpossible && !facts.isBeyondBoolean();
  return dead;
}

/** Takes the dead ones out of the transitions on error. */
export function cutErrors(node: FlowNode): RawFinding[] {
  const dead: RawFinding[] = [];
  for (const edge of node.errorEdges.splice(0)) {
    const cause = takenBefore(edge, node.errorEdges);
    if (cause === undefined) node.errorEdges.push(edge);
    else {
      dead.push(findingOf(edge, `the one to "${cause.to}" on ${cause.condition.name} stands before it and takes all its errors. Put the one for fewer errors first.`)); // prettier-ignore
    }
  }
  return dead;
}

function reasonOf({ condition }: PlainEdge, earlier: readonly PlainEdge[]): string {
  if (new Facts().excludes(formulaOf(condition))) return "its condition never holds. Correct the condition.";
  const cause = earlier.find((one) => {
    const facts = new Facts();
    facts.add(formulaOf(one.condition, false));
    return facts.excludes(formulaOf(condition));
  });
  if (cause === undefined) {
    return "one of those before it is taken whenever its condition holds. Put it before them, or take it away.";
  }
  return cause.condition.holds === otherwise.holds
    ? `the default transition to "${cause.to}" stands before it and always fires. Put the default last, or give it a condition.`
    : `the one to "${cause.to}" ("${cause.condition.name}") stands before it and is taken whenever its condition holds. Put it before that one, or take it away.`;
}

function findingOf({ from, to, condition }: PlainEdge | ErrorEdge, reason: string): RawFinding {
  return {
    code: "unreachable-transition",
    message: `The transition from "${from}" to "${to}"${condition === otherwise ? "" : ` ("${condition.name}")`} is redundant: ${reason}`,
    place: { transition: { from, to }, condition: condition.name },
  };
}
