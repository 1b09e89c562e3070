import type { Buffer } from "node:buffer";
import { type ParsedLine, parseRecord } from "@burrjs/protocol";
import { readLines } from "../index/read-lines.ts";
import type { EntryKind } from "../index/index-tables.ts";
import type { RunIndex } from "../index/run-index.ts";
import type { LogView } from "../index/run-log.ts";

/** A line of a step, read. */
export interface StepLine {
  readonly entry: number;
  readonly kind: EntryKind;
  readonly line: Buffer;
  readonly record: ParsedLine;
}

/**
 * Reads lines of a step.
 *
 * @param view - The log.
 * @param index - The index that the entries are of.
 * @param entries - Which lines, in the order of the log.
 * @yields Each that still says what it said when it was indexed.
 */
export async function* stepLines(
  { files }: LogView,
  index: RunIndex,
  entries: readonly number[],
): AsyncGenerator<StepLine, void, void> {
  let at = 0;
  const places = entries.map((entry) => index.placeOf(entry));
  for await (const line of readLines(files, places)) {
    const entry = entries[at] ?? -1;
    const kind = index.kindOf(entry);
    at += 1;
    const record = parseRecord(line.toString());
    if (record.type === kind) yield { entry, kind, line, record };
  }
}

/** One line of a log, as a record of this kind; `undefined` when it is none (any more). */
export async function lineOf<TKind extends EntryKind>(
  view: LogView,
  { index, entry, kind }: { readonly index: RunIndex; readonly entry: number; readonly kind: TKind },
): Promise<Extract<ParsedLine, { readonly type: TKind }> | undefined> {
  if (entry < 0) return undefined;
  for await (const { record } of stepLines(view, index, [entry])) if (isKind(record, kind)) return record;
  return undefined;
}

function isKind<TKind extends EntryKind>(
  record: ParsedLine,
  kind: TKind,
): record is Extract<ParsedLine, { readonly type: TKind }> {
  return record.type === kind;
}
