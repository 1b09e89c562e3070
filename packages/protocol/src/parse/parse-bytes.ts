import { type ParsedLine, type Unreadable, unreadable } from "./outcome.ts";
import { checkRecord } from "./parse-record.ts";
import { type ByteRange, scanFields } from "./scan-fields.ts";

/** What to leave out. */
export interface ParseBytesOptions {
  /** Where the line is in the bytes, without its line break. Default: all of them. */
  readonly range?: ByteRange;
  /** The fields whose values are not made. */
  readonly skip?: readonly string[];
  /** Only values of more bytes than this are left out. Default: 0. */
  readonly overBytes?: number;
}

/** A line of which large values may have been left out. */
export interface ParsedBytes {
  /** Where a value has been left out, an empty object stands for it, or an empty list, or null for another value. */
  readonly line: ParsedLine;
  /** The bytes of what has been left out, by field. */
  readonly skipped: ReadonlyMap<string, ByteRange>;
}

const nothing: ReadonlyMap<string, ByteRange> = new Map();

/**
 * What a line of a log is, as `parseRecord` says, from its bytes, and without values that are not of interest: a state of megabytes
 * costs a look at its bytes.
 *
 * @param bytes - UTF-8.
 */
export function parseBytes(bytes: Uint8Array, options: ParseBytesOptions = {}): ParsedBytes {
  const { range = { from: 0, to: bytes.length }, skip = [], overBytes = 0 } = options;
  const scanned = scanFields(bytes, range);
  if (scanned.type === "unreadable") return { line: scanned, skipped: nothing };
  const skipped = new Map<string, ByteRange>();
  for (const name of skip) {
    const value = scanned.fields.get(name);
    if (value !== undefined && value.to - value.from > overBytes) skipped.set(name, value);
  }
  return { line: parseRest(bytes, range, skipped), skipped };
}

/** The value of a field as its text says, or why it has none. */
export function parseRange(bytes: Uint8Array, range: ByteRange): { readonly value: unknown } | Unreadable {
  try {
    return { value: JSON.parse(decoder.decode(bytes.subarray(range.from, range.to))) as unknown };
  } catch {
    return unreadable("the value is no JSON");
  }
}

const decoder = new TextDecoder();

function parseRest(bytes: Uint8Array, range: ByteRange, skipped: ReadonlyMap<string, ByteRange>): ParsedLine {
  const gaps = [...skipped.values()].toSorted((one, other) => one.from - other.from);
  let text = "";
  let at = range.from;
  for (const gap of gaps) {
    text += decoder.decode(bytes.subarray(at, gap.from)) + standIn(bytes[gap.from]);
    at = gap.to;
  }
  text += decoder.decode(bytes.subarray(at, range.to));
  try {
    return checkRecord(JSON.parse(text), new Set(skipped.keys()));
  } catch {
    return unreadable("the line is no JSON");
  }
}

function standIn(first: number | undefined): string {
  if (first === 0x7b) return "{}";
  return first === 0x5b ? "[]" : "null";
}
