import type { AppKey, HistoryStore, TouchResult } from "./store.ts";

/** What a heartbeat asks its session. */
export interface Pulse {
  readonly key: AppKey;
  /** The token of the stored head; `undefined` while a write is on its way. */
  readonly token: () => string | undefined;
  readonly now: () => number;
  /** Called when an abort was asked for, or when the application was taken away. */
  readonly onEvent: (event: Exclude<TouchResult, "running">) => void;
}

/** Signs of life of a process that runs an application, at regular intervals while an attempt is under way. */
export class Heartbeat {
  readonly #store: HistoryStore;
  readonly #everyMs: number;
  readonly #pulse: Pulse;
  #timer: ReturnType<typeof setInterval> | undefined;
  #isAsking = false;

  constructor(store: HistoryStore, everyMs: number, pulse: Pulse) {
    this.#store = store;
    this.#everyMs = everyMs;
    this.#pulse = pulse;
  }

  start(): void {
    if (this.#timer !== undefined) return;
    this.#isAsking = false; // a question of an earlier run may never be answered
    this.#timer = setInterval(() => void this.#beat(), this.#everyMs);
    // In Node a timer would keep the process; elsewhere it is a number.
    (this.#timer as { unref?: () => void }).unref?.();
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  async #beat(): Promise<void> {
    const { key, token: tokenOf, now, onEvent } = this.#pulse;
    const token = tokenOf();
    if (this.#isAsking || token === undefined) return;
    this.#isAsking = true;
    try {
      const result = await this.#store.touch(key, token, now());
      if (result !== "running" && this.#timer !== undefined && tokenOf() === token) onEvent(result);
    } catch {
      // The store is out of reach: the next beat, or the next write, finds out whether it still is.
    }
    this.#isAsking = false;
  }
}
