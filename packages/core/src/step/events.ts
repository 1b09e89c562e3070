import { isBurrError } from "../errors.ts";
import { toOpen } from "../run/meta.ts";
import type { CheckpointEvent, ChunkEvent, RollbackEvent, StepEndEvent, StepStartEvent } from "../stream/events.ts";
import type { StepEnding } from "./ending.ts";
import type { Step } from "./step.ts";

/** The event of a step that begins. */
export function startEvent(step: Step): StepStartEvent {
  return {
    type: "step-start",
    path: step.run.plan.path,
    action: step.node.name,
    sequenceId: step.sequenceId,
    attempt: step.attempt,
    resumed: step.resumed !== undefined,
  };
}

/** The event of a chunk that has just been taken. */
export function chunkEvent(step: Step, chunk: unknown): ChunkEvent {
  return {
    type: "chunk",
    path: step.run.plan.path,
    action: step.node.name,
    sequenceId: step.sequenceId,
    attempt: step.attempt,
    index: step.records.chunkCount - 1,
    chunk,
  };
}

/** The event of a checkpoint that was not told yet; `undefined` when there is none. */
export function takeCheckpointEvent(step: Step): CheckpointEvent | undefined {
  const delta = step.records.untoldCheckpoint;
  if (delta === undefined) return undefined;
  step.records.untoldCheckpoint = undefined;
  return { type: "checkpoint", path: step.run.plan.path, action: step.node.name, sequenceId: step.sequenceId, delta };
}

/** The event that takes the chunks of a step back. */
export function rollbackEvent(step: Step, reason: RollbackEvent["reason"]): RollbackEvent {
  return { type: "rollback", path: step.run.plan.path, action: step.node.name, sequenceId: step.sequenceId, reason };
}

/** The events of a step that has ended. */
export function* endEvents(
  step: Step,
  ending: StepEnding,
): Generator<CheckpointEvent | RollbackEvent | StepEndEvent, void, void> {
  const { status, accepted } = ending;
  const where = { path: step.run.plan.path, action: step.node.name, sequenceId: step.sequenceId };
  const checkpoint = takeCheckpointEvent(step);
  if (checkpoint !== undefined) yield checkpoint;
  if (step.records.chunkCount > 0 && accepted === undefined && status !== "suspended") {
    yield rollbackEvent(step, status === "aborted" ? "aborted" : "failed");
  }
  const committed = accepted !== undefined;
  yield { type: "step-end", ...where, committed, delta: accepted?.delta() ?? [], ...endOf(ending) };
}

function endOf({ status, accepted, suspension, error }: StepEnding) {
  if (status === "completed") return { status, result: accepted?.result };
  if (status === "failed") return { status, error: describeError(error) };
  if (status === "aborted" || suspension === undefined) return { status: "aborted" } as const;
  return { status, suspensions: suspension.suspended.requests.map(toOpen) };
}

function describeError(error: unknown): { readonly code: string; readonly message: string } {
  const message = error instanceof Error ? error.message : "A value that is no Error was thrown.";
  return { code: isBurrError(error) ? error.code : "action-failed", message };
}
