import type { GraphNode } from "../graph/compile.ts";
import { isPromiseLike } from "../promises.ts";
import { type Task, Wait } from "./effects.ts";
import { goesOn, reaches } from "./halting.ts";
import type { StepStartedRecord } from "./journal.ts";
import type { Data } from "../state/operations.ts";
import type { Step } from "../step/step.ts";
import type { Run } from "./run.ts";

/** Stores that an attempt at `node` begins. False when the application went on elsewhere, and is at another point now. */
export function* begin(run: Run, node: GraphNode): Task<boolean> {
  const { runtime } = run;
  const { journal } = runtime.settings;
  if (journal === undefined || run.startedAhead === node.name) return true;
  const record = startOf(run, node, runtime.sequenceId + 1);
  run.isClaiming = true;
  run.startedAhead = node.name; // also if an abort ends the wait while it is being stored
  try {
    const storing = journal.start === undefined ? journal.append([record], undefined, run) : journal.start(record, run);
    const isTaken = !isPromiseLike(storing) || (yield new Wait(storing, "the journal", true)) !== false;
    if (!isTaken) run.startedAhead = undefined;
    return isTaken;
  } finally {
    run.isClaiming = false;
  }
}

/** The start of `next`, if it can be stored with the end of `step` that comes before it: if the run goes on at once. */
export function startAhead(
  step: Step,
  next: GraphNode | undefined,
  after: Data | undefined,
): StepStartedRecord | undefined {
  const { run } = step;
  const { runtime, plan } = run;
  const mayGoOn = run.aborted === undefined && run.halted === undefined && step.halted === undefined;
  if (next === undefined || runtime.settings.journal?.start === undefined || !mayGoOn || run.handsOut(next))
    return undefined;
  const isReady = next.action.inputs.required.every((name) => Object.hasOwn(plan.inputs, name));
  if (!isReady || isOutOfRoom(step) || !isReached(step, next, after)) return undefined;
  return startOf(run, next, runtime.sequenceId + 1);
}

/** Whether the halts let the run go on to `next`. One whose condition throws will throw again when it counts. */
function isReached({ run, node, base }: Step, next: GraphNode, after: Data | undefined): boolean {
  try {
    return after === undefined ? reaches(run.plan, next, base) : goesOn(run, node.name, next, after);
  } catch {
    return false;
  }
}

function isOutOfRoom({ run, spent }: Step): boolean {
  if (run.expired !== undefined || run.limits.reached() !== undefined) return true;
  return Object.entries(spent ?? {}).some(([budget, amount]) => run.limits.left(budget, amount) <= 0);
}

function startOf({ runtime }: Run, { name }: GraphNode, sequenceId: number): StepStartedRecord {
  const { appId, partitionKey } = runtime.settings;
  return { type: "step-started", appId, partitionKey, sequenceId, action: name, attempt: 1 };
}
