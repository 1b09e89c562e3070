import { BurrError } from "../errors.ts";
import { isPromiseLike } from "../promises.ts";
import { abortSignalled, Source, type Task, Wait } from "../run/effects.ts";
import { viewInside } from "../state/view.ts";
import { abandoned } from "./abandon.ts";
import { aboutStep } from "./about-step.ts";
import { callAction } from "./call-action.ts";
import { chunksIn } from "./chunks.ts";
import { close } from "./close.ts";
import type { StepEnding } from "./ending.ts";
import { nothingFromMiddleware, throughMiddleware, throughMiddlewareSync } from "./middleware.ts";
import { type Accepted, acceptOutput } from "./output.ts";
import { noFinal } from "./pairs.ts";
import type { Step } from "./step.ts";
import { validated } from "./validated.ts";
import { suspendedEnding } from "../suspend/suspended-ending.ts";
import { Suspension } from "../suspend/suspension.ts";
import { Watch } from "./watch.ts";

type Inputs = Readonly<Record<string, unknown>>;

/** Tries the action of `step` once. */
export function* tryAction(step: Step, inputs: Inputs): Task<StepEnding> {
  const { settings, node, base } = step;
  try {
    const output = yield* act(step, inputs);
    if (step.storing !== undefined) yield new Wait(step.storing, "the journal");
    if (output === undefined && settings.middleware.length > 0 && step.role.kind !== "undo")
      throw nothingFromMiddleware(node.name);
    let accepted = acceptOutput(node, base, output, step.role.kind);
    if (settings.schemas !== undefined) accepted = yield* validated(step, accepted);
    if (step.suspension !== undefined && !(accepted instanceof Suspension)) throw notReturned(node.name);
    const suspended = accepted instanceof Suspension ? yield* suspendedEnding(step, accepted) : undefined;
    step.isOver = true;
    step.watch?.stop();
    return suspended ?? { status: "completed", accepted: accepted as Accepted }; // it is no suspension
  } catch (thrown) {
    const error = thrown instanceof Suspension ? notReturned(node.name) : thrown;
    yield* close(step);
    step.watch?.stop();
    // What it has saved is for the next try.
    if (step.storing !== undefined && step.aborted === undefined) yield new Wait(settled(step.storing), "the journal");
    return step.aborted === undefined ? { status: "failed", error } : yield* abandoned(step, step.aborted.reason);
  }
}

function* act(step: Step, inputs: Inputs): Task<unknown> {
  if (step.aborted !== undefined) throw abortSignalled;
  const { settings, node } = step;
  if (node.policy !== undefined) step.watch = watchOf(step);
  const { watch } = step;
  let output = settings.middleware.length === 0 ? callAction(step, inputs) : yield* inside(step, inputs);
  // The most frequent case, and the dearest to ask further.
  if (viewInside(output) !== undefined && step.aborted === undefined) return output;
  if (isPromiseLike(output)) {
    step.running = output;
    output = yield new Wait(watch === undefined ? output : watch.guard(output), `the action "${node.name}"`, true);
    watch?.assertInTime();
    step.running = undefined;
  }
  const chunks = chunksIn(step, output);
  if (chunks !== undefined) {
    step.running = chunks.iterator;
    yield* step.openStream();
    output = yield new Source(step, chunks);
    step.running = undefined;
    if (output === undefined && !node.action.body.hasChildren) throw noFinal(node.name, step.yieldsPairs);
  }
  if (step.aborted !== undefined) throw abortSignalled;
  return output;
}

function* inside(step: Step, inputs: Inputs): Task<unknown> {
  const about = aboutStep(step, inputs);
  const call = (): unknown => callAction(step, inputs);
  return step.run.plan.way.isSync
    ? throughMiddlewareSync(step, about, call)
    : yield* throughMiddleware(step, about, call);
}

/** Watches the time limits of a try. What is too late is stopped, and its wait ends with an error. */
function watchOf(step: Step): Watch | undefined {
  const { policy, name } = step.node;
  if (policy === undefined || step.run.plan.way.isSync) return undefined;
  if (policy.timeoutMs === undefined && policy.idleTimeoutMs === undefined) return undefined;
  return new Watch(name, policy, (error) => {
    step.stopTry(error);
  });
}

/** The error of an action that suspends, and goes on as if it had not. */
function notReturned(action: string): BurrError {
  return new BurrError(
    "invalid-output",
    `Action "${action}" has called ctx.suspend() and did not return what that gave: write \`return ctx.suspend(…)\`.`,
    { action },
  );
}

/** Resolves when `storing` has settled: why the action has failed says more than why something of it was not stored. */
function settled(storing: PromiseLike<unknown>): PromiseLike<unknown> {
  return storing.then(undefined, () => {});
}
