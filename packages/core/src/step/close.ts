import { isPromiseLike, settlesWithin } from "../promises.ts";
import { type Task, Wait } from "../run/effects.ts";
import type { Step } from "./step.ts";

/** Ends what the action has under way, and waits for its `finally`. */
export function* close(step: Step): Task<void> {
  const { running } = step;
  step.running = undefined;
  if (running === undefined) return;
  const { hooks, closeTimeoutMs } = step.settings;
  const report = (error: unknown): void => {
    hooks.report(error, "finally", step.identity(), step.aborted?.reason);
  };
  let closing: unknown;
  if (isPromiseLike(running)) {
    // A rejection is either the error at hand, or the action's answer to the abort.
    const isStopped = step.aborted !== undefined || step.watch?.hasFired === true;
    closing = isStopped ? running.then(undefined, () => {}) : undefined;
  } else {
    try {
      closing = running.return?.();
    } catch (error) {
      report(error);
    }
  }
  if (isPromiseLike(closing) && !step.run.plan.way.isSync)
    step.closed = (yield new Wait(settlesWithin(closing, closeTimeoutMs, report), "cleanup")) === true;
}
