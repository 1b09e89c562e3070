import { BurrError } from "../errors.ts";
import { State } from "../state/state.ts";
import type { ChunkEvent, RollbackEvent } from "../stream/events.ts";
import type { TaskResult } from "./collector.ts";
import type { ExecutorTask, DoneOutcome } from "./executor.ts";

/** A task that is done, as `reduce` gets it. */
export function doneResult(
  { key, id }: Pick<ExecutorTask, "key" | "id">,
  { action, result, state }: DoneOutcome,
  freeze: boolean,
): TaskResult {
  return { status: "completed", key, appId: id, action, result, state: State.of(state, freeze) as never }; // typed by what its task runs
}

/** Takes back what a task has shown of a step that did not come to its end. */
export function rollbackOf(
  { shown }: { readonly shown: ChunkEvent | undefined },
  reason: RollbackEvent["reason"],
): RollbackEvent | undefined {
  if (shown === undefined) return undefined;
  const { path, action, sequenceId } = shown;
  return { type: "rollback", path, action, sequenceId, reason };
}

/** The error of a race that nobody has entered. */
export function withoutWinner(action: string): BurrError {
  return new BurrError("invalid-output", `\`tasks\` of action "${action}" gave no task: a race needs at least one.`, {
    action,
  });
}

/** The error of an executor that has ended too early. */
export function endedEarly(action: string, place: number): BurrError {
  return new BurrError(
    "task-lost",
    `The executor of action "${action}" has ended before it had taken all tasks, at place ${place}. It must take them until there are no more, or end with an error.`,
    { action, place },
  );
}

export function withoutOutcome(action: string, place: number): BurrError {
  return new BurrError(
    "task-lost",
    `The executor of action "${action}" has ended without an outcome of the task at place ${place}. It must tell of each task whether it is done or has failed.`,
    { action, place },
  );
}
