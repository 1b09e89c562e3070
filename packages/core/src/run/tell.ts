import { isPromiseLike } from "../promises.ts";
import type { Decision } from "../graph/decision.ts";
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
export function* tellChoice(run: Run, step: Step, ending: StepEnding): Task<void> {
  if (run.emits !== "events" && !run.runtime.settings.hooks.has("postTransition")) return;
  const decision = decisionAfter(run, ending);
  if (decision === undefined) return;
  yield* tellHooks(run, step, decision);
  const { from: action, to, tried } = decision;
  if (run.emits === "events")
    yield new Emit({ type: "transition", path: run.plan.path, action, sequenceId: step.sequenceId, to, tried });
}

/** Tells hooks of the choice behind a step that ends the run with an error: where a later run goes on, if it does. */
export function* tellWayOn(run: Run, step: Step, ending: StepEnding): Task<void> {
  let decision: Decision | undefined;
  try {
    decision = decisionAfter(run, ending);
  } catch {
    decision = run.runtime.brokenDecision(); // the error is that of the run which asks for the way
  }
  if (decision !== undefined) yield* tellHooks(run, step, decision);
}

/** Tells hooks of a choice that came to nothing, since a condition threw. */
export function* tellBroken(run: Run, step: Step): Task<void> {
  const decision = run.runtime.brokenDecision();
  if (decision !== undefined) yield* tellHooks(run, step, decision);
}

/** What was chosen behind a step; `undefined` where there was nothing to choose: it leads nowhere, or its action is next again. */
function decisionAfter({ runtime }: Run, { accepted, route }: StepEnding): Decision | undefined {
  const decision = route?.decision ?? (accepted === undefined ? undefined : runtime.decision());
  return decision?.tried.length === 0 ? undefined : decision;
}

function* tellHooks({ runtime }: Run, step: Step, decision: Decision): Task<void> {
  const { appId, partitionKey, hooks } = runtime.settings;
  const event = { appId, partitionKey, sequenceId: step.sequenceId, ...decision };
  if (hooks.has("postTransition")) yield* tell(hooks, "postTransition", event, step);
}

/** Waits until the journal has stored a record. */
export function* appended(storing: void | PromiseLike<void>): Task<void> {
  if (isPromiseLike(storing)) yield new Wait(storing, "the journal");
}
