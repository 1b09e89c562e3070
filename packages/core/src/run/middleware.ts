import type { RawOutput } from "../action/action.ts";
import { chunksOf } from "./chunks.ts";
import { type Deferred, deferred } from "./deferred.ts";
import { drain } from "./drive-sync.ts";
import { Source } from "./effects.ts";
import { isPromiseLike } from "./hooks.ts";

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

/**
 * Runs `action` inside `middleware`, the first outermost. The action gives a value, a promise, or the source of its chunks;
 * what comes out is the same as of an action: a value or a promise in a sync run, else a generator.
 */
export function throughMiddleware(
  middleware: readonly Middleware[],
  step: MiddlewareStep,
  action: () => RawOutput,
  isSync: boolean,
): RawOutput {
  const wrap = isSync ? around : aroundStream;
  return middleware.reduceRight<() => RawOutput>((inner, one) => () => wrap(one, step, inner), action)();
}

/** Sync: a stream runs to its end inside `next()`, since nobody waits for its chunks. */
function around(middleware: Middleware, step: MiddlewareStep, inner: () => RawOutput): RawOutput {
  return middleware(step, () => {
    const output = inner();
    return output instanceof Source ? drain(output) : output;
  });
}

/** A stream that a middleware has opened with `next()`. */
interface Opened {
  readonly source: Opening;
  readonly mapChunk: (chunk: unknown) => unknown;
  readonly end: Deferred<unknown>;
}

/** The chunks of the action, or of the middleware inside. */
type Opening = Pick<Source, "iterator" | "unpair">;

/** A generator that passes on the chunks of what the middleware opens with `next()`, and ends with what it returns. */
async function* aroundStream(
  middleware: Middleware,
  step: MiddlewareStep,
  inner: () => RawOutput,
): AsyncGenerator<unknown, unknown, void> {
  let opening = deferred<Opened>();
  const next: Next = ({ mapChunk = (chunk: unknown) => chunk } = {}) => {
    if (step.signal.aborted) return Promise.reject(step.signal.reason as Error); // no second try after an abort
    const output = inner();
    const source: Opening | undefined = output instanceof Source ? output : openingOf(output);
    if (source === undefined) return isPromiseLike(output) ? output : Promise.resolve(output);
    const end = deferred<unknown>();
    end.promise.catch(() => {}); // the middleware may not look at it
    opening.resolve({ source, mapChunk, end });
    return end.promise;
  };
  // An async function, so that an error of a sync middleware is a rejection too.
  const returned = (async () => ({ output: await middleware(step, next) }))();
  for (;;) {
    // A middleware that tries again opens a second stream after the first has failed.
    const event: Opened | { readonly output: unknown } = await Promise.race([opening.promise, returned]);
    if ("output" in event) return event.output;
    opening = deferred();
    yield* passOn(event, returned);
  }
}

function openingOf(output: RawOutput): Opening | undefined {
  const chunks = chunksOf(output);
  return chunks === undefined ? undefined : { iterator: chunks.iterator, unpair: undefined };
}

async function* passOn(
  { source: { iterator, unpair }, mapChunk, end }: Opened,
  returned: Promise<unknown>,
): AsyncGenerator<unknown, void, void> {
  let isLeft = true;
  try {
    for (;;) {
      const raw = await iterator.next();
      const item = unpair === undefined ? raw : unpair(raw);
      if (item?.done === true) {
        isLeft = false;
        end.resolve(item.value);
        return;
      }
      if (item !== undefined) yield mapChunk(item.value);
    }
  } catch (error) {
    isLeft = false;
    await iterator.return?.();
    end.reject(error);
  } finally {
    if (isLeft) {
      // The consumer left: close the action, then let the middleware's own `finally` run.
      await iterator.return?.();
      end.reject(new DOMException("The step was aborted.", "AbortError"));
      await returned.catch(() => {});
    }
  }
}
