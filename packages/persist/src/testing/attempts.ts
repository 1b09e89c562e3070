import assert from "node:assert/strict";

import type { AppKey, HistoryStore, StoredRow, StoreWrite } from "@burrjs/core/persist";

/** Every write to an application that was tried, by its token: what is read must be one of them, and those before it. */
export class Attempts {
  readonly #key: AppKey;
  readonly #writes = new Map<string, StoreWrite>();
  readonly #refused = new Set<string>();

  constructor(key: AppKey) {
    this.#key = key;
  }

  /**
   * Tries to write so many rows, and one more if they are the first; one of them without the last snapshot before it, two
   * of them with a large checkpoint.
   */
  async write(store: HistoryStore, count: number): Promise<void> {
    const head = await store.readHead(this.#key);
    const token = crypto.randomUUID();
    const start = head === undefined ? 0 : head.index + 1;
    const rows = Array.from({ length: head === undefined ? count + 1 : count }, (_, n): StoredRow => {
      const index = start + n;
      const snapshot = index % 3 === 0 && { snapshot: `snapshot ${token}` };
      return { index, sequenceId: index, body: token, delta: `${n}`, atMs: 0, ...snapshot };
    });
    const index = start + rows.length - 1;
    const write: StoreWrite = {
      expected: head?.token ?? null,
      head: { token, status: "idle", index, sequenceId: index, body: "{}", aliveAtMs: 0 },
      rows,
      ...(count === 1 && start > 0 && { dropSnapshot: start - 1 - ((start - 1) % 3) }),
      ...(count === 2 && { checkpoint: token.repeat(3000) }),
    };
    this.#writes.set(token, write);
    if (!(await store.write(this.#key, write))) this.#refused.add(token);
  }

  /** Reads in every way, and fails if what comes is not as somebody has written it, as a whole. */
  async assertWhole(store: HistoryStore): Promise<void> {
    const head = await store.readHead(this.#key);
    if (head !== undefined) assert.equal(head.checkpoint, this.#checkpointAt(head.token));
    for (const sequenceId of [undefined, 1]) {
      const rows = await store.readRows(this.#key, sequenceId);
      const [first] = rows;
      if (first === undefined) continue;
      const written = this.#assertWritten(rows, sequenceId);
      if (first.snapshot === "trimmed") continue;
      assert.equal(first.snapshot, written[first.index]?.snapshot);
      assert.ok(first.index === 0 || !this.#droppedUpTo(rows.at(-1)?.body ?? "").includes(first.index));
    }
    this.#assertWritten(await store.readRange(this.#key, 0, 1000));
  }

  #assertWritten(rows: readonly StoredRow[], last?: number): readonly StoredRow[] {
    const [first] = rows;
    if (first === undefined) return [];
    const written = this.#rowsUpTo(rows.at(-1)?.body ?? "");
    const expected = written.slice(first.index, last === undefined ? undefined : last + 1);
    assert.deepEqual(rows.map(withoutSnapshot), expected.map(withoutSnapshot));
    return written;
  }

  #rowsUpTo(token: string): readonly StoredRow[] {
    const { expected, rows } = this.#writeOf(token);
    return expected === null ? rows : [...this.#rowsUpTo(expected), ...rows];
  }

  #droppedUpTo(token: string): readonly number[] {
    const { expected, dropSnapshot = 0 } = this.#writeOf(token);
    return expected === null ? [] : [...this.#droppedUpTo(expected), dropSnapshot];
  }

  #checkpointAt(token: string): string | null {
    const { expected, checkpoint } = this.#writeOf(token);
    return checkpoint ?? (expected === null ? null : this.#checkpointAt(expected));
  }

  #writeOf(token: string): StoreWrite {
    assert.ok(!this.#refused.has(token), "Something was read that was refused.");
    const write = this.#writes.get(token);
    assert.ok(write, "Something was read that nobody has written.");
    return write;
  }
}

function withoutSnapshot({ snapshot: _snapshot, ...row }: StoredRow): StoredRow {
  return row;
}
