import type { CacheRoom, RunFiles } from "@burrjs/protocol";
import { readIndex, writeIndex } from "./index-cache.ts";
import { letOthers } from "./read-bytes.ts";
import { RunIndex } from "./run-index.ts";
import { bigBytes, headBytes, LogScan, scanTail } from "./log-scan.ts";

/** What is known of a log right now. While it is read for the first time: its beginning, and its end. */
export interface LogView {
  readonly files: RunFiles;
  readonly generation: string;
  readonly sizeBytes: number;
  readonly modifiedAtMs: number;
  /** From the first line on. */
  readonly head: RunIndex;
  /** The end of the log, as long as `head` has not got there. */
  readonly tail: RunIndex | undefined;
  /** How much of the log was looked through, from 0 to 1. */
  readonly indexed: number;
}

/** Where a log is, and where its index may be kept. */
export interface RunLogPlace {
  readonly project: string;
  readonly files: RunFiles;
  readonly cache: CacheRoom | undefined;
}

/** Grown by as much, an index is kept again. */
const savedEveryBytes = 1024 * 1024;
/** Shorter logs are read anew in no time. */
const savedFromBytes = 256 * 1024;

/**
 * The log of one application with its index, which follows the log as it grows: only new bytes are read. A log that is another one
 * than before gets a new index.
 */
export class RunLog {
  readonly #place: RunLogPlace;
  #scan: LogScan | undefined;
  #tail: RunIndex | undefined;
  #generation: string | undefined;
  #savedTo = 0;
  #looking: Promise<LogView | undefined> | undefined;
  #lookingNext: Promise<LogView | undefined> | undefined;

  constructor(place: RunLogPlace) {
    this.#place = place;
  }

  /** What it takes in memory, roughly. */
  get byteLength(): number {
    return (this.#scan?.index.byteLength ?? 0) + (this.#tail?.byteLength ?? 0);
  }

  /** Whether it has been read as a whole, as far as it was there when it was looked at last. */
  get isWhole(): boolean {
    return this.#scan !== undefined && !this.#scan.isRunning;
  }

  /** Whether it is being read: then it had better not be forgotten. */
  get isBusy(): boolean {
    return this.#scan?.isRunning === true;
  }

  /**
   * The log as it is now. Of one that has much that is new, its beginning and its end; the rest follows in the background.
   *
   * @returns `undefined` when there is no log (any more).
   */
  look(): Promise<LogView | undefined> {
    const before = this.#looking;
    if (before === undefined) return this.#lookingNext ?? this.#lookAlone();
    // One that is under way may have missed what was written since it began: those who ask now share the next one.
    this.#lookingNext ??= before
      .catch(() => undefined)
      .then(() => {
        this.#lookingNext = undefined;
        return this.#lookAlone();
      });
    return this.#lookingNext;
  }

  /** As `look()`, when all of the log has been read. */
  async whole(): Promise<LogView | undefined> {
    for (let before = -1; ;) {
      const view = await this.look();
      const seenTo = this.#scan?.seenTo ?? 0;
      // No further than the last time: the disk fails, and more tries would not help.
      if (view === undefined || view.indexed >= 1 || (seenTo === before && !this.isBusy)) return view;
      before = seenTo;
      await this.#scan?.done();
      await letOthers();
    }
  }

  /** Ends the reading, and keeps the index if there is much in it that was not kept. */
  async close(): Promise<void> {
    this.#scan?.stop();
    await this.#save(savedFromBytes);
  }

  #lookAlone(): Promise<LogView | undefined> {
    const looking = this.#look().finally(() => {
      if (this.#looking === looking) this.#looking = undefined;
    });
    this.#looking = looking;
    return looking;
  }

  async #look(): Promise<LogView | undefined> {
    const { files } = this.#place;
    const stat = await files.stat().catch(() => undefined);
    if (stat === undefined) {
      this.#forget();
      return undefined;
    }
    if (stat.generation !== this.#generation || stat.sizeBytes < (this.#scan?.index.facts.scanned ?? 0)) {
      await this.#begin(stat.generation, stat.sizeBytes);
    }
    const scan = this.#scan;
    if (scan === undefined) return undefined;
    const remaining = stat.sizeBytes - scan.seenTo;
    scan.extend(stat.sizeBytes);
    if (remaining <= bigBytes) {
      await scan.done();
      this.#tail = undefined;
    } else {
      this.#tail = await scanTail(files, stat.sizeBytes, this.#tail);
      await scan.reached(headBytes);
    }
    if (scan.seenTo >= stat.sizeBytes || scan.index.facts.scanned > (this.#tail?.from ?? 0)) this.#tail = undefined;
    if (this.#tail === undefined) void this.#save(savedEveryBytes);
    return {
      files,
      generation: stat.generation,
      sizeBytes: stat.sizeBytes,
      modifiedAtMs: stat.modifiedAtMs,
      head: scan.index,
      tail: this.#tail,
      indexed: stat.sizeBytes === 0 ? 1 : Math.min(1, scan.seenTo / stat.sizeBytes),
    };
  }

  #forget(): void {
    this.#scan?.stop();
    this.#scan = undefined;
    this.#tail = undefined;
    this.#generation = undefined;
  }

  async #begin(generation: string, sizeBytes: number): Promise<void> {
    this.#forget();
    const kept = sizeBytes < savedFromBytes ? undefined : await readIndex(this.#place, generation, sizeBytes);
    this.#generation = generation;
    this.#savedTo = kept?.facts.scanned ?? 0;
    this.#scan = new LogScan(this.#place.files, kept ?? new RunIndex());
    this.#scan.onDone = () => void this.#save(savedEveryBytes);
  }

  async #save(ifGrownBy: number): Promise<void> {
    const index = this.#scan?.index;
    if (index === undefined || this.#generation === undefined) return;
    const { scanned } = index.facts;
    if (scanned < savedFromBytes || scanned - this.#savedTo < Math.max(ifGrownBy, this.#savedTo / 20)) return;
    this.#savedTo = scanned;
    await writeIndex(this.#place, this.#generation, index);
  }
}
