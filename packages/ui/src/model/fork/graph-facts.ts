import type { ApplicationModel } from "@burrjs/protocol";

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
