import { isPromiseLike, settlesWithin } from "../promises.ts";
import { type Task, Wait } from "../run/effects.ts";
import { createView } from "../state/view.ts";
import type { StepEnding } from "./ending.ts";
import { acceptUpdate } from "./output.ts";
import type { Step } from "./step.ts";
import { validatedInTime } from "./validated.ts";

/** How an aborted step ends: `onAbort` may keep what there is. */
export function* abandoned(step: Step, reason: unknown): Task<StepEnding> {
  const { settings, node, base } = step;
  const { onAbort } = node.action.body;
  // What a child has not finished is no part of its result: its parent says what is kept.
  const isDriven = settings.family?.isWaitedFor === true;
  if (
    onAbort === undefined ||
    isDriven ||
    !step.hasActed ||
    (step.role.kind !== "run" && step.role.kind !== "fallback")
  )
    return { status: "aborted", error: reason };
  try {
    let update = onAbort(step.records.partial as never, createView(node.contract, base, step.seen) as never);
    if (isPromiseLike(update)) {
      // Bounded like the action's own end: whoever has aborted does not want to wait.
      const settled = settlesWithin(update, settings.closeTimeoutMs, () => {});
      const isSettled = (yield new Wait(settled, `onAbort of the action "${node.name}"`)) === true;
      if (!isSettled) {
        step.closed = false;
        return { status: "aborted", error: reason };
      }
      update = yield new Wait(update, "onAbort");
    }
    const accepted = yield* validatedInTime(step, acceptUpdate(node, base, update, undefined));
    if (accepted === undefined) step.closed = false;
    return { status: "aborted", error: reason, ...(accepted === undefined ? {} : { accepted }) };
  } catch (error) {
    return { status: "failed", error };
  }
}
