import { BurrError } from "../errors.ts";
import { deferred, type Deferred } from "../promises.ts";
import type { Run } from "../run/run.ts";
import type { Operation } from "../state/operations.ts";
import { PartialBuffer } from "../step/partial.ts";
import type { Step } from "../step/step.ts";
import type { Outcome } from "../stream/stream-types.ts";
import type { Pump } from "./pump.ts";

/** How a port ended, for whoever asks for its final. */
type End = { readonly final: unknown } | { readonly error: unknown };

/**
 * The consumer's side of a run: a hand-written iterator, since an async generator per layer would cost two to three
 * times the raw chunk.
 */
export class Port<TItem = unknown, TFinal = unknown>
  implements AsyncIterableIterator<TItem, TFinal, void>, AsyncDisposable
{
  /** Set by the pump. */
  pump!: Pump;
  readonly #scope: "run" | "step";
  #resolve: ((item: IteratorResult<TItem, TFinal>) => void) | undefined;
  #reject: ((error: unknown) => void) | undefined;
  #end: End | undefined;
  /** Set once the consumer was told of the end, or left. */
  #isClosed = false;
  /** The reason of an abort that the consumer asked for, before the step has ended. */
  #aborted: { readonly reason: unknown } | undefined;
  #outcome: Outcome | undefined;
  #outcomeAsked: Deferred<Outcome> | undefined;

  /** `scope` says what an abort stops: the run, or only the step (the run may then go on after an `onAbort`). */
  constructor(scope: "run" | "step") {
    this.#scope = scope;
  }

  /** Whether the consumer waits for an item. */
  get isWaiting(): boolean {
    return this.#resolve !== undefined;
  }

  get isOver(): boolean {
    return this.#end !== undefined;
  }

  /** What the last step has failed with. */
  get lastError(): unknown {
    return this.pump.run.lastStep?.ending?.error;
  }

  /** What the last step reported, and what it changed in the state. */
  get lastCommit(): { readonly result: unknown; readonly delta: readonly Operation[] } {
    const accepted = this.pump.run.lastStep?.ending?.accepted;
    return { result: accepted?.result, delta: accepted?.delta() ?? [] };
  }

  get outcome(): Promise<Outcome> {
    if (this.#outcomeAsked === undefined) {
      this.#outcomeAsked = deferred();
      if (this.#outcome !== undefined) this.#outcomeAsked.resolve(this.#outcome);
    }
    return this.#outcomeAsked.promise;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<IteratorResult<TItem, TFinal>> {
    if (this.#end === undefined && this.#resolve === undefined && this.#aborted === undefined && !this.#isClosed)
      return new Promise(this.#ask);
    if (this.#resolve !== undefined) return this.#after();
    return this.#closed();
  }

  /** As `next()`, for readers of the engine's own, without a promise on the way. */
  request(resolve: (item: IteratorResult<TItem, TFinal>) => void, reject: (error: unknown) => void): void {
    const isFree = this.#end === undefined && this.#resolve === undefined && this.#aborted === undefined;
    if (isFree && !this.#isClosed) this.#ask(resolve, reject);
    else this.next().then(resolve, reject);
  }

  /** Leaves: aborts what is under way, and waits for its end. */
  async return(): Promise<IteratorResult<TItem, TFinal>> {
    if (this.#end === undefined && !this.#isClosed)
      await this.abort(new DOMException("The consumer left the stream.", "AbortError"));
    // Whoever has aborted was told at once; whoever disposes of it wants to know that all is over.
    if (this.#end === undefined && this.#aborted !== undefined) await this.outcome;
    this.#isClosed = true;
    return { done: true, value: undefined as TFinal }; // as a generator that returns early
  }

  async throw(error: unknown): Promise<IteratorResult<TItem, TFinal>> {
    if (this.#end === undefined && !this.#isClosed) await this.abort(error);
    this.#isClosed = true;
    throw error;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.return();
  }

  /** Stops the step, or the run. A pending `next()` rejects at once. */
  abort(
    reason: unknown = new DOMException("The stream was aborted.", "AbortError"),
    scope: "run" | "step" = this.#scope,
  ): Promise<Outcome> {
    if (this.#end !== undefined || this.#aborted !== undefined) return this.outcome;
    this.#aborted = { reason };
    const isStopped = this.pump.abort(reason, scope);
    if (this.#end !== undefined) return this.outcome;
    if (!isStopped) {
      this.#aborted = undefined; // the step has given its final already
    } else if (this.#reject !== undefined) {
      this.#isClosed = true;
      this.#rejectWith(reason);
    }
    return this.outcome;
  }

  /** Gives up reading; the engine goes on. */
  detach(): void {
    if (this.#end !== undefined) return;
    this.#isClosed = true;
    this.pump.run.isDetached = true;
    const resolve = this.#resolve;
    this.#resolve = undefined;
    this.#reject = undefined;
    resolve?.({ done: true, value: undefined as TFinal }); // the reader's loop just ends
    this.pump.drain();
  }

  /** Drains what is left. */
  async get(): Promise<TFinal> {
    if (this.#end === undefined && !this.#isClosed) this.pump.drain();
    await this.outcome;
    if (this.#end !== undefined && "final" in this.#end) return this.#end.final as TFinal; // what the task gave for this port
    throw this.#end?.error;
  }

  /** Hands an item to the consumer that waits for it. */
  deliver(item: IteratorResult<unknown, unknown>): void {
    const resolve = this.#resolve;
    this.#resolve = undefined;
    this.#reject = undefined;
    resolve?.(item as IteratorResult<TItem, TFinal>); // the task was made for this kind of item
  }

  /** All went well. */
  finish(final: unknown): void {
    const { run } = this.pump;
    const { lastStep, plan } = run;
    // The stream of a step has a final only if the step has; a run may well end in a suspension.
    const isOfStep = plan.way.handsOut === "target" || this.#scope === "step";
    const isSuspended = lastStep?.ending?.suspension !== undefined && isOfStep;
    this.#end = isSuspended ? { error: suspended(lastStep) } : { final };
    const status = lastStep?.ending?.status ?? "completed";
    // A run has gone well although its last step has failed: it was led on, and stopped there.
    this.#settle(outcomeOf(run, isOfStep || status === "suspended" ? status : "completed"));
    if (this.#resolve === undefined) return;
    this.#isClosed = true;
    if ("error" in this.#end) this.#rejectWith(this.#end.error);
    else this.deliver({ done: true, value: final });
  }

  /** The run threw. */
  fail(error: unknown): void {
    this.#end = { error };
    const { run } = this.pump;
    const isAborted = run.aborted !== undefined || this.#aborted !== undefined;
    const ending = run.lastStep?.ending;
    const status = ending?.error === error ? ending?.status : undefined;
    this.#settle(outcomeOf(run, status ?? (isAborted ? "aborted" : "failed"), error));
    if (this.#reject === undefined) return;
    this.#isClosed = true;
    this.#rejectWith(error);
  }

  #rejectWith(error: unknown): void {
    const reject = this.#reject;
    this.#resolve = undefined;
    this.#reject = undefined;
    reject?.(error);
  }

  readonly #ask = (resolve: (item: IteratorResult<TItem, TFinal>) => void, reject: (error: unknown) => void): void => {
    this.#resolve = resolve;
    this.#reject = reject;
    const { reader } = this.pump;
    if (reader === undefined) this.pump.demand();
    else reader.request();
  };

  /** Somebody asks without waiting for the answer to the last question. */
  async #after(): Promise<IteratorResult<TItem, TFinal>> {
    const { promise, resolve } = deferred<void>();
    const before = this.#resolve;
    const beforeReject = this.#reject;
    this.#resolve = (item) => {
      before?.(item);
      resolve();
    };
    this.#reject = (error) => {
      beforeReject?.(error);
      resolve();
    };
    await promise;
    return await this.next();
  }

  async #closed(): Promise<IteratorResult<TItem, TFinal>> {
    const end = this.#end;
    if (end === undefined && this.#aborted !== undefined) this.pump.drain(); // it has to come to its end without a reader
    if (!this.#isClosed) {
      this.#isClosed = true;
      if (end !== undefined && "final" in end) return { done: true, value: end.final as TFinal };
      throw end?.error ?? this.#aborted?.reason;
    }
    return { done: true, value: undefined as TFinal }; // as a generator that has ended
  }

  #settle(outcome: Outcome): void {
    this.#outcome = outcome;
    this.#outcomeAsked?.resolve(outcome);
  }
}

function suspended(step: Step | undefined): BurrError {
  const action = step?.node.name ?? "";
  const suspension = step?.ending?.suspension?.suspended.requests[0]?.name ?? "";
  return new BurrError(
    "stream-suspended",
    `The action "${action}" was suspended ("${suspension}"), so this stream has no final. Answer it with app.resume() (see listSuspensions()), then run the application again.`,
    { action, suspension },
  );
}

/** `partial` and `committed` are those of the last step; an error after its commit leaves the commit as it is. */
function outcomeOf({ runtime, lastStep }: Run, status: Outcome["status"], error?: unknown): Outcome {
  return {
    status,
    state: runtime.state,
    partial: lastStep?.records.partial ?? new PartialBuffer(0).toPartial(),
    committed: lastStep?.ending?.accepted !== undefined,
    closed: lastStep?.closed ?? true,
    ...(error === undefined ? {} : { error }),
  };
}
