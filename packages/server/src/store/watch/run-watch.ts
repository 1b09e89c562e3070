import type { LogSource, RunFiles } from "@burrjs/protocol";
import type { LogView } from "../index/run-log.ts";
import type { RunLogs } from "../index/run-logs.ts";
import { type Liveness, liveState } from "../runs/run-status.ts";
import { writerOf } from "../steps/step-row.ts";

/** What a watched log is right now. */
export interface Watched {
  /** `undefined`: there is none (any more). */
  readonly view: LogView | undefined;
  /** Goes up whenever there is something new to tell. */
  readonly version: number;
}

/** How often what is watched is looked at, in milliseconds. */
export interface WatchTimes {
  /** Whether the process is still there, and has written something lately; whether the run has new forks. Default: 1,000. */
  readonly statusEveryMs: number;
  /** A log whose source does not tell of changes. Default: 250. */
  readonly lookEveryMs: number;
  /** The folders of a project; less often when that takes long. Default: 1,000. */
  readonly listEveryMs: number;
}

/** Which log, and what is needed to watch it. */
export interface WatchPlace {
  readonly project: string;
  readonly files: RunFiles;
  readonly source: LogSource;
  readonly logs: RunLogs;
  readonly liveness: Liveness;
  readonly times: WatchTimes;
}

/** One log that any number of watchers follow: it is looked at once for all of them. */
export class RunWatch {
  readonly #place: WatchPlace;
  readonly #waiting = new Set<() => void>();
  #watched: Watched = { view: undefined, version: 0 };
  #status = "";
  /** What the file of its children says, which others write: a fork is told of there, and not in the log. */
  #children: string | undefined;
  #isResting = true;
  #stop: (() => void) | undefined;
  #watchers = 0;
  #looking: Promise<void> | undefined;
  readonly #made = new WeakMap<Watched, Map<string, unknown>>();
  #again = false;

  constructor(place: WatchPlace) {
    this.#place = place;
  }

  /** What the log is right now. */
  get watched(): Watched {
    return this.#watched;
  }

  /** How many follow it. */
  get watchers(): number {
    return this.#watchers;
  }

  /** Begins to follow; resolves when the log was looked at. What is returned ends it. */
  async join(): Promise<() => void> {
    this.#watchers += 1;
    if (this.#watchers === 1) this.#begin();
    // Forks may have come since, and are not in the log: who comes anew is told how things stand now.
    this.#made.delete(this.#watched);
    if (this.#watchers === 1) this.#children = await this.#childrenNow();
    await this.#look();
    let isJoined = true;
    return () => {
      if (!isJoined) return;
      isJoined = false;
      this.#watchers -= 1;
      if (this.#watchers === 0) this.#stop?.();
    };
  }

  /** What all watchers need of the log as it was at a moment, made once for all of them. */
  shared<TValue>(watched: Watched, name: string, make: () => TValue): TValue {
    const made = this.#made.get(watched) ?? new Map<string, unknown>();
    this.#made.set(watched, made);
    if (!made.has(name)) made.set(name, make());
    return made.get(name) as TValue; // What `make` of the same name gave.
  }

  /** Resolves when there is something newer than `version`, or when the signal aborts. */
  async newerThan(version: number, signal: AbortSignal): Promise<void> {
    if (this.#watched.version > version || signal.aborted) return;
    await new Promise<void>((resolve) => {
      const wake = (): void => {
        this.#waiting.delete(wake);
        signal.removeEventListener("abort", wake);
        resolve();
      };
      this.#waiting.add(wake);
      signal.addEventListener("abort", wake, { once: true });
    });
  }

  #begin(): void {
    const { source, project, files, logs, times } = this.#place;
    const look = (): void => void this.#look();
    const release = logs.hold(project, files.key);
    const unwatch = source.watch?.(project, files.key, look);
    const status = setInterval(() => void this.#lookBesideLog(), times.statusEveryMs);
    const poll = unwatch === undefined ? setInterval(look, times.lookEveryMs) : undefined;
    this.#stop = () => {
      release();
      unwatch?.();
      clearInterval(status);
      clearInterval(poll);
    };
  }

  async #look(): Promise<void> {
    this.#again = this.#looking !== undefined;
    this.#looking ??= this.#lookNow().finally(() => {
      this.#looking = undefined;
    });
    await this.#looking;
    if (!this.#again) return;
    this.#again = false;
    await this.#look();
  }

  async #lookNow(): Promise<void> {
    const { logs, project, files } = this.#place;
    const view = await logs.get(project, files).look();
    const before = this.#watched.view;
    const isSame =
      view?.generation === before?.generation &&
      view?.sizeBytes === before?.sizeBytes &&
      view?.modifiedAtMs === before?.modifiedAtMs &&
      view?.indexed === before?.indexed;
    if (!isSame || this.#watched.version === 0) {
      this.#status = statusOf(view, this.#place.liveness);
      this.#tell(view);
    }
    // While much is still unread, nothing else may happen that would make us look again.
    if (view !== undefined && view.indexed < 1)
      void logs
        .get(project, files)
        .whole()
        .then(() => this.#look());
  }

  async #lookBesideLog(): Promise<void> {
    if (!this.#isResting) return;
    this.#isResting = false;
    const children = await this.#childrenNow();
    this.#isResting = true;
    const { view } = this.#watched;
    const status = statusOf(view, this.#place.liveness);
    if (status === this.#status && children === this.#children) return;
    this.#status = status;
    this.#children = children;
    this.#tell(view);
  }

  async #childrenNow(): Promise<string | undefined> {
    return await this.#place.files.text("children.jsonl").catch(() => undefined);
  }

  #tell(view: LogView | undefined): void {
    this.#watched = { view, version: this.#watched.version + 1 };
    for (const wake of this.#waiting) wake();
  }
}

function statusOf(view: LogView | undefined, liveness: Liveness): string {
  if (view === undefined) return "gone";
  return liveState(writerOf(view.tail ?? view.head), view.modifiedAtMs, liveness);
}
