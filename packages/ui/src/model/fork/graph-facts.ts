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

/**
 * The keys of state that what comes from an action on may read, by what actions and conditions declare. `undefined`: that is not known.
 * `start`: `null` when it is not known with which action it begins.
 */
export function keysReadFrom(
  graph: ApplicationModel | null | undefined,
  start: string | null,
): ReadonlySet<string> | undefined {
  if (graph === null || graph === undefined) return undefined;
  const reached = new Set(start === null ? graph.actions.map(({ name }) => name) : [start]);
  const read = new Set<string>();
  // The set grows while it is gone through.
  for (const name of reached) {
    const action = graph.actions.find((one) => one.name === name);
    if (action === undefined) return undefined;
    for (const key of action.reads) read.add(key);
    for (const { from_: from, to, condition, reads } of graph.transitions) {
      if (from !== name) continue;
      if (reads === undefined && condition !== "default") return undefined; // in logs of Python
      for (const key of reads ?? []) read.add(key);
      reached.add(to);
    }
  }
  return read;
}
