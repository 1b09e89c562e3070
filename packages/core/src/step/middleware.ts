import { drain } from "../drive/drive-sync.ts";
import { BurrError } from "../errors.ts";
import { type Deferred, deferred, isPromiseLike } from "../promises.ts";
import { type ChunkIterator, Source } from "../run/effects.ts";
import { chunksOf } from "./chunks.ts";

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
 * Runs `action` inside `middleware`, the first outermost; `leave` stops an action that a middleware did not wait for. The action gives a value, a promise, or the source of its chunks;
 * what comes out is the same as of an action: a value or a promise in a sync run, else a generator.
 */
export function throughMiddleware(
  middleware: readonly Middleware[],
  step: MiddlewareStep,
  action: () => unknown,
  { isSync, leave }: { readonly isSync: boolean; readonly leave: (reason: unknown) => void },
): unknown {
  return middleware.reduceRight<() => unknown>(
    (inner, one) => () => (isSync ? around(one, step, inner) : aroundStream(one, step, { inner, leave })),
    action,
  )();
}

/** Sync: a stream runs to its end inside `next()`, since nobody waits for its chunks. */
function around(middleware: Middleware, step: MiddlewareStep, inner: () => unknown): unknown {
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
  { inner, leave }: { readonly inner: () => unknown; readonly leave: (reason: unknown) => void },
): AsyncGenerator<unknown, unknown, void> {
  let opening = deferred<Opened>();
  let isOpen = false;
  const next: Next = ({ mapChunk = (chunk: unknown) => chunk } = {}) => {
    if (step.signal.aborted) return Promise.reject(step.signal.reason as Error); // no second try after an abort
    if (isOpen) return Promise.reject(nextInFlight(step.action));
    const output = inner();
    const source: Opening | undefined = output instanceof Source ? output : openingOf(output);
    if (source === undefined) return isPromiseLike(output) ? output : Promise.resolve(output);
    const end = deferred<unknown>();
    isOpen = true;
    const close = (): void => {
      isOpen = false;
    };
    end.promise.then(close, close); // before the middleware hears of it
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
    yield* passOn(event, returned, leave);
  }
}

function openingOf(output: unknown): Opening | undefined {
  const chunks = chunksOf(output);
  return chunks === undefined ? undefined : { iterator: chunks.iterator, unpair: undefined };
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

async function* passOn(
  { source: { iterator, unpair }, mapChunk, end }: Opened,
  returned: Promise<unknown>,
  leave: (reason: unknown) => void,
): AsyncGenerator<unknown, void, void> {
  const leaving = new Leaving(returned);
  let isLeft = true;
  try {
    for (;;) {
      const raw = await leaving.orItem(iterator);
      if (raw === undefined) return; // the middleware has answered before the stream's end
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
      const reason = new DOMException("The step was left before its end.", "AbortError");
      // A middleware that did not wait for the action has it stopped, and nobody waits for that.
      if (leaving.hasReturned) leave(reason);
      const closing = Promise.resolve(iterator.return?.());
      // A consumer that left has the action closed before the middleware's own `finally` runs.
      if (leaving.hasReturned) closing.catch(() => {});
      else await closing;
      end.reject(reason);
      await returned.catch(() => {});
    }
  }
}

/** Tells when a middleware has answered, without a race per chunk that would hold on to every chunk. */
class Leaving {
  hasReturned = false;
  #wake: () => void = () => {};

  constructor(returned: Promise<unknown>) {
    const settle = (): void => {
      this.hasReturned = true;
      this.#wake();
    };
    returned.then(settle, settle);
  }

  /** The next item; `undefined` when the middleware answers first. */
  async orItem(iterator: ChunkIterator): Promise<IteratorResult<unknown, unknown> | undefined> {
    if (this.hasReturned) return undefined;
    return await new Promise((resolve, reject) => {
      this.#wake = () => {
        resolve(undefined);
      };
      // At once, so that an abort that comes now finds the action at work; a sync iterator may throw, which rejects.
      Promise.resolve(iterator.next()).then(resolve, reject);
    });
  }
}
