import { RunWatch, type WatchPlace } from "./run-watch.ts";

/** A log that is followed. */
export interface JoinedWatch {
  readonly watch: RunWatch;
  /** Ends it. */
  readonly leave: () => void;
}

/** The logs that somebody follows right now, each looked at once for all who do. */
export class RunWatches {
  readonly #watches = new Map<string, RunWatch>();

  /** How many are followed. */
  get size(): number {
    return this.#watches.size;
  }

  /** Begins to follow a log; resolves when it was looked at. */
  async join(place: WatchPlace): Promise<JoinedWatch> {
    const key = `${place.project}/${place.files.key}`;
    const watch = this.#watches.get(key) ?? new RunWatch(place);
    this.#watches.set(key, watch);
    const leave = await watch.join();
    return {
      watch,
      leave: () => {
        leave();
        if (watch.watchers === 0 && this.#watches.get(key) === watch) this.#watches.delete(key);
      },
    };
  }
}
