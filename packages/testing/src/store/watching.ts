import type { AppKey, HistoryStore } from "@burrjs/core/persist";

/** A change that watchers must be told of. */
export interface WatchedChange {
  /** As it stands in a message: "a write". */
  readonly of: string;
  readonly make: () => Promise<unknown>;
  /** Whether it can be read. Asked at each call of a watcher, at once: a call that comes too early does not count. */
  readonly isSeen: () => Promise<boolean>;
}

/** A watcher of one application. */
export class Watching {
  calls = 0;
  #onCall: () => void = () => {};
  #end: () => Promise<void> = async () => {};
  readonly #patienceMs: number;

  constructor(patienceMs: number) {
    this.#patienceMs = patienceMs;
  }

  /** Begins to watch; `undefined` where a store has no `watch`. */
  static async begin(
    store: HistoryStore,
    { key, patienceMs }: { readonly key: AppKey; readonly patienceMs: number },
  ): Promise<Watching | undefined> {
    const watching = new Watching(patienceMs);
    const end = await store.watch?.(key, () => {
      watching.calls++;
      watching.#onCall();
    });
    if (end === undefined) return undefined;
    watching.#end = end;
    return watching;
  }

  end(): Promise<void> {
    return this.#end();
  }

  /** Makes a change; fails unless this watcher, and `others`, are called when it can be read. */
  async expectTold(change: WatchedChange, others: readonly (Watching | undefined)[] = []): Promise<void> {
    const watchers = [this, ...others].filter((watcher) => watcher !== undefined);
    await Promise.all([...watchers.map((watcher) => watcher.#untilTold(change)), change.make()]);
  }

  async #untilTold({ of, isSeen }: WatchedChange): Promise<void> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    try {
      await new Promise<void>((resolve, reject) => {
        timer = setTimeout(() => {
          reject(new Error(`watch() did not tell of ${of} within ${this.#patienceMs} ms.`));
        }, this.#patienceMs);
        const look = async (): Promise<void> => {
          if (await isSeen()) resolve();
        };
        this.#onCall = () => {
          look().catch(reject);
        };
      });
    } finally {
      clearTimeout(timer);
      this.#onCall = () => {};
    }
  }
}
