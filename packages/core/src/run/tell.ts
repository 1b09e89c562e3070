import { isPromiseLike } from "../promises.ts";
import type { StepEnding } from "../step/ending.ts";
import type { Step } from "../step/step.ts";
import { Emit, type Task, Wait } from "./effects.ts";
import type { HookSet } from "./hook-set.ts";
import type { HookEvent, HookName, HookSource } from "./hooks.ts";
import type { Run } from "./run.ts";

/** Calls the hooks of one name, and waits where they do. Ask `hooks.has()` first: a task costs more than the question. */
export function* tell<TName extends HookName>(
  hooks: HookSet,
  name: TName,
  event: HookEvent<TName>,
  source: HookSource,
): Task<void> {
  const pending = hooks.call(name, event, source);
  if (pending !== undefined) yield new Wait(pending, `the hook "${name}"`);
}

/** Tells who wants to know how the action after a step was chosen. */
export function* tellChoice(run: Run, step: Step, { accepted, route }: StepEnding): Task<void> {
  const { runtime } = run;
  const { appId, partitionKey, hooks } = runtime.settings;
  if (run.emits !== "events" && !hooks.has("postTransition")) return;
  const decision = route?.decision ?? (accepted === undefined ? undefined : runtime.decision());
  if (decision === undefined || decision.tried.length === 0) return;
  const { sequenceId } = step;
  if (hooks.has("postTransition"))
    yield* tell(hooks, "postTransition", { appId, partitionKey, sequenceId, ...decision }, step);
  const { from: action, to, tried } = decision;
  if (run.emits === "events")
    yield new Emit({ type: "transition", path: run.plan.path, action, sequenceId, to, tried });
}

/** Tells hooks of a choice that came to nothing, since a condition threw. */
export function* tellBroken(run: Run, step: Step): Task<void> {
  const { appId, partitionKey, hooks } = run.runtime.settings;
  const decision = run.runtime.brokenDecision();
  if (decision !== undefined)
    yield* tell(hooks, "postTransition", { appId, partitionKey, sequenceId: step.sequenceId, ...decision }, step);
}

/** Waits until the journal has stored a record. */
export function* appended(storing: void | PromiseLike<void>): Task<void> {
  if (isPromiseLike(storing)) yield new Wait(storing, "the journal");
}
