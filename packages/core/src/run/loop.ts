import { BurrError } from "../errors.ts";
import type { GraphNode } from "../graph/compile.ts";
import type { Decision } from "../graph/decision.ts";
import type { State } from "../state/state.ts";
import type { StepEnding } from "../step/ending.ts";
import { inputsFor, validatedInputs } from "../step/inputs.ts";
import { Step } from "../step/step.ts";
import type { RunEndEvent, RunStartEvent } from "../stream/events.ts";
import { begin } from "./begin.ts";
import { Emit, ready, StepDone, type Task, Wait } from "./effects.ts";
import { goesOn } from "./halting.ts";
import type { Run } from "./run.ts";
import { tell } from "./tell.ts";

/** Where a run stopped, untyped. `null` as the action: it had ended before the call. */
export interface RunEnd {
  readonly stopped: RunEndEvent["stopped"];
  readonly action: string | null;
  readonly result: unknown;
  readonly state: State;
  readonly sequenceId: number;
  readonly decision?: Decision;
  readonly suspension?: { readonly name: string; readonly payload: unknown };
}

/**
 * The run loop: from one action to the next, until a halt, the end, a dead end or an error. Every way of running
 * drives this one task; it throws the action's own error, or the reason of an abort.
 */
export function* runLoop(run: Run): Task<RunEnd> {
  const { settings } = run.runtime;
  const { hooks, appId, partitionKey } = settings;
  const { method } = run.plan;
  if (hooks.has("preRunExecuteCall")) {
    yield* tell(hooks, "preRunExecuteCall", { appId, partitionKey, state: run.runtime.state, method });
  }
  let end: RunEnd | undefined;
  let failure: { readonly error: unknown } | undefined;
  try {
    end = yield* steps(run);
  } catch (error) {
    failure = { error };
  }
  try {
    yield* endSession(run);
  } catch (error) {
    if (failure === undefined) failure = { error };
    else hooks.report(error, "journal", { appId, partitionKey }, failure.error);
  }
  if (hooks.has("postRunExecuteCall")) {
    const event = { appId, partitionKey, state: run.runtime.state, method, exception: failure?.error ?? null };
    yield* tell(hooks, "postRunExecuteCall", event, failure?.error);
  }
  if (end === undefined || failure !== undefined) throw failure?.error;
  run.isFinished = true;
  run.release(); // before the last event: whoever reacts to it may use the application
  if (run.emits === "events") yield new Emit(endOf(end));
  return end;
}

/** Tells the journal that the run is over, or stands still: what waits is stored, and others may use the application. */
function* endSession(run: Run): Task<void> {
  const { runtime, startedAhead } = run;
  // A stream that was never read holds nothing, and another run may be under way.
  if (runtime.run !== run) return;
  const ending = runtime.settings.journal?.end?.(startedAhead !== undefined);
  if (ending !== undefined) yield new Wait(ending, "the journal");
}

