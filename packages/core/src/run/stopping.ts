import { BurrError } from "../errors.ts";
import type { GraphNode } from "../graph/compile.ts";
import type { Step } from "../step/step.ts";
import { goesOn, reaches } from "./halting.ts";
import { openRequests } from "./meta.ts";
import { recalledEnd } from "./recall.ts";
import type { Run } from "./run.ts";
import { endAt, type RunEnd, resultOf, suspendedEnd } from "./run-end.ts";

/** Where a run stops that has not taken a step yet; `undefined` if it takes one. */
export function endBefore(run: Run, next: GraphNode | undefined): RunEnd | undefined {
  const { runtime, plan } = run;
  if (openRequests(runtime.meta).length > 0) return suspendedEnd(run);
  const recalled = runtime.recalled === undefined ? undefined : recalledEnd(run);
  if (recalled !== undefined) return recalled;
  if (next !== undefined) return outOfRoom(run, undefined);
  const { after = null } = runtime;
  if (plan.way.handsOut === "target") throw noNextAction(after);
  const decision = runtime.stuckAt === undefined ? undefined : runtime.decision();
  return decision === undefined ? endAt(run, "end", null) : { ...endAt(run, "stuck", after), decision };
}

/** Where a run stops between `step` and `next`; `undefined` if it goes on. */
export function stopAfter(run: Run, step: Step, next: GraphNode | undefined): RunEnd | undefined {
  const { ending } = step;
  if (run.expired !== undefined && ending?.status === "aborted") return outOfRoom(run, step);
  // Most steps, and the hot path: nothing can stop the run here.
  if (ending?.accepted !== undefined && next !== undefined && !run.mayHalt) return outOfRoom(run, step);
  const { haltAfter, haltBefore, way } = run.plan;
  const { runtime } = run;
  const action = step.node.name;
  if (ending?.suspension !== undefined) return suspendedEnd(run);
  const isFailure = ending?.accepted === undefined;
  const isOn = isFailure
    ? next !== undefined && reaches(run.plan, next, runtime.data)
    : goesOn(run, action, next, runtime.data);
  if (isOn) return outOfRoom(run, step);
  const isAfter = !isFailure && haltAfter.hold(action, runtime.data);
  const seeksTarget = way.handsOut === "target";
  // The target of streamResult() ends the run; else a halt before the next action goes first, as in Burr.
  if (!isFailure && (way.isSingleStep || (seeksTarget && isAfter))) return { stopped: "after", ...resultOf(step) };
  if (next !== undefined && haltBefore.hold(next.name, runtime.data)) return endAt(run, "before", next.name);
  if (isAfter) return { stopped: "after", ...resultOf(step) };
  if (seeksTarget) throw noNextAction(action);
  const decision = runtime.stuckAt === undefined ? undefined : runtime.decision();
  return decision === undefined
    ? { stopped: "end", ...resultOf(step) }
    : { stopped: "stuck", ...resultOf(step), decision };
}

/** Where a run stops that could go on, and may not. */
function outOfRoom(run: Run, last: Step | undefined): RunEnd | undefined {
  if (run.isUnlimited && last?.halted === undefined) return undefined;
  const halted = last?.ending?.accepted === undefined ? run.halted : (last.halted ?? run.halted);
  const limit = run.expired === undefined ? run.limits.reached() : "maxMs";
  if (halted === undefined && limit === undefined) return undefined;
  const at = last?.ending?.accepted === undefined ? endAt(run, "limit", null) : resultOf(last);
  if (halted !== undefined) return { ...at, stopped: "halted", reason: halted.reason };
  return { ...at, stopped: "limit", limit: limit ?? "" };
}

/** The end of a run whose wait was ended because its time is over, or it was drained; `undefined` for any other error. */
export function endOfWait(run: Run, error: unknown): RunEnd | undefined {
  const isEnd = error !== undefined && (error === run.expired || error === run.halted);
  return isEnd ? outOfRoom(run, run.lastStep) : undefined;
}

function noNextAction(action: string | null): BurrError {
  return new BurrError(
    "no-next-action",
    `There is no next action to stream: no transition leads on from "${action ?? ""}" to an action of \`haltAfter\`.`,
    { action },
  );
}
