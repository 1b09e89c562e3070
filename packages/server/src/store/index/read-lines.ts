import type { Buffer } from "node:buffer";
import type { RunFiles } from "@burrjs/protocol";
import { readBytes } from "./read-bytes.ts";
import type { LinePlace } from "./run-index.ts";

/** Lines that are no further apart are read in one go. */
const gapBytes = 64 * 1024;
const blockBytes = 4 * 1024 * 1024;

/**
 * Reads lines, near ones together.
 *
 * @param files - The log.
 * @param places - Where they are, in the order of the log.
 * @yields Each line, in that order; a line that is not there any more is shorter than it should be.
 */
export async function* readLines(files: RunFiles, places: readonly LinePlace[]): AsyncGenerator<Buffer, void, void> {
  for (let at = 0; at < places.length;) {
    const first = places[at];
    if (first === undefined) return;
    let end = first.offset + first.length;
    let next = at + 1;
    for (let place = places[next]; place !== undefined; place = places[(next += 1)]) {
      const placeEnd = place.offset + place.length;
      if (place.offset - end > gapBytes || placeEnd - first.offset > blockBytes) break;
      end = Math.max(end, placeEnd);
    }
    const block = await readBytes(files, first.offset, end);
    for (const { offset, length } of places.slice(at, next)) {
      yield block.subarray(offset - first.offset, offset - first.offset + length);
    }
    at = next;
  }
}
