import { eachAtOnce } from "./at-once.ts";
import type { Bucket } from "./bucket.ts";

/** Something that is read: an object, and what is thought at its end. */
export interface ReadablePart {
  readonly key: string;
  /** With the line break that is added, if one is. */
  readonly sizeBytes: number;
  /** Whether it ends without a line break, and gets one. */
  readonly addsLineBreak?: boolean;
}

/** A row of parts, read as one. */
export interface PartRow {
  readonly parts: readonly ReadablePart[];
  /** Where each ends, in bytes from the beginning. */
  readonly ends: readonly number[];
}

// Up to here the time of a request goes for asking and not for the bytes: such a part is read as a whole, and kept.
const smallBytes = 256 * 1024;

/** Reads ranges over parts, and keeps small ones, which never change, up to a bound. */
export class PartReader {
  readonly #bucket: Bucket;
  readonly #maxBytes: number;
  readonly #kept = new Map<string, Uint8Array>();
  #bytes = 0;

  constructor(bucket: Bucket, maxBytes: number) {
    this.#bucket = bucket;
    this.#maxBytes = maxBytes;
  }

  /** The bytes from `from` to before `to`; `undefined` when a part is not there any more. */
  async read({ parts, ends }: PartRow, from: number, to: number): Promise<Uint8Array | undefined> {
    const end = Math.min(to, ends.at(-1) ?? 0);
    const start = Math.max(0, from);
    if (start >= end) return new Uint8Array();
    const bytes = new Uint8Array(end - start);
    const first = indexAt(ends, start);
    const touched = parts.slice(first, indexAt(ends, end - 1) + 1);
    let isGone = false;
    await eachAtOnce(touched, async (part, at) => {
      const partStart = first + at === 0 ? 0 : (ends[first + at - 1] ?? 0);
      const piece = await this.#piece(part, Math.max(0, start - partStart), Math.min(part.sizeBytes, end - partStart));
      if (piece === undefined) isGone = true;
      else bytes.set(piece, Math.max(0, partStart - start));
    });
    return isGone ? undefined : bytes;
  }

  /** A whole object, if it is there. It is kept, unless `isLasting` says that it may change. */
  async whole(key: string, isLasting = (_bytes: Uint8Array): boolean => true): Promise<Uint8Array | undefined> {
    const kept = this.#kept.get(key);
    if (kept !== undefined) {
      this.#kept.delete(key); // the one that was used last is the last
      this.#kept.set(key, kept);
      return kept;
    }
    const bytes = await this.#bucket.get(key);
    if (bytes !== undefined && !this.#kept.has(key) && isLasting(bytes)) this.#keep(key, bytes);
    return bytes;
  }

  async #piece(part: ReadablePart, from: number, to: number): Promise<Uint8Array | undefined> {
    const storedBytes = part.sizeBytes - (part.addsLineBreak === true ? 1 : 0);
    const storedTo = Math.min(to, storedBytes);
    const stored =
      from < storedTo ? await this.#stored(part.key, storedBytes, { from, to: storedTo }) : new Uint8Array();
    if (stored === undefined || storedTo === to) return stored;
    const bytes = new Uint8Array(stored.byteLength + 1);
    bytes.set(stored);
    bytes[stored.byteLength] = 0x0a;
    return bytes;
  }

  async #stored(key: string, sizeBytes: number, range: { from: number; to: number }): Promise<Uint8Array | undefined> {
    if (sizeBytes > smallBytes) return this.#bucket.get(key, range);
    return (await this.whole(key))?.subarray(range.from, range.to);
  }

  #keep(key: string, bytes: Uint8Array): void {
    if (bytes.byteLength > smallBytes) return;
    this.#kept.set(key, bytes);
    this.#bytes += bytes.byteLength;
    for (const [oldest, { byteLength }] of this.#kept) {
      if (this.#bytes <= this.#maxBytes) break;
      this.#kept.delete(oldest);
      this.#bytes -= byteLength;
    }
  }
}

/** Which part the byte at `position` is in. */
function indexAt(ends: readonly number[], position: number): number {
  let low = 0;
  let high = ends.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ends[middle] ?? Infinity) > position) high = middle;
    else low = middle + 1;
  }
  return low;
}
