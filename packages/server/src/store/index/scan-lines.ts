import { Buffer } from "node:buffer";
import { parseBytes, type ParsedLine, parseRecord } from "@burrjs/protocol";
import { indexRecord } from "./index-record.ts";
import type { LinePlace, RunIndex } from "./run-index.ts";

/** Lines up to this length are parsed; of longer ones only the fields are looked at that the index needs. */
const parsedLineBytes = 16 * 1024;

const newline = 0x0a;

/** When to stop between two lines. */
export type ShouldStop = () => boolean;

/**
 * Takes note of the lines in a block of a log, as far as they are whole.
 *
 * @param index - Gets longer; `facts.scanned` moves on to behind what was read.
 * @param block - The bytes from `facts.scanned` on.
 * @param shouldStop - Asked after each line.
 * @returns The bytes that were used up: 0 when the block holds no whole line.
 */
export function scanBlock(index: RunIndex, block: Buffer, shouldStop: ShouldStop): number {
  const base = index.facts.scanned;
  let at = 0;
  while (at < block.length) {
    const end = block.indexOf(newline, at);
    if (end === -1) break;
    scanLine(index, block.subarray(at, end), base + at);
    at = end + 1;
    if (shouldStop()) break;
  }
  index.facts.scanned = base + at;
  return at;
}

/**
 * Takes note of the last line of a log, which has no line break (yet), if it is whole nevertheless.
 *
 * @returns Whether it was.
 */
export function scanLastLine(index: RunIndex, line: Buffer): boolean {
  if (line.lastIndexOf("}") < line.length - 2 || readRecord(line).type === "unreadable") return false;
  scanLine(index, line, index.facts.scanned);
  index.facts.scanned += line.length;
  return true;
}

function scanLine(index: RunIndex, line: Buffer, offset: number): void {
  eachRecord(line, { offset }, (record, place) => {
    indexRecord(index, record, place);
  });
}

/** Takes a record, or what is no record, with the place of its text. */
export type TakeRecord = (record: ParsedLine, place: LinePlace) => void;

/**
 * What is in a line: a record most often, nothing in an empty one, and two in one that was cut off by a crash with a whole one right
 * behind it.
 *
 * @param line - Without its line break.
 * @param options - Where it stands, and whether records are wanted with all that is in them, also of long lines.
 */
export function eachRecord(
  line: Buffer,
  { offset, isWhole = false }: { readonly offset: number; readonly isWhole?: boolean },
  take: TakeRecord,
): void {
  let from = offset === 0 && line[0] === 0xef && line[1] === 0xbb && line[2] === 0xbf ? 3 : 0;
  let to = line.length;
  // Some systems leave zeros where a line was lost in a crash; what follows them is good.
  while (from < to && isBlank(line[from])) from += 1;
  while (to > from && isBlank(line[to - 1])) to -= 1;
  if (from === to) {
    if (line.includes(0)) take(unreadable("the line is empty"), { offset, length: line.length });
    return;
  }
  const text = line.subarray(from, to);
  const read = isWhole ? parsed : readRecord;
  const record = read(text);
  const rest = record.type === "unreadable" ? text.lastIndexOf('{"type":') : 0;
  const second = rest > 0 ? read(text.subarray(rest)) : undefined;
  if (second === undefined || second.type === "unreadable") {
    take(record, { offset: offset + from, length: to - from });
  } else {
    take(unreadable("the line is cut off"), { offset: offset + from, length: rest });
    take(second, { offset: offset + from + rest, length: to - from - rest });
  }
}

function unreadable(reason: string): ParsedLine {
  return { type: "unreadable", reason };
}

/** The record that a line is. Of a long one, large values are left out: see `parseBytes`. */
function readRecord(line: Buffer): ParsedLine {
  if (line.length <= parsedLineBytes) return parsed(line);
  return parseBytes(line, { skip: largeFields, overBytes: 1024 }).line;
}

function parsed(line: Buffer): ParsedLine {
  return parseRecord(line.toString());
}

const largeFields = ["state", "inputs", "answers", "result", "items", "value", "values"];

function isBlank(byte: number | undefined): boolean {
  return byte === 0 || byte === 0x20 || byte === 0x0d || byte === 0x09;
}
