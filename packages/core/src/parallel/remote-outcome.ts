import { inherited } from "../children/inherit.ts";
import type { LooseConfig } from "../application/application.ts";
import type { Child } from "../children/family.ts";
import type { LoadedRun } from "../persist/persister.ts";
import type { Step } from "../step/step.ts";
import type { ExecutorTask, DoneOutcome } from "./executor.ts";

/** How a task that runs elsewhere has ended in an earlier try of its step, if it was done. */
export async function storedOutcome(step: Step, task: ExecutorTask): Promise<DoneOutcome | undefined> {
  const { persister } = step.settings.maker.config;
  const { id, partitionKey, haltAfter } = task;
  const loaded = await persister?.load({ appId: id, partitionKey });
  if (loaded?.after === null || loaded === undefined) return undefined;
  const { runtime } = await childOf(step, task, loaded);
  const { after = "", data, sequenceId, meta } = runtime;
  const isAtEnd = haltAfter.length === 0 && runtime.next() === undefined && runtime.stuckAt === undefined;
  if (!haltAfter.includes(after) && !isAtEnd) return undefined;
  return { type: "done", action: after, result: loaded.result, state: data, sequenceId, spent: meta.spent };
}

/** Stores how a task has ended that ran elsewhere: as a history that begins where the task has ended. */
export function storeOutcome(step: Step): (task: ExecutorTask, done: DoneOutcome) => Promise<void> {
  const { persister } = step.settings.maker.config;
  return async (task, { action, state, result, sequenceId }) => {
    const { id: appId, partitionKey } = task;
    await persister?.delete({ appId, partitionKey }); // what is there is no end of it
    const end: LoadedRun = { appId, partitionKey, sequenceId, state, after: action, status: "completed", version: 0, graph: null, parent: null, savedAtMs: step.settings.now() }; // prettier-ignore
    const { runtime } = await childOf(step, task, end);
    await runtime.settings.journal?.begin?.(result);
  };
}

function childOf(
  step: Step,
  { id, key, path, graph, entrypoint, state }: ExecutorTask,
  loaded: LoadedRun,
): Promise<Child> {
  const config: LooseConfig = inherited(step, { graph, entrypoint, state }, { id, key, path });
  return step.settings.maker.restore(config, { load: () => Promise.resolve(loaded) }, undefined);
}
