import type { Decision } from "../graph/decision.ts";
import type { State } from "../state/state.ts";
import type { Step } from "../step/step.ts";
import type { RunEndEvent, RunStartEvent } from "../stream/events.ts";
import { type OpenSuspension, openRequests, toOpen } from "./meta.ts";
import type { Run } from "./run.ts";

/** Where a run stopped, untyped. `null` as the action: no step was taken, or the last one did not commit. */
export interface RunEnd {
  readonly stopped: RunEndEvent["stopped"];
  readonly action: string | null;
  readonly result: unknown;
  readonly state: State;
  readonly sequenceId: number;
  readonly decision?: Decision;
  /** What is waited for; `suspension` is the first of it. */
  readonly suspension?: OpenSuspension;
  readonly suspensions?: readonly OpenSuspension[];
  readonly limit?: string;
  readonly reason?: unknown;
}

/** What one step did, untyped. */
export interface StepEnd {
  readonly action: string;
  readonly result: unknown;
  readonly state: State;
  readonly sequenceId: number;
  readonly suspensions?: readonly OpenSuspension[];
}

/** What a step did, for the caller. */
export function resultOf(step: Step): StepEnd {
  const { node, run, sequenceId, ending } = step;
  const end = { action: node.name, result: ending?.accepted?.result, state: run.runtime.state, sequenceId };
  return ending?.suspension === undefined ? end : { ...end, suspensions: openRequests(run.runtime.meta).map(toOpen) };
}

/** The end of a run at `action`, which has reported nothing. */
export function endAt({ runtime }: Run, stopped: RunEnd["stopped"], action: string | null): RunEnd {
  return { stopped, action, result: undefined, state: runtime.state, sequenceId: runtime.sequenceId };
}

/** The end of a run whose action waits for answers. */
export function suspendedEnd(run: Run): RunEnd {
  const { meta } = run.runtime;
  const suspensions = openRequests(meta).map(toOpen);
  const [suspension] = suspensions;
  return {
    ...endAt(run, "suspended", meta.suspended?.action ?? null),
    ...(suspension === undefined ? {} : { suspension }),
    suspensions,
  };
}

export function startEventOf({ runtime, plan }: Run): RunStartEvent {
  const { appId, partitionKey } = runtime.settings;
  return {
    type: "run-start",
    path: plan.path,
    action: runtime.next()?.name ?? null,
    sequenceId: runtime.sequenceId,
    appId,
    partitionKey,
  };
}

export function endEventOf(
  { plan }: Run,
  { stopped, action, sequenceId, limit, reason, suspensions, decision }: RunEnd,
): RunEndEvent {
  return {
    type: "run-end",
    path: plan.path,
    action,
    sequenceId,
    stopped,
    ...(limit === undefined ? {} : { limit }),
    ...(reason === undefined ? {} : { reason }),
    ...(suspensions === undefined ? {} : { suspensions }),
    ...(decision === undefined ? {} : { decision }),
  };
}