function* steps(run: Run): Task<RunEnd> {
  const { runtime, plan } = run;
  if (run.emits === "events") yield new Emit(startOf(run));
  const isWatched = runtime.settings.hooks.has("postTransition");
  let last: Step | undefined;
  for (;;) {
    if (runtime.updating !== undefined) yield new Wait(runtime.updating, "updateState()");
    const node = runtime.next();
    const end = last === undefined ? (node === undefined ? idle(run) : undefined) : stopAfter(run, last, node);
    if (end !== undefined || node === undefined) return end ?? idle(run);
    if (run.aborted !== undefined) throw run.aborted.reason;
    const isHandedOut = run.handsOut(node);
    if (isHandedOut) {
      yield* handOut(run, node);
      run.lastStep = undefined; // this stream tells of its own step, also when that does not begin
    }
    const given = inputsFor(node, plan.inputs); // without its inputs there is no attempt
    const inputs = given instanceof Promise ? yield* validatedInputs(run, node, given) : given;
    if (!(yield* begin(run, node))) {
      if (isHandedOut) throw stale(node);
      last = undefined; // what it did is history
      continue;
    }
    last = new Step(run, node, inputs);
    run.begin(last);
    let ending: StepEnding;
    try {
      ending = yield* last.execute();
    } finally {
      run.step = undefined;
    }
    if (ending.status === "failed") throw ending.error;
    if (ending.status === "aborted" && (ending.accepted === undefined || run.aborted !== undefined)) throw ending.error;
    if (ending.accepted !== undefined) {
      runtime.next(); // evaluates the conditions: an error in one is this step's, not the next one's
      if (isWatched || run.emits === "events") yield* tellChoice(run, last);
    }
    if (run.emits === "steps") yield new Emit(resultOf(last));
    if (isHandedOut && plan.way.handsOut === "each") {
      run.emits = "chunks"; // this step's reader may have asked for events
      yield new StepDone(resultOf(last));
    }
  }
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

/** What a step did, for the caller. */
function resultOf(step: Step): { action: string; result: unknown; state: State; sequenceId: number } {
  const { node, run, sequenceId, ending } = step;
  return { action: node.name, result: ending?.accepted?.result, state: run.runtime.state, sequenceId };
}

/** Where the run stops between `step` and `next`; `undefined` if it goes on. */
function stopAfter(run: Run, step: Step, next: GraphNode | undefined): RunEnd | undefined {
  const { haltAfter, haltBefore, way } = run.plan;
  const seeksTarget = way.handsOut === "target";
  const { runtime } = run;
  const action = step.node.name;
  const suspension = step.ending?.suspension;
  if (suspension !== undefined) {
    const { name, payload } = suspension;
    return { stopped: "suspended", ...resultOf(step), suspension: { name, payload } };
  }
  if (goesOn(run, action, next)) return undefined;
  // The target of streamResult() ends the run; else a halt before the next action goes first, as in Burr.
  if (way.isSingleStep || (seeksTarget && haltAfter.has(action))) return { stopped: "after", ...resultOf(step) };
  if (next !== undefined && haltBefore.has(next.name)) {
    return {
      stopped: "before",
      action: next.name,
      result: undefined,
      state: runtime.state,
      sequenceId: step.sequenceId,
    };
  }
  if (haltAfter.has(action)) return { stopped: "after", ...resultOf(step) };
  if (seeksTarget) throw noNextAction(action);
  const decision = step.node.edges.length > 0 ? runtime.decision() : undefined;
  return decision === undefined
    ? { stopped: "end", ...resultOf(step) }
    : { stopped: "stuck", ...resultOf(step), decision };
}

/** Nothing is left to run at all. */
function idle({ runtime, plan }: Run): RunEnd {
  const decision = runtime.decision();
  if (plan.way.handsOut === "target") {
    throw noNextAction(decision?.from ?? null);
  }
  return { stopped: "end", action: null, result: undefined, state: runtime.state, sequenceId: runtime.sequenceId };
}

function noNextAction(action: string | null): BurrError {
  return new BurrError(
    "no-next-action",
    `There is no next action to stream: no transition leads on from "${action ?? ""}" to an action of \`haltAfter\`.`,
    { action },
  );
}

/** Tells who wants to know how the next action was chosen. */
function* tellChoice(run: Run, { sequenceId }: Step): Task<void> {
  const { runtime } = run;
  const { appId, partitionKey, hooks } = runtime.settings;
  const decision = runtime.decision();
  if (decision === undefined || decision.tried.length === 0) return;
  const event = { appId, partitionKey, sequenceId, ...decision };
  if (hooks.has("postTransition")) yield* tell(hooks, "postTransition", event);
  const { from: action, to, tried } = decision;
  if (run.emits === "events") yield new Emit({ type: "transition", path: [], action, sequenceId, to, tried });
}

function startOf({ runtime }: Run): RunStartEvent {
  const { appId, partitionKey } = runtime.settings;
  return {
    type: "run-start",
    path: [],
    action: runtime.next()?.name ?? null,
    sequenceId: runtime.sequenceId,
    appId,
    partitionKey,
  };
}

function endOf({ stopped, action, sequenceId }: RunEnd): RunEndEvent {
  return { type: "run-end", path: [], action, sequenceId, stopped };
}
