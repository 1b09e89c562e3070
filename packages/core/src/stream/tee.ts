import { BurrError } from "../errors.ts";
import { deferred } from "../promises.ts";
import type { StreamBranch } from "./stream-types.ts";

/** One reader's place in the shared source. */
interface Place {
  /** Items taken so far; infinite once the branch has left. */
  taken: number;
}

/**
 * Two readers of one iterator. Items are kept until both have them; a reader that is `limit` items ahead waits for the
 * other. When one leaves, the other goes on alone; when the last leaves, the source is closed.
 */
export function teeIterator<TItem, TFinal>(
  source: AsyncIterator<TItem, TFinal, void>,
  limit: number,
): [StreamBranch<TItem, TFinal>, StreamBranch<TItem, TFinal>] {
  if (!(limit >= 1)) {
    throw new BurrError("invalid-option", "tee() needs room for at least one item: pass `bufferChunks` of 1 or more.", {
      option: "bufferChunks",
    });
  }
  const shared = new Shared(source, limit);
  return [new Branch(shared), new Branch(shared)];
}

class Shared<TItem, TFinal> {
  readonly #source: AsyncIterator<TItem, TFinal, void>;
  readonly #limit: number;
  readonly #places: Place[] = [];
  /** Pulls that some branch has not taken yet; the first has the number `#first`. */
  #buffer: Promise<IteratorResult<TItem, TFinal>>[] = [];
  #first = 0;
  /** Wakes a branch that waits for the slower one. */
  #moved = deferred<void>();

  constructor(source: AsyncIterator<TItem, TFinal, void>, limit: number) {
    this.#source = source;
    this.#limit = limit;
  }

  join(): Place {
    const place = { taken: 0 };
    this.#places.push(place);
    return place;
  }

  async take(place: Place): Promise<IteratorResult<TItem, TFinal>> {
    while (place.taken < Number.POSITIVE_INFINITY && place.taken - this.#slowest() >= this.#limit) {
      await this.#moved.promise;
    }
    if (place.taken === Number.POSITIVE_INFINITY) return { done: true, value: undefined as TFinal }; // it has left meanwhile
    const index = place.taken - this.#first;
    let pull = this.#buffer[index];
    if (pull === undefined) {
      pull = this.#source.next();
      pull.catch(() => {}); // each branch sees it when it takes it
      this.#buffer[index] = pull;
    }
    place.taken += 1;
    this.#trim();
    return await pull;
  }

  async leave(place: Place): Promise<void> {
    if (place.taken === Number.POSITIVE_INFINITY) return;
    place.taken = Number.POSITIVE_INFINITY;
    this.#trim();
    if (this.#slowest() === Number.POSITIVE_INFINITY) await this.#source.return?.();
  }

  #slowest(): number {
    return Math.min(...this.#places.map(({ taken }) => taken));
  }

  #trim(): void {
    // In halves, so that it costs a constant time per item however far one reader is behind.
    const gone = Math.min(this.#slowest() - this.#first, this.#buffer.length);
    if (gone * 2 > this.#buffer.length) {
      this.#buffer = this.#buffer.slice(gone);
      this.#first += gone;
    }
    this.#moved.resolve();
    this.#moved = deferred();
  }
}

class Branch<TItem, TFinal> implements StreamBranch<TItem, TFinal> {
  readonly #shared: Shared<TItem, TFinal>;
  readonly #place: Place;
  #isOver = false;

  constructor(shared: Shared<TItem, TFinal>) {
    this.#shared = shared;
    this.#place = shared.join();
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async next(): Promise<IteratorResult<TItem, TFinal>> {
    if (this.#isOver) return { done: true, value: undefined as TFinal }; // as a generator that has ended
    try {
      const item = await this.#shared.take(this.#place);
      if (item.done === true) this.#isOver = true;
      return item;
    } catch (error) {
      this.#isOver = true;
      throw error;
    }
  }

  async return(): Promise<IteratorResult<TItem, TFinal>> {
    this.#isOver = true;
    await this.#shared.leave(this.#place);
    return { done: true, value: undefined as TFinal }; // as a generator that returns early
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.return();
  }
}
