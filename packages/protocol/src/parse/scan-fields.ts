import { maxJsonDepth, maxLineLength } from "./limits.ts";
import { type Unreadable, unreadable } from "./outcome.ts";

/** Bytes `from` to before `to`. */
export interface ByteRange {
  readonly from: number;
  readonly to: number;
}

/** The top-level fields of a line: the bytes of the value of each. */
export interface ScannedFields {
  readonly type: "fields";
  readonly fields: ReadonlyMap<string, ByteRange>;
}

const [quote, backslash, comma, colon] = [0x22, 0x5c, 0x2c, 0x3a];
const [openObject, closeObject, openList, closeList] = [0x7b, 0x7d, 0x5b, 0x5d];

/**
 * Finds the top-level fields of a line of JSON without making its values, however large they are. The line is read up to its last
 * byte: quotes and brackets must fit, and values may not stand too deep in each other. What is inside of the values is not looked at
 * further: `JSON.parse` of the text of one may still fail. Of fields with the same name the last one counts, as in `JSON.parse`.
 *
 * @param bytes - UTF-8.
 * @param range - Where the line is in them, without its line break. Default: all.
 */
export function scanFields(bytes: Uint8Array, range?: ByteRange): ScannedFields | Unreadable {
  const { from, to } = range ?? { from: 0, to: bytes.length };
  if (to - from > maxLineLength) return unreadable("the line is longer than 64 MB");
  const fields = new Map<string, ByteRange>();
  const problem = new Scan(bytes, from, to).run(fields);
  return problem === undefined ? { type: "fields", fields } : unreadable(problem);
}

const notJson = "the line is no JSON";

class Scan {
  readonly #bytes: Uint8Array;
  readonly #to: number;
  #at: number;

  constructor(bytes: Uint8Array, from: number, to: number) {
    this.#bytes = bytes;
    this.#at = from;
    this.#to = Math.min(to, bytes.length);
  }

  /** What is wrong with the line, if anything is. */
  run(fields: Map<string, ByteRange>): string | undefined {
    this.#skipSpace();
    if (this.#at >= this.#to) return "the line is empty";
    if (!this.#take(openObject)) return "the line is no object";
    this.#skipSpace();
    if (!this.#take(closeObject)) {
      do {
        const problem = this.#field(fields);
        if (problem !== undefined) return problem;
      } while (this.#take(comma));
      if (!this.#take(closeObject)) return notJson;
    }
    this.#skipSpace();
    return this.#at === this.#to ? undefined : notJson;
  }

  #field(fields: Map<string, ByteRange>): string | undefined {
    this.#skipSpace();
    const nameFrom = this.#at;
    if (this.#bytes[nameFrom] !== quote || !this.#skipString()) return notJson;
    const name = fieldName(this.#bytes, nameFrom, this.#at);
    this.#skipSpace();
    if (name === undefined || !this.#take(colon)) return notJson;
    this.#skipSpace();
    const from = this.#at;
    const problem = this.#skipValue();
    if (problem !== undefined) return problem;
    fields.set(name, { from, to: this.#at });
    this.#skipSpace();
    return undefined;
  }

  #skipValue(): string | undefined {
    const first = this.#bytes[this.#at];
    if (first === quote) return this.#skipString() ? undefined : notJson;
    if (first === openObject || first === openList) return this.#skipNested();
    const from = this.#at;
    while (this.#at < this.#to && !endsWord(this.#bytes[this.#at] ?? 0)) this.#at += 1;
    return this.#at > from ? undefined : notJson;
  }

  #skipNested(): string | undefined {
    const closers = new Uint8Array(maxJsonDepth);
    let depth = 0;
    while (this.#at < this.#to) {
      const byte = this.#bytes[this.#at];
      if (byte === quote) {
        if (!this.#skipString()) return notJson;
        continue;
      }
      this.#at += 1;
      if (byte === openObject || byte === openList) {
        // The line itself is the outermost object.
        if (depth === maxJsonDepth - 1) return "values stand more than 200 deep in each other";
        closers[depth] = byte === openObject ? closeObject : closeList;
        depth += 1;
      } else if (byte === closeObject || byte === closeList) {
        depth -= 1;
        if (closers[depth] !== byte) return notJson;
        if (depth === 0) return undefined;
      }
    }
    return notJson;
  }

  /** Moves behind the string that begins here; false when it does not end. */
  #skipString(): boolean {
    const bytes = this.#bytes;
    const to = this.#to;
    for (let at = this.#at + 1; at < to; at += 1) {
      const byte = bytes[at];
      if (byte === quote) {
        this.#at = at + 1;
        return true;
      }
      if (byte === backslash) at += 1;
    }
    return false;
  }

  #skipSpace(): void {
    while (this.#at < this.#to && isSpace(this.#bytes[this.#at] ?? 0)) this.#at += 1;
  }

  #take(byte: number): boolean {
    if (this.#at >= this.#to || this.#bytes[this.#at] !== byte) return false;
    this.#at += 1;
    return true;
  }
}

function isSpace(byte: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

function endsWord(byte: number): boolean {
  return (
    byte === comma || byte === closeObject || byte === closeList || byte === colon || byte === quote || isSpace(byte)
  );
}

/** The names that were read last, by a hash of their bytes: the lines of a log have the same few. */
const knownNames = new Map<number, string>();
const decoder = new TextDecoder();

/** The name whose quotes are at `from` and before `to`; `undefined` when it is no JSON. */
function fieldName(bytes: Uint8Array, from: number, to: number): string | undefined {
  let hash = 0;
  for (let at = from + 1; at < to - 1; at += 1) hash = (Math.imul(hash, 31) + (bytes[at] ?? 0)) | 0;
  const known = knownNames.get(hash);
  if (known !== undefined && isText(bytes, from + 1, to - 1, known)) return known;
  let name: unknown;
  try {
    name = JSON.parse(decoder.decode(bytes.subarray(from, to)));
  } catch {
    return undefined; // the answer
  }
  if (typeof name !== "string") return undefined;
  if (knownNames.size >= 1000) knownNames.clear();
  if (isText(bytes, from + 1, to - 1, name)) knownNames.set(hash, name);
  return name;
}

/** Whether these bytes are that text, character by byte: only where both are ASCII. */
function isText(bytes: Uint8Array, from: number, to: number, text: string): boolean {
  if (text.length !== to - from) return false;
  for (let at = 0; at < text.length; at += 1) {
    const byte = bytes[from + at] ?? 0;
    if (byte > 0x7f || byte !== text.charCodeAt(at)) return false;
  }
  return true;
}
