import type { ApplicationModel } from "@burrjs/protocol";
import type { StopChoice } from "./fork-body.ts";

/** The inputs that an action cannot do without. */
export function neededInputs(graph: ApplicationModel | null | undefined, action: string | null): readonly string[] {
  return graph?.actions.find(({ name }) => name === action)?.inputs ?? [];
}

/** The keys of state that an action writes without having read them: what they were before it makes no difference. */
export function overwrittenKeys(
  graph: ApplicationModel | null | undefined,
  action: string | null,
): ReadonlySet<string> {
  const { reads = [], writes = [] } = graph?.actions.find(({ name }) => name === action) ?? {};
  return new Set(writes.filter((key) => !reads.includes(key)));
}

/** The actions of a graph with effects in the world. */
export function taggedEffects(graph: ApplicationModel | null | undefined): readonly string[] {
  return (graph?.actions ?? []).filter(({ tags = [] }) => tags.includes("side-effect")).map(({ name }) => name);
}

/**
 * Where a run that begins with an action best stops: before the first action that asks for inputs, as a conversation does when it is
 * the person's turn again; else at the end.
 */
export function usualStop(graph: ApplicationModel | null | undefined, start: string | null): StopChoice {
  const seen = new Set<string>();
  let level: readonly string[] = start === null ? [] : [start];
  while (level.length > 0) {
    const from = level;
    level = (graph?.transitions ?? []).flatMap(({ from_: one, to }) =>
      from.includes(one) && !seen.has(to) ? [to] : [],
    );
    for (const action of level) {
      seen.add(action);
      if (neededInputs(graph, action).length > 0) return { at: "before", action };
    }
  }
  return { at: "end" };
}
