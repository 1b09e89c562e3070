import { Buffer } from "node:buffer";
import type { RunFiles, SearchHit } from "@burrjs/protocol";
import { logBlocks } from "../index/log-blocks.ts";
import { letOthers } from "../index/read-bytes.ts";
import { eachRecord } from "../index/scan-lines.ts";
import { excerptOf } from "./search-excerpt.ts";

/** How to search. */
export interface SearchOptions {
  /** Whether `A` is `a`, in ASCII. Default: no. */
  readonly ignoreCase?: boolean;
  readonly signal?: AbortSignal | undefined;
}

/** A line in which a text stands. */
export interface FoundLine {
  readonly line: Buffer;
  readonly offset: number;
  /** Where in the line it stands, and how many bytes it has there. */
  readonly at: number;
  readonly length: number;
}

/**
 * Where a text stands in a log: one hit per line, each as soon as it is found. The text is looked for as JSON writes it, with
 * characters escaped or not, and as it is.
 *
 * @param files - The log.
 * @param to - Where to end.
 * @param text - Plain text; of an empty one there are no hits.
 */
export async function* searchLog(
  files: RunFiles,
  { to, text, ...options }: SearchOptions & { readonly to: number; readonly text: string },
): AsyncGenerator<SearchHit, void, void> {
  for await (const found of findLines(files, { to, text, ...options })) yield hitOf(found);
}

/** The lines of a log in which a text stands. */
export async function* findLines(
  files: RunFiles,
  { to, text, ignoreCase = false, signal }: SearchOptions & { readonly to: number; readonly text: string },
): AsyncGenerator<FoundLine, void, void> {
  const needles = needlesOf(text, ignoreCase);
  if (needles.length === 0) return;
  for await (const { offset, bytes } of logBlocks(files, { from: 0, to })) {
    if (isAborted(signal)) return;
    const searched = ignoreCase ? lowered(bytes) : bytes;
    const next = needles.map((needle) => findFrom(searched, needle, 0));
    while (!isAborted(signal)) {
      const [at, needle] = earliest(next, needles);
      if (needle === undefined) break;
      const start = bytes.lastIndexOf(0x0a, at) + 1;
      const newline = bytes.indexOf(0x0a, at);
      const end = newline === -1 ? bytes.length : newline;
      yield { line: bytes.subarray(start, end), offset: offset + start, at: at - start, length: needle.length };
      for (const [number, one] of needles.entries()) {
        const known = next[number] ?? -1;
        if (known !== -1 && known < end) next[number] = findFrom(searched, one, end);
      }
    }
    await letOthers();
  }
}

function isAborted(signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true;
}

/** The forms in which a text can stand in JSON, and the text itself. */
function needlesOf(text: string, ignoreCase: boolean): Buffer[] {
  if (text === "") return [];
  const escaped = JSON.stringify(text).slice(1, -1);
  // Python writes what is not ASCII as escapes.
  const ascii = escaped.replace(
    /[\u0080-\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  const forms = new Set(
    [escaped, ascii, text].map((form) =>
      ignoreCase ? form.replace(/[A-Z]/g, (letter) => letter.toLowerCase()) : form,
    ),
  );
  return [...forms].map((form) => Buffer.from(form));
}

function findFrom(bytes: Buffer, needle: Buffer, from: number): number {
  let at = bytes.indexOf(needle, from);
  while (at !== -1 && isInEscape(bytes, at)) at = bytes.indexOf(needle, at + 1);
  return at;
}

/** Whether the byte at `at` is inside of an escape: the `n` of `\n`, or a digit of `\u00e9`. */
function isInEscape(bytes: Buffer, at: number): boolean {
  if (isEscaped(bytes, at)) return true;
  for (let digits = 1; digits <= 4; digits += 1) {
    const u = at - digits;
    if (u > 0 && bytes[u] === 0x75 && isEscaped(bytes, u)) return bytes.subarray(u + 1, at).every(isHex);
  }
  return false;
}

/** Whether an odd number of backslashes stands before a byte. */
function isEscaped(bytes: Buffer, at: number): boolean {
  let before = at - 1;
  while (before >= 0 && bytes[before] === 0x5c) before -= 1;
  return (at - before) % 2 === 0;
}

function isHex(byte: number): boolean {
  return (byte >= 0x30 && byte <= 0x39) || (byte >= 0x41 && byte <= 0x46) || (byte >= 0x61 && byte <= 0x66);
}

function earliest(
  next: readonly number[],
  needles: readonly Buffer[],
): readonly [at: number, needle: Buffer | undefined] {
  let best = -1;
  let found: Buffer | undefined;
  for (const [number, at] of next.entries()) {
    if (at === -1 || (best !== -1 && at >= best)) continue;
    best = at;
    found = needles[number];
  }
  return [best, found];
}

function lowered(bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes);
  for (let at = 0; at < copy.length; at += 1) {
    const byte = copy[at] ?? 0;
    if (byte >= 0x41 && byte <= 0x5a) copy[at] = byte + 32;
  }
  return copy;
}

function hitOf({ line, offset, at, length }: FoundLine): SearchHit {
  let sequenceId: number | null = null;
  let type = "unreadable";
  eachRecord(line, { offset }, (record, place) => {
    // Of two records in one line, the one that the text stands in.
    if (place.offset > offset + at) return;
    type = record.type === "unknown" ? record.name : record.type;
    sequenceId =
      "sequence_id" in record ? record.sequence_id : "action_sequence_id" in record ? record.action_sequence_id : null;
  });
  return { sequence_id: sequenceId, type, offset, ...excerptOf(line, { at, length }) };
}
