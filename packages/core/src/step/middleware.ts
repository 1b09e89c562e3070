import { drain } from "../drive/drive-sync.ts";
import { BurrError } from "../errors.ts";
import { deferred, type Deferred, ignoreRejection, isPromiseLike } from "../promises.ts";
import type { HookStep } from "../run/hooks.ts";
import { abortSignalled, type Chunks, Source, type Task, Wait } from "../run/effects.ts";
import { chunksIn } from "./chunks.ts";
import { close } from "./close.ts";
import { noFinal } from "./pairs.ts";
import type { Step } from "./step.ts";

/** What a middleware is told about the step it stands around. */
export interface MiddlewareStep {
  readonly appId: string;
  readonly partitionKey: string | null;
  readonly action: string;
  readonly sequenceId: number;
  readonly attempt: number;
  /** What of the action is called, if not `run`. */
  readonly role?: HookStep["role"];
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly signal: AbortSignal;
  /** The tags of the action. */
  readonly tags: readonly string[];
  /** The state as the action sees it, for a middleware that answers in its place. */
  readonly state: MiddlewareState;
  /** Reports attributes of the step, as `ctx.log()` does. */
  readonly log: (attributes: Readonly<Record<string, unknown>>) => void;
}

/** A state within the contract of an action that is not known: keys of `reads`, and operations on what it may write. */
export interface MiddlewareState {
  readonly [key: string]: unknown;
  /** Sets values. */
  readonly update: (patch: Readonly<Record<string, unknown>>) => MiddlewareState;
  /** Takes keys away. */
  readonly delete: (...keys: string[]) => MiddlewareState;
}

/** Runs what is inside: the next middleware, at last the action. */
export interface Next {
  /**
   * Gives what the action ends with: an update, or `[result, update]`. A promise of it unless the action is sync and the
   * run is `runSync()`. The chunks of a streaming action pass by, through `mapChunk` if there is one.
   */
  (options?: { readonly mapChunk?: (chunk: unknown) => unknown }): unknown;
}

/**
 * Code around every action, as in `async (step, next) => { …; return await next(); }`. What it returns is what the step
 * ends with; without calling `next` the action does not run. A sync one (`(step, next) => next()`) works in `runSync()` too.
 */
export type Middleware = (step: MiddlewareStep, next: Next) => unknown;

/** What `next()` of the innermost middleware does. */
type Innermost = (mapChunk: MapChunk) => unknown;
type MapChunk = (chunk: unknown) => unknown;

/** A stream that `next()` has opened, and what it tells the middleware that waits for its end. */
interface Opened {
  readonly chunks: Chunks;
  readonly mapChunk: MapChunk;
  readonly end: Deferred<unknown>;
}

/** Runs the action of `step` inside its middleware in a run that waits for nothing; a stream is drained inside `next()`. */
export function throughMiddlewareSync(step: Step, about: MiddlewareStep, act: () => unknown): unknown {
  return compose(step.settings.middleware, about, () => {
    const output = act();
    const chunks = chunksIn(step, output);
    return chunks === undefined ? output : drain(new Source(step, chunks));
  });
}

/** Runs the action of `step` inside its middleware. The streams that `next()` opens are pulled like those of any action. */
export function* throughMiddleware(step: Step, about: MiddlewareStep, act: () => unknown): Task<unknown> {
  let opened: Opened | undefined;
  let opening = deferred<undefined>();
  const open: Innermost = (mapChunk) => {
    if (about.signal.aborted) return Promise.reject(about.signal.reason as Error); // no second try after an abort
    if (opened !== undefined) return Promise.reject(nextInFlight(about.action));
    const output = act();
    const chunks = chunksIn(step, output);
    if (chunks === undefined) return isPromiseLike(output) ? output : Promise.resolve(output);
    const end = deferred<unknown>();
    ignoreRejection(end.promise); // the middleware may not look at it
    opened = { chunks, mapChunk, end };
    opening.resolve(undefined);
    return end.promise;
  };
  // An async function, so that an error of a sync middleware is a rejection too.
  const answer = (async () => ({ output: await compose(step.settings.middleware, about, open) }))();
  for (;;) {
    step.running = answer;
    const waiting = Promise.race([opening.promise, answer]);
    const watched = step.watch === undefined ? waiting : step.watch.guard(waiting);
    const answered = (yield new Wait(watched, `a middleware of the action "${about.action}"`, true)) as Awaited<
      typeof waiting
    >;
    step.watch?.assertInTime();
    if (answered !== undefined) return answered.output;
    // A middleware that tries again opens a second stream after the first has ended.
    const stream: Opened | undefined = opened;
    opening = deferred();
    if (stream !== undefined) yield* pull(step, stream, answer, () => { opened = undefined; }); // prettier-ignore
  }
}

/** Lets a stream be pulled to its end, and tells the middleware. `done` allows it to call `next()` again. */
function* pull(step: Step, { chunks, mapChunk, end }: Opened, answer: Promise<unknown>, done: () => void): Task<void> {
  const { iterator } = chunks;
  const source = new Source(step, chunks, mapChunk);
  const leave = (): void => source.interrupt();
  answer.then(leave, leave);
  // On an abort the action is closed first, then the middleware's own `finally` runs.
  step.running = {
    next: () => iterator.next(),
    return: async () => {
      await iterator.return?.();
      end.reject(new DOMException("The step was aborted.", "AbortError"));
      await answer.catch(() => {});
    },
  };
  try {
    yield* step.openStream();
    yield* step.rollBack();
    const final = yield source;
    if (final === undefined) throw noFinal(step.node.name, step.yieldsPairs);
    done();
    end.resolve(final);
  } catch (error) {
    if (error === abortSignalled) throw error;
    done();
    if (error === source.interrupted) {
      // A middleware that answered before the end has the action stopped, and nobody waits for that.
      step.stopTry(error);
      const closing = async (): Promise<unknown> => await iterator.return?.(); // a sync one may throw, which rejects
      ignoreRejection(closing());
    } else {
      step.running = iterator;
      yield* close(step);
    }
    end.reject(error);
  }
}

/** The first middleware around the next, the last around `innermost`; an outer `mapChunk` sees what an inner one made. */
function compose(middleware: readonly Middleware[], about: MiddlewareStep, innermost: Innermost): unknown {
  const from = (index: number, mapChunk: MapChunk): unknown => {
    const one = middleware[index];
    if (one === undefined) return innermost(mapChunk);
    return one(about, ({ mapChunk: mine } = {}) =>
      from(index + 1, mine === undefined ? mapChunk : (chunk) => mapChunk(mine(chunk))),
    );
  };
  return from(0, (chunk) => chunk);
}

/** The error of a step whose middleware gave nothing; the action itself would have been told what it has to return. */
export function nothingFromMiddleware(action: string): BurrError {
  return new BurrError(
    "invalid-output",
    `A middleware around the action "${action}", or the action itself, returned nothing. A middleware ends with \`return await next()\`.`,
    { action },
  );
}

function nextInFlight(action: string): BurrError {
  return new BurrError(
    "next-in-flight",
    `A middleware called next() for action "${action}" while the stream of an earlier call is open. Wait for that call first.`,
    { action },
  );
}
