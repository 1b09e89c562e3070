import type { AppKey, HistoryStore, ReadHead, StoredChunks, StoredRow } from "@burrjs/core/persist";

/** One chunk with its place. */
export interface PlacedChunk {
  readonly attempt: number;
  readonly index: number;
  readonly chunk: string;
}

/** All that can be read of a history, in a form that can be compared. */
export interface WholeHistory {
  readonly head: ReadHead | undefined;
  readonly range: readonly StoredRow[];
  readonly latest: readonly StoredRow[];
  /** The rows and the chunks of each sequence id. */
  readonly bySequenceId: readonly { readonly rows: readonly StoredRow[]; readonly chunks: readonly PlacedChunk[] }[];
}

/** Reads all there is of a history with sequence ids up to 8, by every way to read it. */
export async function readWhole(store: HistoryStore, key: AppKey): Promise<WholeHistory> {
  const bySequenceId = [];
  for (let sequenceId = 0; sequenceId <= 8; sequenceId++) {
    bySequenceId.push({
      rows: await readRows(store, key, sequenceId),
      chunks: placed(await store.readChunks(key, { sequenceId, attempt: 0, from: 0 })),
    });
  }
  return {
    head: await readHead(store, key),
    range: await readRange(store, key, 0, 1000),
    latest: await readRows(store, key),
    bySequenceId,
  };
}

/** The head as a plain object with nothing but its fields. */
export async function readHead(store: HistoryStore, key: AppKey): Promise<ReadHead | undefined> {
  const head = await store.readHead(key);
  return head === undefined ? undefined : plainHead(head);
}

/** `head` as a plain object with nothing but its fields. */
export function plainHead(head: ReadHead): ReadHead {
  const { token, status, index, sequenceId, body, aliveAtMs, checkpoint, isAbortRequested } = head;
  return { token, status, index, sequenceId, body, aliveAtMs, checkpoint, isAbortRequested };
}

/** The rows as plain objects with nothing but their fields. */
export async function readRows(store: HistoryStore, key: AppKey, sequenceId?: number): Promise<StoredRow[]> {
  const rows = await (sequenceId === undefined ? store.readRows(key) : store.readRows(key, sequenceId));
  return rows.map(plainRow);
}

/** The rows of a range as plain objects with nothing but their fields. */
export async function readRange(store: HistoryStore, key: AppKey, first: number, last: number): Promise<StoredRow[]> {
  return (await store.readRange(key, first, last)).map(plainRow);
}

/** The chunks of batches one by one, in the order of the batches. */
export function placed(batches: readonly StoredChunks[]): PlacedChunk[] {
  return batches.flatMap(({ attempt, index, chunks }) =>
    chunks.map((chunk, offset) => ({ attempt, index: index + offset, chunk })),
  );
}

/** The row without its snapshot. */
export function withoutSnapshot({ index, sequenceId, body, delta, atMs }: StoredRow): StoredRow {
  return { index, sequenceId, body, delta, atMs };
}

function plainRow(row: StoredRow): StoredRow {
  return { ...withoutSnapshot(row), ...(row.snapshot !== undefined && { snapshot: row.snapshot }) };
}
