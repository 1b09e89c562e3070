import type { RawOutput } from "../action/action.ts";
import { isPromiseLike } from "./hooks.ts";
import { chunksOf } from "./chunks.ts";
import { type Deferred, deferred } from "./deferred.ts";

/** What a middleware is told about the step it stands around. */
export interface MiddlewareStep {
  readonly appId: string;
  readonly partitionKey: string | null;
  readonly action: string;
  readonly sequenceId: number;
  readonly attempt: number;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly signal: AbortSignal;
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

/** Runs `action` inside `middleware`, the first outermost. Gives what an action gives: a value, a promise or a generator. */
export function throughMiddleware(
  middleware: readonly Middleware[],
  step: MiddlewareStep,
  action: () => RawOutput,
  isSync: boolean,
): RawOutput {
  return middleware.reduceRight<() => RawOutput>(
    (inner, one) => () => (isSync ? around(one, step, inner) : aroundStream(one, step, inner)),
    action,
  )();
}

/** Sync: a generator runs to its end inside `next()`, since nobody waits for its chunks. */
function around(middleware: Middleware, step: MiddlewareStep, inner: () => RawOutput): RawOutput {
  return middleware(step, () => {
    const output = inner();
    const chunks = chunksOf(output);
    if (chunks === undefined || chunks.isAsync) return output;
    for (;;) {
      const item = chunks.iterator.next() as IteratorResult<unknown, unknown>; // a sync iterator
      if (item.done === true) return item.value;
    }
  });
}

function unchanged(chunk: unknown): unknown {
  return chunk;
}

interface Opened {
  readonly iterator: AsyncIterator<unknown, unknown> | Iterator<unknown, unknown>;
  readonly mapChunk: (chunk: unknown) => unknown;
  readonly end: Deferred<unknown>;
}

/** A generator that passes on the chunks of what the middleware opens with `next()`, and ends with what it returns. */
async function* aroundStream(
  middleware: Middleware,
  step: MiddlewareStep,
  inner: () => RawOutput,
): AsyncGenerator<unknown, unknown, void> {
  let opening = deferred<Opened>();
  const returned = Promise.resolve(
    middleware(step, ({ mapChunk = unchanged } = {}) => {
      const output = inner();
      const chunks = chunksOf(output);
      if (chunks === undefined) return isPromiseLike(output) ? output : Promise.resolve(output);
      const end = deferred<unknown>();
      end.promise.catch(() => {}); // the middleware may not look at it
      opening.resolve({ iterator: chunks.iterator as Opened["iterator"], mapChunk, end });
      return end.promise;
    }),
  ).then((output) => ({ output }));
  for (;;) {
    // A middleware that tries again opens a second stream after the first has failed.
    const event: Opened | { readonly output: unknown } = await Promise.race([opening.promise, returned]);
    if ("output" in event) return event.output;
    opening = deferred<Opened>();
    yield* passOn(event, returned);
  }
}

async function* passOn(
  { iterator, mapChunk, end }: Opened,
  returned: Promise<unknown>,
): AsyncGenerator<unknown, void, void> {
  let isOver = false;
  try {
    while (!isOver) {
      const item = await iterator.next();
      isOver = item.done === true;
      if (isOver) end.resolve(item.value);
      else yield mapChunk(item.value);
    }
  } catch (error) {
    isOver = true;
    end.reject(error);
  } finally {
    if (!isOver) {
      // The consumer left: close the action, then let the middleware's own `finally` run.
      await iterator.return?.();
      end.reject(new DOMException("The step was aborted.", "AbortError"));
      await returned.catch(() => {});
    }
  }
}
