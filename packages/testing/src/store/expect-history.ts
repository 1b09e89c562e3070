import assert from "node:assert/strict";

import type { HistoryStore, ReadHead, StoredRow } from "@burrjs/core/persist";
import { readHead, readRange, readRows, readWhole, withoutSnapshot } from "./whole-history.ts";
import type { Writer } from "./writer.ts";

/** The head that must be read after the last write, if nobody asked for an abort since. */
export function expectedHead({ head, checkpoint }: Writer): ReadHead | undefined {
  return head && { ...head, checkpoint, isAbortRequested: false };
}

/** The rows from which the state after the row at `position` can be computed. */
export function rowsUpTo(rows: readonly StoredRow[], position = rows.length - 1): StoredRow[] {
  const before = rows.slice(0, position + 1);
  return before.slice(before.findLastIndex(({ snapshot }) => snapshot !== undefined));
}

/** Fails unless the store has exactly what was written: the head, all rows, and those that the state is computed from. */
export async function expectWritten(store: HistoryStore, writer: Writer): Promise<void> {
  const { key, rows } = writer;
  assert.deepEqual(await readHead(store, key), expectedHead(writer));
  assert.deepEqual(await readRange(store, key, 0, rows.length), rows.map(withoutSnapshot));
  assert.deepEqual(await readRows(store, key), rowsUpTo(rows));
}

/** Fails if anything that can be read of the history is different after `change`. */
export async function expectUnchanged<TResult>(
  { store, key }: { readonly store: HistoryStore; readonly key: Writer["key"] },
  change: () => Promise<TResult>,
): Promise<TResult> {
  const before = await readWhole(store, key);
  const result = await change();
  assert.deepEqual(await readWhole(store, key), before);
  return result;
}
