/** A queue whose first element goes in constant time. */
export class Deque<TItem> {
  #items: (TItem | undefined)[] = [];
  #head = 0;

  /** How many there are. */
  get length(): number {
    return this.#items.length - this.#head;
  }

  /** The first; `undefined` when there is none. */
  get first(): TItem | undefined {
    return this.#items[this.#head];
  }

  /** Puts one at the end. */
  push(item: TItem): void {
    this.#items.push(item);
  }

  /** Takes the first away; `undefined` when there is none. */
  shift(): TItem | undefined {
    const item = this.#items[this.#head];
    if (item === undefined) return undefined;
    this.#items[this.#head] = undefined; // or it would stay in memory
    this.#head += 1;
    if (this.#head > 1_000 && this.#head * 2 > this.#items.length) {
      this.#items = this.#items.slice(this.#head);
      this.#head = 0;
    }
    return item;
  }
}
