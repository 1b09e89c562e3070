import type { GraphNode } from "../graph/compile.ts";
import { isPromiseLike } from "../promises.ts";
import { type Task, Wait } from "./effects.ts";
import { goesOn } from "./halting.ts";
import type { StepStartedRecord } from "./journal.ts";
import type { Run } from "./run.ts";
import type { StartingPoint } from "./runtime.ts";

/** Stores that an attempt at `node` begins. False when the application went on elsewhere, and is at another point now. */
export function* begin(run: Run, node: GraphNode): Task<boolean> {
  const { runtime } = run;
  const { journal } = runtime.settings;
  if (journal === undefined || run.startedAhead === node.name) return true;
  const record = startOf(run, node, runtime.sequenceId + 1);
  run.isClaiming = true;
  run.startedAhead = node.name; // also if an abort ends the wait while it is being stored
  try {
    const storing = journal.start === undefined ? journal.append([record]) : journal.start(record);
    const moved = isPromiseLike(storing) ? yield new Wait(storing, "the journal", true) : undefined;
    if (moved === undefined) return true;
    run.startedAhead = undefined;
    runtime.restore(moved as StartingPoint); // as start() declares
    return false;
  } finally {
    run.isClaiming = false;
  }
}

/** The start of `next`, if it can be stored with the commit of `node` that comes before it: if the run goes on at once. */
export function startAhead(run: Run, node: GraphNode, next: GraphNode | undefined): StepStartedRecord | undefined {
  const { runtime, plan } = run;
  if (runtime.settings.journal?.start === undefined || run.aborted !== undefined) return undefined;
  if (next === undefined || !goesOn(run, node.name, next) || run.handsOut(next)) return undefined;
  const isReady = next.action.inputs.required.every((name) => Object.hasOwn(plan.inputs, name));
  return isReady ? startOf(run, next, runtime.sequenceId + 1) : undefined;
}

function startOf({ runtime }: Run, { name }: GraphNode, sequenceId: number): StepStartedRecord {
  const { appId, partitionKey } = runtime.settings;
  return { type: "step-started", appId, partitionKey, sequenceId, action: name, attempt: 1 };
}
