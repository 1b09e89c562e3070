import { abortSignalled, type Source } from "../run/effects.ts";
import { chunkEvent, takeCheckpointEvent } from "../step/events.ts";
import { Nested } from "../children/nested.ts";
import type { Pump } from "./pump.ts";

/**
 * Pulls the chunks of one streaming step and hands them to the consumer: the hot path. A late chunk of an aborted step
 * finds that it is no longer the pump's reader, and is dropped.
 */
export class ChunkReader {
  /** True while the source's code runs. */
  isBusy = false;
  readonly #source: Source;
  readonly #pump: Pump;
  #isPending = false;
  /** A chunk that waits behind the event of a checkpoint. */
  #held: IteratorResult<unknown, unknown> | undefined;

  /** Whether nobody takes the chunks: an intermediate step, or a consumer that has left. */
  get drains(): boolean {
    return this.#pump.isDraining || !this.#source.step.isStreamed;
  }

  constructor(source: Source, pump: Pump) {
    this.#source = source;
    this.#pump = pump;
    source.interrupt = () => {
      source.interrupted ??= new DOMException("The stream was left before its end.", "AbortError");
      // Without a question pending, the next one finds out.
      if (this.#isPending) this.#onError(source.interrupted);
    };
    const { watch } = source.step;
    if (watch === undefined) return;
    watch.interrupt = (error) => {
      source.interrupted ??= error;
      if (this.#isPending) this.#onError(error);
    };
  }

  /** Asks the source for its next item, unless it was asked already. */
  request(): void {
    if (this.#isPending) return;
    if (this.#source.interrupted !== undefined) {
      this.#onError(this.#source.interrupted);
      return;
    }
    if (this.#held !== undefined) {
      const held = this.#held;
      this.#held = undefined;
      if (!this.drains) {
        this.#pump.port.deliver(held);
        return;
      }
    }
    if (this.#source.isAsync) this.#requestAsync();
    else this.#requestSync();
  }

  #requestAsync(): void {
    this.#isPending = true;
    this.#source.step.watch?.begin(true);
    this.isBusy = true;
    try {
      const item = this.#source.iterator.next();
      // Iterators of others may give the item itself.
      const pending = item instanceof Promise ? item : Promise.resolve(item);
      pending.then(this.#onItem, this.#onError);
    } catch (error) {
      this.#onError(error);
    }
    this.isBusy = false;
    if (this.#source.step.aborted !== undefined) this.#leave();
  }

  /** A sync source is drained in a loop, since each item is there at once. */
  #requestSync(): void {
    do {
      this.#isPending = true;
      let item: IteratorResult<unknown, unknown>;
      this.#source.step.watch?.begin(true);
      this.isBusy = true;
      try {
        item = this.#source.iterator.next() as IteratorResult<unknown, unknown>; // a sync iterator
      } catch (error) {
        this.isBusy = false;
        this.#onError(error);
        return;
      }
      this.isBusy = false;
      this.#take(item, false);
    } while (this.#pump.reader === this && !this.#isPending && this.drains);
  }

  readonly #onItem = (item: IteratorResult<unknown, unknown>): void => {
    this.#take(item, true);
  };

  readonly #onError = (error: unknown): void => {
    if (this.#pump.reader === this) this.#pump.sourceEnded("throw", error);
  };

  #take(raw: IteratorResult<unknown, unknown>, goOn: boolean): void {
    if (this.#pump.reader !== this) return;
    this.#isPending = false;
    const { watch } = this.#source.step;
    if (watch !== undefined) {
      this.#isPending = true; // it may be too late, and be interrupted
      watch.pause();
      this.#isPending = false;
      if (this.#pump.reader !== this) return;
    }
    if (this.#source.step.aborted !== undefined) {
      this.#leave();
      return;
    }
    let item: IteratorResult<unknown, unknown> | undefined = raw;
    if (typeof raw !== "object" || raw === null) {
      this.#onError(new TypeError(`The iterator of action "${this.#source.step.node.name}" gave no item.`));
      return;
    }
    const { unpair, mapChunk } = this.#source;
    try {
      if (unpair !== undefined && !(raw.value instanceof Nested)) item = unpair(raw);
      if (mapChunk !== undefined && item?.done === false && !(item.value instanceof Nested))
        item = { done: false, value: mapChunk(item.value) };
    } catch (error) {
      this.#onError(error);
      return;
    }
    if (item === undefined) this.request();
    else if (item.done === true) this.#pump.sourceEnded("next", item.value);
    else if (item.value instanceof Nested) this.#passNested(item, goOn, item.value as Nested);
    else this.#pass(item, goOn);
  }

  /** An event of a child. One that is no chunk is for those who want events. */
  #passNested(item: IteratorResult<unknown, unknown>, goOn: boolean, nested: Nested): void {
    // Clients that reconnect have to be told of what was taken back, too.
    if (nested.isKept) this.#pass(item, goOn, nested);
    else if (this.drains || this.#pump.run.emits !== "events") this.request();
    else this.#pump.port.deliver({ done: false, value: nested.event });
  }

  #pass(item: IteratorResult<unknown, unknown>, goOn: boolean, nested?: Nested): void {
    const held = this.#source.step.records.takeChunk(item.value);
    if (this.#pump.reader !== this) return; // a hook has aborted the step
    if (held === undefined) {
      this.#deliver(item, goOn, nested);
      return;
    }
    this.#isPending = true;
    held.then((): void => this.#release(item, nested), this.#onError);
  }

  #release(item: IteratorResult<unknown, unknown>, nested?: Nested): void {
    this.#isPending = false;
    if (this.#pump.reader === this) this.#deliver(item, true, nested);
  }

  #deliver(item: IteratorResult<unknown, unknown>, goOn: boolean, nested?: Nested): void {
    const { port, run } = this.#pump;
    if (this.drains) {
      if (goOn) this.request();
    } else if (run.emits === "events") {
      const checkpoint = takeCheckpointEvent(this.#source.step);
      const value = nested?.event ?? chunkEvent(this.#source.step, item.value);
      const chunk = { done: false, value } as const;
      if (checkpoint !== undefined) this.#held = chunk;
      port.deliver(checkpoint === undefined ? chunk : { done: false, value: checkpoint });
    } else if (nested !== undefined && nested.item === undefined) this.request();
    else port.deliver(nested === undefined ? item : { done: false, value: nested.item });
  }

  /** The step was aborted while its own code ran. */
  #leave(): void {
    if (this.#pump.reader === this) this.#pump.sourceEnded("throw", abortSignalled);
  }
}
