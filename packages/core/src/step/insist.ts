import { backoffMs, type Policy } from "../action/policy.ts";
import { isMistake, isTrue } from "../errors.ts";
import { abortSignalled, type Task, Wait } from "../run/effects.ts";
import { tell } from "../run/tell.ts";
import { abandoned } from "./abandon.ts";
import type { StepEnding } from "./ending.ts";
import type { Step } from "./step.ts";
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
  const mayFallBack = step.role.kind !== "undo" && step.node.action.body.fallback !== undefined;
  return mayFallBack && ending.status === "failed" && !isMistake(ending.error)
    ? yield* fallBack(step, ending, inputs)
    : ending;
}

/** The pause before another try; `undefined` when the error is not worth one. */
function pauseBefore(retry: Policy["retry"], error: unknown, tries: number): number | undefined {
  return isTrue(retry.on(error), "retry.on") ? backoffMs(retry, error, tries, Math.random()) : undefined;
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

/** What the action's `fallback` makes of its failure: a try of its own, with a signal and a time limit like any other. */
function* fallBack(step: Step, { error }: StepEnding, inputs: Inputs): Task<StepEnding> {
  yield* step.rollBack("failed");
  step.beginTry();
  step.role = { kind: "fallback", error };
  const ending = yield* tryAction(step, inputs);
  if (ending.status === "completed") return { ...ending, recovered: { error } };
  if (ending.status !== "failed") return ending;
  // What the action has failed with says more, and may lead on.
  step.settings.hooks.report(ending.error, "fallback", step.identity(), error);
  return { status: "failed", error };
}
