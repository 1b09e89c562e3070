import type { ApplicationModel, KeyUse } from "@burrjs/protocol";
import type { RunIndex } from "../index/run-index.ts";

/**
 * The step that wrote a key of state last before another one.
 *
 * @param index - The log.
 * @param key - The key at the top of the state.
 * @param before - The step.
 * @param graph - Tells what actions declare, for steps that no record says it of.
 * @returns `null` when none is known: the key was there from the beginning.
 */
export function lastWriter(
  index: RunIndex,
  key: string,
  { before, graph }: { readonly before: number; readonly graph: ApplicationModel | undefined },
): KeyUse["last_writer"] {
  const recorded = index.lastWriteBefore(key, before, (step) => index.hasFlag(step, "committed"));
  const declared = graph === undefined ? -1 : lastDeclared(index, key, { before, graph, after: recorded });
  const step = Math.max(recorded, declared);
  if (step < 0) return null;
  return { sequence_id: index.steps.get("sequence", step), action: index.texts.text(index.steps.get("action", step)) };
}

function lastDeclared(
  index: RunIndex,
  key: string,
  { before, graph, after }: { readonly before: number; readonly graph: ApplicationModel; readonly after: number },
): number {
  const writers = new Set<number | undefined>(
    graph.actions.filter(({ writes }) => writes.includes(key)).map(({ name }) => index.texts.find(name)),
  );
  if (writers.size === 0) return -1;
  for (let step = before - 1; step > after; step -= 1) {
    const isWriter = writers.has(index.steps.get("action", step));
    if (isWriter && !index.hasFlag(step, "accessRecorded") && index.hasFlag(step, "committed")) return step;
  }
  return -1;
}
