import { pairReader } from "../step/pairs.ts";
import type { Step } from "../step/step.ts";

/** What the run loop asks of whoever drives it. The answer of a `Wait` or a `Source` is what the loop goes on with. */
export type Effect = Wait | Source | Emit | typeof ready | StepDone;

/** A piece of the run loop: the one implementation of every way to run. */
export type Task<TResult> = Generator<Effect, TResult, unknown>;

/** Wait for a promise. An `interruptible` wait ends with `abortSignalled` when the run is aborted. */
export class Wait {
  readonly promise: PromiseLike<unknown>;
  /** For messages: whose promise it is. */
  readonly what: string;
  readonly interruptible: boolean;

  constructor(promise: PromiseLike<unknown>, what: string, interruptible = false) {
    this.promise = promise;
    this.what = what;
    this.interruptible = interruptible;
  }
}

/** Pull the chunks of a streaming step; the answer is its final. Ends with `abortSignalled` when the run is aborted. */
export class Source {
  readonly step: Step;
  readonly iterator: ChunkIterator;
  readonly isAsync: boolean;
  /** Reads the items of a generator of pairs. */
  readonly unpair: ReturnType<typeof pairReader> | undefined;
  /** What middleware makes of each chunk. */
  readonly mapChunk: ((chunk: unknown) => unknown) | undefined;
  /** Thrown into the task when `interrupt` has ended the pulling. */
  interrupted: Error | undefined;
  /** Ends the pulling from outside; set by whoever pulls. */
  interrupt: () => void = () => {};

  constructor(step: Step, { iterator, isAsync }: Chunks, mapChunk?: (chunk: unknown) => unknown) {
    this.step = step;
    this.iterator = iterator;
    this.isAsync = isAsync;
    this.mapChunk = mapChunk;
    this.unpair = step.yieldsPairs ? pairReader(step.node.name) : undefined;
  }
}

/** The chunks of an action: their iterator, and whether it is async. */
export interface Chunks {
  readonly iterator: ChunkIterator;
  readonly isAsync: boolean;
}

/** A sync or async iterator of chunks. */
export interface ChunkIterator {
  next(): IteratorResult<unknown, unknown> | PromiseLike<IteratorResult<unknown, unknown>>;
  return?(value?: unknown): unknown;
}

/** Give this to the consumer, and go on when the next item is asked for. */
export class Emit {
  readonly item: unknown;

  constructor(item: unknown) {
    this.item = item;
  }
}

/** A step whose stream is handed out is about to begin. */
export const ready: unique symbol = Symbol("ready");

/** A step whose stream was handed out has ended with this; the run goes on. */
export class StepDone {
  readonly final: unknown;
  readonly failure: { readonly error: unknown } | undefined;

  constructor(final: unknown, failure?: { readonly error: unknown }) {
    this.final = final;
    this.failure = failure;
  }
}

/** Thrown into a task at a wait that an abort ended. Nobody outside the run loop sees it. */
export const abortSignalled: Error = new Error("aborted");
