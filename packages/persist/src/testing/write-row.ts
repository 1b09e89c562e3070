import type { AppKey, HistoryStore, StoredRow, StoreWrite } from "@burrjs/core/persist";

/** Writes the next row of a history, or the first one; `parts` replace what it would be. Its index, if it was stored. */
export async function writeRow(
  store: HistoryStore,
  key: AppKey,
  { checkpoint, dropSnapshot, ...parts }: Partial<StoredRow> & Pick<StoreWrite, "checkpoint" | "dropSnapshot"> = {},
): Promise<number | false> {
  const head = await store.readHead(key);
  const row = rowAt(head === undefined ? 0 : head.index + 1);
  const { index, sequenceId } = row;
  const isStored = await store.write(key, {
    expected: head?.token ?? null,
    head: { token: crypto.randomUUID(), status: "running", index, sequenceId, body: "{}", aliveAtMs: index },
    rows: [{ ...row, ...parts }],
    ...(checkpoint !== undefined && { checkpoint }),
    ...(dropSnapshot !== undefined && { dropSnapshot }),
  });
  return isStored && index;
}

/** The row that is written at a place, unless something else is asked for. */
export function rowAt(index: number): StoredRow {
  const row = { index, sequenceId: index, body: `{"body":${index}}`, delta: `{"delta":${index}}`, atMs: index };
  return index === 0 ? { ...row, snapshot: "{}" } : row;
}

/** The rows that are written at some places. */
export function rowsAt(first: number, last: number): StoredRow[] {
  return Array.from({ length: last - first + 1 }, (_, n) => rowAt(first + n));
}
