import { backoffMs, type Policy } from "../action/policy.ts";
import { isMistake } from "../errors.ts";
import { isPromiseLike } from "../promises.ts";
import { abortSignalled, type Task, Wait } from "../run/effects.ts";
import { tell } from "../run/tell.ts";
import { createView } from "../state/view.ts";
import { abandoned } from "./abandon.ts";
import type { StepEnding } from "./ending.ts";
import { LazyContext } from "./lazy-context.ts";
import { acceptOutput } from "./output.ts";
import type { Step } from "./step.ts";
import { suspendedEnding } from "./suspended.ts";
import { Suspension } from "./suspension.ts";
import { validated } from "./validated.ts";
import { tryAction } from "./try-action.ts";

type Inputs = Readonly<Record<string, unknown>>;

/** Of an action that is not tried again. */
const never: Policy["retry"] = { attempts: 1, baseMs: 0, maxMs: 0, jitter: 0, delayMs: undefined, on: () => false };

/** Tries a failed action again, as its policy says, and at last calls its fallback. */
export function* insist(step: Step, first: StepEnding, inputs: Inputs): Task<StepEnding> {
  const retry = step.node.policy?.retry ?? never;
  let ending = first;
  for (let tries = 1; ending.status === "failed" && tries < retry.attempts; tries += 1) {
    let delayMs: number | undefined;
    try {
      delayMs = pauseBefore(retry, ending.error, tries);
    } catch (error) {
      return { status: "failed", error }; // the program's own test has failed: nobody can say whether to go on
    }
    if (delayMs === undefined) break;
    yield* step.rollBack();
    try {
      yield* pause(step, ending.error, delayMs);
    } catch (error) {
      if (error !== abortSignalled || step.aborted === undefined) throw error;
      return yield* abandoned(step, step.aborted.reason);
    }
    ending = yield* tryAction(step, inputs);
  }
  return ending.status === "failed" && step.role.kind === "run" ? yield* fallBack(step, ending) : ending;
}

/** The pause before another try; `undefined` when the error is not worth one. */
function pauseBefore(retry: Policy["retry"], error: unknown, tries: number): number | undefined {
  return retry.on(error) ? backoffMs(retry, error, tries, Math.random()) : undefined;
}

/** Waits before the next try; a run that waits for nothing tries again at once. */
function* pause(step: Step, error: unknown, delayMs: number): Task<void> {
  step.beginTry(); // an abort ends the pause
  const { hooks } = step.settings;
  if (hooks.has("preRetryStep")) yield* tell(hooks, "preRetryStep", { ...step.identity(), error, delayMs }, step);
  if (step.aborted !== undefined) throw abortSignalled;
  if (delayMs < 1 || step.run.plan.way.isSync) return;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const elapsed = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, delayMs);
  });
  try {
    yield new Wait(elapsed, "a pause before another try", true);
  } finally {
    clearTimeout(timer);
  }
}

/** What the action's `fallback` makes of its failure. */
function* fallBack(step: Step, ending: StepEnding): Task<StepEnding> {
  const { node, base } = step;
  const { fallback } = node.action.body;
  if (fallback === undefined || isMistake(ending.error)) return ending;
  yield* step.rollBack("failed");
  step.isOver = false;
  try {
    const view = createView(node.contract, base) as never; // typed where the action was declared
    let output: unknown = fallback(ending.error, view, new LazyContext(step) as never);
    if (isPromiseLike(output)) {
      step.running = output;
      output = yield new Wait(output, `the fallback of the action "${node.name}"`, true);
      step.running = undefined;
    }
    const accepted = yield* validated(step, acceptOutput(node, base, output, "run"));
    if (accepted instanceof Suspension) {
      const suspended = yield* suspendedEnding(step, accepted);
      step.isOver = true;
      return suspended;
    }
    step.isOver = true;
    return { status: "completed", accepted, recovered: { error: ending.error } };
  } catch (error) {
    step.running = undefined;
    step.isOver = true;
    return step.aborted === undefined ? { status: "failed", error } : yield* abandoned(step, step.aborted.reason);
  }
}
