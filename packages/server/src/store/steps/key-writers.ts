import type { ApplicationModel, KeyUse } from "@burrjs/protocol";
import type { RunIndex } from "../index/run-index.ts";

/**
 * The step that wrote a key of state last before another one.
 *
 * @param index - The log.
 * @param key - The key at the top of the state.
 * @param before - The step; the one behind `step` to count `step` itself.
 * @param step - The step that is looked at: what was undone before it, by going back or beginning anew, does not count.
 * @param graph - Tells what actions declare, for steps that no record says it of.
 * @returns `null` when none is known: the key was there from the beginning.
 */
export function lastWriter(
  index: RunIndex,
  key: string,
  { before, step, graph }: { readonly before: number; readonly step: number; readonly graph: ApplicationModel | undefined }, // prettier-ignore
): KeyUse["last_writer"] {
  const hasWritten = pastOf(index, step);
  const recorded = index.lastWriteBefore(key, before, (one) => index.hasFlag(one, "committed") && hasWritten(one));
  const declared = graph === undefined ? -1 : lastDeclared(index, key, { before, step, graph, after: recorded });
  const writer = Math.max(recorded, declared);
  if (writer < 0) return null;
  const { steps, texts } = index;
  return { sequence_id: steps.get("sequence", writer), action: texts.text(steps.get("action", writer)) };
}

/** Says of steps, asked from the last one on backwards, whether the state of `step` came about by them. */
function pastOf(index: RunIndex, step: number): (one: number) => boolean {
  const { rewinds, steps } = index;
  let at = rewinds.findLastIndex((rewind) => rewind <= step);
  let lowest = Number.POSITIVE_INFINITY;
  return (one) => {
    for (; (rewinds[at] ?? -1) > one; at -= 1) lowest = Math.min(lowest, steps.get("sequence", rewinds[at] ?? 0));
    return steps.get("sequence", one) < lowest;
  };
}

function lastDeclared(
  index: RunIndex,
  key: string,
  { before, step: at, graph, after }: { readonly before: number; readonly step: number; readonly graph: ApplicationModel; readonly after: number }, // prettier-ignore
): number {
  const writers = new Set<number | undefined>(
    graph.actions.filter(({ writes }) => writes.includes(key)).map(({ name }) => index.texts.find(name)),
  );
  if (writers.size === 0) return -1;
  const hasWritten = pastOf(index, at);
  for (let step = before - 1; step > after; step -= 1) {
    const isWriter = writers.has(index.steps.get("action", step));
    const isTold = index.hasFlag(step, "accessRecorded") || !index.hasFlag(step, "committed");
    if (isWriter && !isTold && hasWritten(step)) return step;
  }
  return -1;
}
