import type { Told } from "./messages.ts";

/** An event waits no longer for others, also where nothing but events is made. */
const longestMs = 5;

/** Sends what happens in batches: what comes within one turn of the loop goes in one message. */
export class Outbox {
  readonly #send: (items: readonly Told[]) => void;
  #items: Told[] = [];
  #sinceMs = 0;

  constructor(send: (items: readonly Told[]) => void) {
    this.#send = send;
  }

  add(item: Told): void {
    this.#items.push(item);
    if (this.#items.length === 1) {
      this.#sinceMs = performance.now();
      setImmediate(this.#flush);
    } else if (performance.now() - this.#sinceMs >= longestMs) {
      this.#flush();
    }
  }

  readonly #flush = (): void => {
    if (this.#items.length === 0) return;
    const items = this.#items;
    this.#items = [];
    this.#send(items);
  };
}
