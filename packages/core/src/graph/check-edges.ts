import { quoted } from "../errors.ts";
import { otherwise } from "./condition.ts";
import type { AnyTransition } from "./graph-types.ts";
import type { Edge } from "./graph.ts";
import { checkNames } from "./names.ts";

/** The transitions with one edge per source, if all names are known. */
export function checkEdges(transitions: readonly AnyTransition[], known: ReadonlySet<string>): Edge[] {
  return transitions.flatMap(([from, to, condition = otherwise]) => {
    const sources = typeof from === "string" ? [from] : from;
    checkNames(sources, known, "The source of a transition");
    checkNames([to], known, `The transition from ${quoted(sources)}`);
    return sources.map((source): Edge => ({ from: source, to, condition }));
  });
}
