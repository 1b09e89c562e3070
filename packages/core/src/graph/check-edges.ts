import { BurrError, quoted } from "../errors.ts";
import { otherwise } from "./condition.ts";
import type { AnyTransition } from "./graph-types.ts";
import type { Edge } from "./graph.ts";
import { checkNames } from "./names.ts";
import { isErrorCondition } from "./on-error.ts";

/** The transitions with one edge per source, if all names are known and every edge can fire. */
export function checkEdges(transitions: readonly AnyTransition[], known: ReadonlySet<string>): Edge[] {
  const closed = new Map<string, string>();
  return transitions.flatMap(([from, to, condition = otherwise]) => {
    const sources = typeof from === "string" ? [from] : from;
    checkNames(sources, known, "The source of a transition");
    checkNames([to], known, `The transition from ${quoted(sources)}`);
    return sources.map((source): Edge => {
      const always = closed.get(source);
      if (always !== undefined && !isErrorCondition(condition)) throw unreachable(source, to, always);
      if (condition === otherwise) closed.set(source, to);
      return { from: source, to, condition };
    });
  });
}

function unreachable(from: string, to: string, always: string): BurrError {
  return new BurrError(
    "unreachable-transition",
    `The transition from "${from}" to "${to}" is redundant: the default transition to "${always}" stands before it and always fires. ` +
      "Put the default last, or give it a condition.",
    { from, to },
  );
}
