import { readFileSync } from "node:fs";
import { join } from "node:path";
import { applyPatch, type LogRecord, parseRecord, type StatePatch } from "@burrjs/protocol";

/** The records of a log, half and unreadable lines included as such. */
export function readLog(...path: string[]): readonly ReturnType<typeof parseRecord>[] {
  const text = readFileSync(join(...path, "log.jsonl"), "utf8");
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => parseRecord(line));
}

/** The records of one type. */
export function recordsOf<TType extends LogRecord["type"]>(
  records: readonly { readonly type: string }[],
  type: TType,
): readonly (LogRecord & { readonly type: TType })[] {
  return records.filter((record): record is LogRecord & { readonly type: TType } => record.type === type);
}

/** The states that a log tells of, each after a step, as JSON. */
export function statesIn(records: readonly { readonly type: string }[]): readonly unknown[] {
  let state: Readonly<Record<string, unknown>> = {};
  const states: unknown[] = [];
  for (const record of records as readonly LogRecord[]) {
    if ((record.type !== "run" && record.type !== "end_entry") || record.state === undefined) continue;
    const next = record.form === "patch" ? applyPatch(state, record.state as StatePatch) : record.state;
    if (next === undefined) throw new Error(`A patch does not fit: ${JSON.stringify(record)}`);
    state = next as Readonly<Record<string, unknown>>;
    if (record.type === "end_entry") states.push(state);
  }
  return states;
}
