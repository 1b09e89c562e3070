import type { LogSource, RunFiles } from "@burrjs/protocol";
import { RunLog } from "./run-log.ts";

/** The indexes of the logs that were asked for last, up to so many bytes of memory. */
export class RunLogs {
  readonly #source: LogSource;
  readonly #limitBytes: number;
  readonly #logs = new Map<string, RunLog>();
  /** Those that somebody watches: they are not forgotten. */
  readonly #held = new Map<string, number>();

  constructor(source: LogSource, limitBytes: number) {
    this.#source = source;
    this.#limitBytes = limitBytes;
  }

  /** The log of an application. */
  get(project: string, files: RunFiles): RunLog {
    const key = keyOf(project, files.key);
    let log = this.#logs.get(key);
    if (log === undefined) log = new RunLog({ project, files, cache: this.#source.cache });
    this.#logs.delete(key);
    this.#logs.set(key, log);
    this.#shrink(key);
    return log;
  }

  /** Whether the log of an application is at hand. */
  has(project: string, key: string): boolean {
    return this.#logs.has(keyOf(project, key));
  }

  /** Whether the log of an application is at hand, and has been read as a whole. */
  isWhole(project: string, key: string): boolean {
    return this.#logs.get(keyOf(project, key))?.isWhole === true;
  }

  /** Keeps the log of an application in memory until what is returned is called. */
  hold(project: string, key: string): () => void {
    const id = keyOf(project, key);
    this.#held.set(id, (this.#held.get(id) ?? 0) + 1);
    let isHeld = true;
    return () => {
      if (!isHeld) return;
      isHeld = false;
      const left = (this.#held.get(id) ?? 1) - 1;
      if (left === 0) this.#held.delete(id);
      else this.#held.set(id, left);
    };
  }

  /** Forgets all, and keeps their indexes beside the logs. */
  async close(): Promise<void> {
    const logs = [...this.#logs.values()];
    this.#logs.clear();
    await Promise.all(logs.map((log) => log.close()));
  }

  #shrink(newest: string): void {
    let bytes = 0;
    for (const log of this.#logs.values()) bytes += log.byteLength;
    for (const [key, log] of this.#logs) {
      if (bytes <= this.#limitBytes) return;
      if (key === newest || log.isBusy || this.#held.has(key)) continue;
      this.#logs.delete(key);
      bytes -= log.byteLength;
      void log.close();
    }
  }
}

function keyOf(project: string, key: string): string {
  return `${project}/${key}`;
}
