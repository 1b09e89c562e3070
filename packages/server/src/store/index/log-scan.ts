import type { Buffer } from "node:buffer";
import type { RunFiles } from "@burrjs/protocol";
import { noteUnreadable } from "./index-record.ts";
import { readBytes, Slice } from "./read-bytes.ts";
import { RunIndex } from "./run-index.ts";
import { scanBlock, scanLastLine } from "./scan-lines.ts";

/** With more than this to read, the end of a log is read first, and the rest in the background. */
export const bigBytes = 4 * 1024 * 1024;
/** How much of its beginning is read before the first answer. */
export const headBytes = 256 * 1024;

const tailBytes = 512 * 1024;
const blockBytes = 1024 * 1024;
const longestLine = 64 * 1024 * 1024;
/** For as long at most, in milliseconds, nothing else gets its turn. */
const sliceMs = 8;

/** Reads a log into an index, from where the index ends, in slices. */
export class LogScan {
  readonly index: RunIndex;
  readonly #files: RunFiles;
  /** Up to where the log has been looked through: `facts.scanned`, and half a line behind it. */
  #seenTo: number;
  #target = 0;
  #running: Promise<void> | undefined;
  #isStopped = false;
  readonly #waiting: { readonly to: number; readonly resolve: () => void }[] = [];
  /** Called when it has caught up with the log. */
  onDone: () => void = () => {};

  constructor(files: RunFiles, index: RunIndex) {
    this.#files = files;
    this.index = index;
    this.#seenTo = index.facts.scanned;
  }

  /** Up to where the log has been looked through. */
  get seenTo(): number {
    return this.#seenTo;
  }

  /** Whether it is reading. */
  get isRunning(): boolean {
    return this.#running !== undefined;
  }

  /** The log is `sizeBytes` long by now: reads on. */
  extend(sizeBytes: number): void {
    this.#target = Math.max(this.#target, sizeBytes);
    if (this.#running !== undefined || this.#isStopped || this.#seenTo >= this.#target) return;
    this.#running = this.#run().finally(() => {
      this.#running = undefined;
      this.#wake(Infinity);
      if (!this.#isStopped) this.onDone();
    });
  }

  /** Resolves when it has caught up. */
  async done(): Promise<void> {
    await this.#running;
  }

  /** Resolves when it has got as far as `to`, or to the end. */
  async reached(to: number): Promise<void> {
    if (this.#running === undefined || this.#seenTo >= to) return;
    await new Promise<void>((resolve) => {
      this.#waiting.push({ to, resolve });
    });
  }

  /** Ends the reading; the index stays as far as it is. */
  stop(): void {
    this.#isStopped = true;
  }

  async #run(): Promise<void> {
    const { facts } = this.index;
    const slice = new Slice(sliceMs);
    let blockSize = blockBytes;
    while (!this.#isStopped && this.#seenTo < this.#target) {
      const to = Math.min(facts.scanned + blockSize, this.#target);
      let block = await readBytes(this.#files, facts.scanned, to);
      const isLast = facts.scanned + block.length >= this.#target;
      const before = facts.scanned;
      while (!this.#isStopped) {
        const used = scanBlock(this.index, block, slice.isOver);
        if (used === 0) break;
        this.#note(facts.scanned);
        block = block.subarray(used);
        await slice.pause();
      }
      if (isLast) {
        scanLastLine(this.index, block);
        this.#note(this.#isStopped ? facts.scanned : to);
      } else if (block.length === 0 && facts.scanned === before) {
        return; // The log became shorter, or cannot be read: whoever looks next finds out.
      } else if (facts.scanned > before) blockSize = blockBytes;
      else if (blockSize <= longestLine) blockSize *= 2;
      else await this.#skipLine();
    }
  }

  /** Goes past a line that is too long to be read at all. */
  async #skipLine(): Promise<void> {
    const { facts } = this.index;
    const from = facts.scanned;
    for (let at = from; at < this.#target; at += blockBytes) {
      const block = await readBytes(this.#files, at, Math.min(at + blockBytes, this.#target));
      const end = block.indexOf(0x0a);
      if (end === -1 && block.length > 0) continue;
      noteUnreadable(this.index, "the line is longer than 64 MB", {
        offset: from,
        length: at + Math.max(0, end) - from,
      });
      facts.scanned = at + end + 1;
      return;
    }
    this.#note(this.#target);
  }

  #note(seenTo: number): void {
    this.#seenTo = Math.max(seenTo, this.index.facts.scanned);
    this.#wake(this.#seenTo);
  }

  #wake(seenTo: number): void {
    for (let at = this.#waiting.length - 1; at >= 0; at -= 1) {
      if ((this.#waiting[at]?.to ?? 0) <= seenTo) this.#waiting.splice(at, 1)[0]?.resolve();
    }
  }
}

/**
 * The end of a log in an index of its own: what can be shown before all of it has been read.
 *
 * @param files - The log.
 * @param sizeBytes - How long it is.
 * @param before - What was read of its end the last time, which is read on.
 * @returns `undefined` when there is no step in the last megabytes.
 */
export async function scanTail(
  files: RunFiles,
  sizeBytes: number,
  before: RunIndex | undefined,
): Promise<RunIndex | undefined> {
  if (before !== undefined) {
    scanTo(before, await readBytes(files, before.facts.scanned, sizeBytes));
    return before;
  }
  for (const bytes of [tailBytes, bigBytes]) {
    const from = Math.max(0, sizeBytes - bytes);
    const block = await readBytes(files, from, sizeBytes);
    const start = block.indexOf(0x0a) + 1;
    const index = new RunIndex(from + start);
    if (start > 0) scanTo(index, block.subarray(start));
    if (index.steps.count > 0) return index;
  }
  return undefined;
}

function scanTo(index: RunIndex, block: Buffer): void {
  const used = scanBlock(index, block, () => false);
  scanLastLine(index, block.subarray(used));
}
