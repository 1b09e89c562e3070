import { BurrError } from "../errors.ts";
import type { GraphNode } from "../graph/compile.ts";
import type { StepEnding } from "../step/ending.ts";
import { inputsFor, resolveInputs, validatedInputs } from "../step/inputs.ts";
import { nextRole, type Role } from "../step/role.ts";
import { Step } from "../step/step.ts";
import { lookForAnswers } from "../suspend/answers.ts";
import { begin } from "./begin.ts";
import { Emit, ready, StepDone, type Task, Wait } from "./effects.ts";
import type { Run } from "./run.ts";
import { endEventOf, type RunEnd, resultOf, startEventOf } from "./run-end.ts";
import { endBefore, endOfWait, stopAfter } from "./stopping.ts";
import { tell, tellBroken, tellChoice, tellWayOn } from "./tell.ts";

const noInputs: Inputs = Object.freeze({});

/**
 * The run loop: from one action to the next, until a halt, the end, a dead end or an error. Every way of running
 * drives this one task; it throws the action's own error, or the reason of an abort.
 */
export function runLoop(run: Run): Task<RunEnd> {
  return aroundRun(run, steps(run), {
    endEvent: (end) => endEventOf(run, end),
    rescue: (error) => endOfWait(run, error),
  });
}

/** What becomes of the end of a run. */
interface Endings<TEnd> {
  /** The event of it, where events are wanted. */
  readonly endEvent?: (end: TEnd) => unknown;
  /** The end that an error is, if it is one: `maxMs` was over, or the run was drained, while it waited. */
  readonly rescue?: (error: unknown) => TEnd | undefined;
}

/** Does the work of a run between its hooks, tells the journal when it is over, and at last emits its end, if events are wanted. */
export function* aroundRun<TEnd extends { readonly stopped: RunEnd["stopped"] }>(
  run: Run,
  work: Task<TEnd>,
  { endEvent, rescue }: Endings<TEnd> = {},
): Task<TEnd> {
  const { settings } = run.runtime;
  const { hooks, appId, partitionKey } = settings;
  const { method } = run.plan;
  if (hooks.has("preRunExecuteCall")) {
    const { state, sequenceId, after = null } = run.runtime;
    yield* tell(hooks, "preRunExecuteCall", { appId, partitionKey, state, method, sequenceId, after }, run);
  }
  let end: { readonly of: TEnd } | undefined;
  let failure: { readonly error: unknown } | undefined;
  try {
    end = { of: yield* work };
  } catch (error) {
    const rescued = rescue?.(error);
    if (rescued === undefined) failure = { error };
    else end = { of: rescued };
  }
  try {
    yield* endSession(run);
  } catch (error) {
    if (failure === undefined) failure = { error };
    else hooks.report(error, "journal", { appId, partitionKey }, failure.error);
  }
  if (hooks.has("postRunExecuteCall")) {
    const event = {
      appId,
      partitionKey,
      state: run.runtime.state,
      method,
      exception: failure?.error ?? null,
      stopped: failure === undefined ? (end?.of.stopped ?? null) : null,
    };
    run.actionError = failure?.error;
    yield* tell(hooks, "postRunExecuteCall", event, run);
  }
  if (end === undefined || failure !== undefined) throw failure?.error;
  run.isFinished = true;
  run.release(); // before the last event: whoever reacts to it may use the application
  if (run.emits === "events" && endEvent !== undefined) yield new Emit(endEvent(end.of));
  return end.of;
}

/** Tells the journal that the run is over, or stands still: what waits is stored, and others may use the application. */
function* endSession(run: Run): Task<void> {
  const { runtime, startedAhead } = run;
  // A stream that was never read holds nothing, and another run may be under way.
  if (runtime.run !== run) return;
  const ending = runtime.settings.journal?.end?.(startedAhead !== undefined);
  if (ending !== undefined) yield new Wait(ending, "the journal");
}

