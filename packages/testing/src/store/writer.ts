import assert from "node:assert/strict";

import type { AppKey, HistoryStore, StoredHead, StoredRow, StoreWrite } from "@burrjs/core/persist";

import { withoutSnapshot } from "./whole-history.ts";

/** What a write is to contain; the rest is made up. */
export interface WriteParts {
  /** One row each, of which only what matters is given; one row, if left out. */
  readonly rows?: readonly Partial<StoredRow>[];
  readonly head?: Partial<StoredHead>;
  readonly keepsAbort?: boolean;
  readonly dropSnapshot?: number;
  readonly dropChunksFrom?: number;
  readonly checkpoint?: string | null;
}

/** Midnight at some day in 2026. */
export const startMs = 1_790_000_000_000;

/** An application of nobody in particular, unless a partition is given. */
export function appKey(appId: string, partitionKey: string | null = null): AppKey {
  return { partitionKey, appId };
}

let tokens = 0;
/** A token unlike all before. */
export function newToken(): string {
  return `token-${++tokens}`;
}

/** Writes one history as an application would, and remembers what must be stored. */
export class Writer {
  readonly key: AppKey;
  readonly #store: HistoryStore;
  /** All rows that were written, the first of them with a snapshot. */
  rows: readonly StoredRow[] = [];
  head: StoredHead | undefined;
  checkpoint: string | null = null;

  constructor(store: HistoryStore, key: AppKey) {
    this.#store = store;
    this.key = key;
  }

  /** The write that would come next; nothing happens yet. */
  next({ rows = [{}], head, keepsAbort, dropSnapshot, dropChunksFrom, checkpoint }: WriteParts = {}): StoreWrite {
    const added: StoredRow[] = [];
    for (const row of rows) added.push(this.#row([...this.rows, ...added].at(-1), row));
    const last = added.at(-1) ?? this.rows.at(-1);
    return {
      expected: this.head?.token ?? null,
      head: {
        token: newToken(),
        status: "running",
        index: last?.index ?? 0,
        sequenceId: last?.sequenceId ?? 0,
        body: JSON.stringify({ headOf: this.key.appId, index: last?.index }),
        aliveAtMs: startMs + (last?.index ?? 0),
        ...head,
      },
      rows: added,
      ...(keepsAbort !== undefined && { keepsAbort }),
      ...(dropSnapshot !== undefined && { dropSnapshot }),
      ...(dropChunksFrom !== undefined && { dropChunksFrom }),
      ...(checkpoint !== undefined && { checkpoint }),
    };
  }

  /** The write that comes next, remembered as if it were made already. */
  take(parts: WriteParts = {}): StoreWrite {
    const write = this.next(parts);
    this.accept(write);
    return write;
  }

  /** Writes, which must succeed. */
  async write(parts: WriteParts = {}): Promise<StoredHead> {
    const write = this.take(parts);
    assert.equal(await this.#store.write(this.key, write), true, "a write with the right token must succeed");
    return write.head;
  }

  /** Remembers a write that somebody else has made. */
  accept(write: StoreWrite): void {
    const kept = this.rows.map((row) => (row.index === write.dropSnapshot ? withoutSnapshot(row) : row));
    this.rows = [...kept, ...write.rows];
    this.head = write.head;
    if (write.checkpoint !== undefined) this.checkpoint = write.checkpoint;
  }

  #row(previous: StoredRow | undefined, parts: Partial<StoredRow>): StoredRow {
    const index = previous === undefined ? 0 : previous.index + 1;
    return {
      index,
      sequenceId: previous === undefined ? 0 : previous.sequenceId + 1,
      body: JSON.stringify({ row: index, of: this.key.appId }),
      delta: JSON.stringify([["set", "count", index]]),
      atMs: startMs + index,
      ...(index === 0 && { snapshot: JSON.stringify({ count: index }) }),
      ...parts,
    };
  }
}
