import { BurrError, quoted } from "../errors.ts";
import type { Condition } from "./condition.ts";
import { otherwise } from "./condition.ts";
import type { AnyTransition } from "./graph-types.ts";
import { checkNames } from "./names.ts";

/** One source, one target. */
export interface Edge {
  readonly from: string;
  readonly to: string;
  /** `undefined`: it always holds. */
  readonly condition: Condition | undefined;
}

/** The transitions with one edge per source, if all names are known and every edge can fire. */
export function checkEdges(transitions: readonly AnyTransition[], known: ReadonlySet<string>): Edge[] {
  const closed = new Map<string, string>();
  return transitions.flatMap(([from, to, condition]) => {
    const sources = typeof from === "string" ? [from] : from;
    checkNames(sources, known, "The source of a transition");
    checkNames([to], known, `The transition from ${quoted(sources)}`);
    return sources.map((source): Edge => {
      const always = closed.get(source);
      if (always !== undefined) throw unreachable(source, to, always);
      const isDefault = condition === undefined || condition === otherwise;
      if (isDefault) closed.set(source, to);
      return { from: source, to, condition: isDefault ? undefined : condition };
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