/** From step to step. What a run that waits for nothing does not need is in tasks of its own: this is the hot path. */
function* steps(run: Run): Task<RunEnd> {
  const { runtime, plan } = run;
  const { hooks, journal } = runtime.settings;
  const isWatched = hooks.has("postTransition");
  if (run.emits === "events") yield new Emit(startEventOf(run));
  let last: Step | undefined;
  for (;;) {
    if (runtime.updating !== undefined || (last === undefined && runtime.meta.suspended !== undefined))
      yield* settle(run);
    const node = runtime.next();
    const end = last === undefined ? endBefore(run, node) : stopAfter(run, last, node);
    if (end !== undefined) return end;
    if (run.aborted !== undefined) throw run.aborted.reason;
    const next = node as GraphNode; // without one there is an end
    const role = nextRole(runtime, next);
    // A task costs about as much as the rest of the step.
    const needsNoWait = journal === undefined && run.emits !== "chunks" && !next.checksInputs;
    const inputs = needsNoWait ? inputsOf(run, next, role) : yield* prepare(run, next, role);
    if (inputs === "moved") last = undefined; // what it did is history
    if (typeof inputs === "string") continue;
    last = new Step(run, next, role);
    let ending: StepEnding;
    run.begin(last);
    try {
      ending = yield* last.execute(inputs);
    } finally {
      run.step = undefined;
    }
    if (ending.status !== "completed" && isEndOfRun(run, ending)) {
      if (isWatched) yield* tellWayOn(run, last, ending);
      throw ending.error;
    }
    try {
      if (ending.accepted !== undefined) runtime.next(); // evaluates the conditions: an error in one is this step's, not the next one's
    } catch (error) {
      if (isWatched) yield* tellBroken(run, last);
      throw error;
    }
    if (isWatched || plan.way.emits !== "nothing") yield* tellStep(run, last, ending);
  }
}

type Inputs = Readonly<Record<string, unknown>>;

/** What the step gets of the inputs of the run; without its inputs there is no attempt. */
function inputsOf({ plan, runtime }: Run, node: GraphNode, { kind }: Role): Inputs {
  return kind === "run" ? resolveInputs(node, plan.inputs, runtime.settings.family !== undefined) : noInputs;
}

/** Waits for what is under way before a step is chosen: an update from outside, answers that were given elsewhere. */
function* settle(run: Run): Task<void> {
  const { runtime } = run;
  if (runtime.updating !== undefined) yield new Wait(runtime.updating, "updateState()");
  if (run.lastStep === undefined && runtime.meta.suspended !== undefined) yield* lookForAnswers(run);
}

/**
 * Waits until the step at `node` may begin: for the reader of its stream, for inputs that are validated, and until its start is
 * stored. `"moved"` when others have gone on with the run, `"halted"` when it was drained, or its time was over, meanwhile.
 */
function* prepare(run: Run, node: GraphNode, role: Role): Task<Inputs | "moved" | "halted"> {
  const isHandedOut = run.handsOut(node);
  if (isHandedOut) {
    yield* handOut(run, node);
    if (run.halted !== undefined || run.expired !== undefined) return "halted";
    run.lastStep = undefined; // this stream tells of its own step, also when that does not begin
  }
  const given =
    role.kind === "run" ? inputsFor(node, run.plan.inputs, run.runtime.settings.family !== undefined) : noInputs;
  const inputs = given instanceof Promise ? yield* validatedInputs(run, node, given) : given;
  if (run.runtime.settings.journal !== undefined && !(yield* begin(run, node))) {
    if (isHandedOut) throw stale(node);
    return "moved";
  }
  return run.halted === undefined ? inputs : "halted";
}

/** Tells who wants to know of a step that is over: how the next action was chosen, what the step did. */
function* tellStep(run: Run, step: Step, ending: StepEnding): Task<void> {
  const isFailure = ending.accepted === undefined && ending.suspension === undefined;
  yield* tellChoice(run, step, ending);
  if (run.emits === "steps" && !isFailure) yield new Emit(resultOf(step));
  if (run.plan.way.handsOut === "each") {
    run.emits = "chunks"; // this step's reader may have asked for events
    yield new StepDone(resultOf(step), isFailure ? { error: ending.error } : undefined);
  }
}

/** Whether the run throws what has ended its step. */
function isEndOfRun(run: Run, { status, accepted, suspension, route, error }: StepEnding): boolean {
  if (accepted !== undefined || suspension !== undefined) return run.aborted !== undefined && status === "aborted";
  // The stream is that of one action: wherever its failure leads, it has no final.
  if (run.plan.way.handsOut === "target" && run.lastStep?.isStreamed === true) return true;
  const isOutOfTime = run.expired !== undefined && error === run.expired;
  return !isOutOfTime && (status === "aborted" || route === undefined);
}

/** Waits for the first pull of a step's stream. Until then others may use the application: its step must still be next. */
function* handOut(run: Run, node: GraphNode): Task<void> {
  const { runtime } = run;
  const { sequenceId } = runtime;
  if (run.plan.way.handsOut === "target") yield* endSession(run);
  yield ready;
  if (runtime.updating !== undefined) yield new Wait(runtime.updating, "updateState()");
  if (run.aborted !== undefined) throw run.aborted.reason;
  if (runtime.sequenceId !== sequenceId || runtime.next() !== node) throw stale(node);
}

function stale({ name }: GraphNode): BurrError {
  return new BurrError(
    "stale-stream",
    `The stream of "${name}" was not read before the application went on. Call streamResult() again.`,
    { action: name },
  );
}
