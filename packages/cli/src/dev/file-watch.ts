import { existsSync, type FSWatcher, statSync, watch } from "node:fs";
import { dirname } from "node:path";

/** How long after a change others may come that belong to it. */
const settleMs = 100;

/**
 * Watches files, by their folders: editors put a new file in the place of an old one. What only looks like a change (another time,
 * the same file) is none.
 */
export class FileWatch {
  readonly #stamps = new Map<string, string>();
  readonly #folders = new Map<string, { readonly watcher: FSWatcher; readonly identity: string }>();
  readonly #failed: (folder: string) => void;
  #changed: string | undefined;
  /** What was touched in a folder, while all that is there counts. */
  #touched: string | undefined;
  #timer: NodeJS.Timeout | undefined;
  #wake: () => void = () => {};
  /** Whether any file of the folders counts: something is missing, and nobody knows where it will come. */
  countsAll = false;

  /** `failed` is told of folders that cannot be watched. */
  constructor(failed: (folder: string) => void) {
    this.#failed = failed;
  }

  /** Watches more files. One that is not there may come. */
  add(files: readonly string[]): void {
    for (const file of files) {
      if (this.#stamps.has(file)) continue;
      this.#stamps.set(file, stampOf(file));
      this.#watch(existingFolder(file));
    }
  }

  /** Resolves with a file that has changed since the last call; `undefined`: the signal came first. */
  async next(signal: AbortSignal): Promise<string | undefined> {
    const wake = (): void => this.#wake();
    signal.addEventListener("abort", wake, { once: true });
    while (this.#changed === undefined && !signal.aborted) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    signal.removeEventListener("abort", wake);
    const changed = this.#changed;
    this.#changed = undefined;
    return signal.aborted ? undefined : changed;
  }

  close(): void {
    clearTimeout(this.#timer);
    for (const { watcher } of this.#folders.values()) watcher.close();
    this.#folders.clear();
  }

  #watch(folder: string): void {
    // Another folder of that name may have come: the old one is not heard of any more.
    const identity = identityOf(folder);
    const known = this.#folders.get(folder);
    if (known !== undefined && known.identity === identity) return;
    known?.watcher.close();
    try {
      const watcher = watch(folder, { persistent: false }, (_event, name) => this.#notice(name));
      watcher.on("error", () => watcher.close()); // the folder is gone
      this.#folders.set(folder, { watcher, identity });
    } catch {
      this.#failed(folder);
    }
  }

  #notice(name: string | null): void {
    if (this.countsAll && name?.startsWith(".") !== true) this.#touched = name ?? "a file";
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#look(), settleMs);
  }

  #look(): void {
    for (const [file, stamp] of this.#stamps) {
      const now = stampOf(file);
      if (now === stamp) continue;
      this.#stamps.set(file, now);
      this.#changed = file;
    }
    const folders = new Set([...this.#stamps.keys()].map(existingFolder));
    for (const [folder, { watcher }] of this.#folders) {
      if (folders.has(folder)) continue;
      watcher.close();
      this.#folders.delete(folder); // one that comes again is another one
    }
    for (const folder of folders) this.#watch(folder);
    this.#changed ??= this.#touched;
    this.#touched = undefined;
    if (this.#changed !== undefined) this.#wake();
  }
}

function stampOf(file: string): string {
  const stats = statSync(file, { throwIfNoEntry: false });
  return stats === undefined ? "" : `${stats.mtimeMs} ${stats.size} ${stats.ino}`;
}

/** Tells a folder from one of the same name, which may even have its number. */
function identityOf(folder: string): string {
  const stats = statSync(folder, { throwIfNoEntry: false });
  return stats === undefined ? "" : `${stats.ino} ${stats.birthtimeMs}`;
}

function existingFolder(file: string): string {
  const folder = dirname(file);
  return existsSync(folder) || folder === dirname(folder) ? folder : existingFolder(folder);
}
