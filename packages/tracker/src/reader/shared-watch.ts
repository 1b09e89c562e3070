/** What watching needs from outside. */
export interface WatchWorld {
  /** Something that differs when the file has changed; `undefined` when there is none. */
  readonly look: (path: string) => Promise<string | undefined>;
  /** Calls back when the system says that something may have changed; returns what ends that. */
  readonly listen: (path: string, changed: () => void) => () => void;
  /** Calls back again and again; returns what ends that. */
  readonly every: (callback: () => void) => () => void;
}

/** Watches files for any number of watchers, each file once. */
export interface SharedWatch {
  /** Calls back when the file has changed, once soon for what happened until then, and returns what ends that. */
  add(path: string, changed: () => void): () => void;
}

/**
 * Watches files by asking the system and, since not every file system tells, by looking at them again and again: one look at a time
 * and file, however many watch it.
 */
export function sharedWatch(world: WatchWorld): SharedWatch {
  const files = new Map<string, WatchedFile>();
  return {
    add(path, changed) {
      let file = files.get(path);
      if (file === undefined) {
        file = new WatchedFile(path, world);
        files.set(path, file);
      }
      return file.add(changed, () => files.delete(path));
    },
  };
}

interface Watcher {
  readonly changed: () => void;
  /** Whether a look has begun since it is here. */
  seen: boolean;
}

class WatchedFile {
  readonly #path: string;
  readonly #world: WatchWorld;
  readonly #watchers = new Set<Watcher>();
  readonly #ends: readonly (() => void)[];
  #last: string | undefined;
  #looking = false;
  #again = false;

  constructor(path: string, world: WatchWorld) {
    this.#path = path;
    this.#world = world;
    const look = (): void => void this.#look();
    this.#ends = [world.every(look), world.listen(path, look)];
  }

  /** `empty` is called when the last watcher has gone. */
  add(changed: () => void, empty: () => void): () => void {
    const watcher: Watcher = { changed, seen: false };
    this.#watchers.add(watcher);
    if (this.#watchers.size === 1) void this.#look();
    return () => {
      if (!this.#watchers.delete(watcher) || this.#watchers.size > 0) return;
      for (const end of this.#ends) end();
      empty();
    };
  }

  async #look(): Promise<void> {
    if (this.#looking) {
      this.#again = true;
      return;
    }
    this.#looking = true;
    try {
      do {
        this.#again = false;
        const fresh = [...this.#watchers].filter(({ seen }) => !seen);
        for (const watcher of fresh) watcher.seen = true;
        const now = await this.#world.look(this.#path);
        const differs = now !== this.#last;
        this.#last = now;
        tell(differs ? [...this.#watchers] : fresh.filter((watcher) => this.#watchers.has(watcher)));
      } while (this.#again && this.#watchers.size > 0);
    } catch {
      // A file system that fails for a moment: the next look may work.
    } finally {
      this.#looking = false;
    }
  }
}

function tell(watchers: readonly Watcher[]): void {
  for (const { changed } of watchers) {
    try {
      changed();
    } catch {
      // Its own affair: the others are told nevertheless.
    }
  }
}
