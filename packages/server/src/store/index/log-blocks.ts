import type { Buffer } from "node:buffer";
import type { RunFiles } from "@burrjs/protocol";
import { readBytes, Slice } from "./read-bytes.ts";
import { eachRecord, type TakeRecord } from "./scan-lines.ts";

const blockBytes = 1024 * 1024;
const longestLine = 64 * 1024 * 1024;

/** Whole lines of a log. */
export interface LogBlock {
  readonly offset: number;
  /** Ends with a line break, or where the log ends. */
  readonly bytes: Buffer;
}

/**
 * A log in blocks of whole lines. Lines of more than 64 MB are left out. Ends where the log ended when it began, or when it is gone.
 *
 * @param files - The log.
 * @param range - From where to where; both at the beginning of a line, or at the end of the log.
 */
export async function* logBlocks(
  files: RunFiles,
  { from, to }: { readonly from: number; readonly to: number },
): AsyncGenerator<LogBlock, void, void> {
  let size = blockBytes;
  for (let offset = from, isInLongLine = false; offset < to;) {
    const block = await readBytes(files, offset, Math.min(offset + size, to));
    if (block.length === 0) return;
    const isLast = offset + block.length >= to;
    const end = isLast && !isInLongLine ? block.length : block.lastIndexOf(0x0a) + 1;
    if (isInLongLine) {
      const begin = block.indexOf(0x0a) + 1;
      isInLongLine = begin === 0;
      offset += isInLongLine ? block.length : begin;
      if (!isInLongLine) size = blockBytes;
    } else if (end > 0) {
      yield { offset, bytes: block.subarray(0, end) };
      offset += end;
      size = blockBytes;
    } else if (size <= longestLine) size *= 2;
    else isInLongLine = true;
  }
}

/**
 * The records of a log, whole, with those lines that are none.
 *
 * @param files - The log.
 * @param to - Where to end.
 * @yields In the order of the log, block by block.
 */
export async function* logRecords(files: RunFiles, to: number): AsyncGenerator<Parameters<TakeRecord>, void, void> {
  const slice = new Slice(15);
  for await (const { offset, bytes } of logBlocks(files, { from: 0, to })) {
    for (let at = 0; at < bytes.length;) {
      const newline = bytes.indexOf(0x0a, at);
      const end = newline === -1 ? bytes.length : newline;
      const found: Parameters<TakeRecord>[] = [];
      eachRecord(bytes.subarray(at, end), { offset: offset + at, isWhole: true }, (record, place) => {
        found.push([record, place]);
      });
      yield* found;
      at = end + 1;
      await slice.pause();
    }
  }
}
