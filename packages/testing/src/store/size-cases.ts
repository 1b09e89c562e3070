import assert from "node:assert/strict";

import type { StoredRow } from "@burrjs/core/persist";
import type { Cases } from "./case-place.ts";
import { expectWritten } from "./expect-history.ts";
import { placed, readRange, readRows } from "./whole-history.ts";
import { appKey, Writer } from "./writer.ts";

const key = appKey("app");

/** What holds of much data. */
export const sizeCases: Cases = {
  "stores texts of 5 MB each": async ({ store }) => {
    const writer = new Writer(store, key);
    // Two bytes a character, so that a limit in characters does not do.
    const large = (name: string): string =>
      JSON.stringify(name + "é".repeat(Math.min(2_500_000, store.maxTextBytes / 2 - 100)));
    const rows = [
      { snapshot: large("first") },
      { body: large("body"), delta: large("delta"), snapshot: large("second") },
    ];
    await writer.write({ rows, checkpoint: large("checkpoint") });
    await expectWritten(store, writer);
    await store.trim(key, { index: 1, snapshot: large("third") });
    assert.equal((await readRows(store, key))[0]?.snapshot, large("third"));
  },
  "stores 2,000 rows in one write": async ({ store }) => {
    const writer = new Writer(store, key);
    await writer.write();
    await writer.write({ rows: Array.from({ length: 2000 }, () => ({})) });
    await expectWritten(store, writer);
    assert.deepEqual(await readRows(store, key, 1999), writer.rows.slice(0, 2000));
    assert.equal((await readRange(store, key, 990, 1009)).length, 20);
  },
  "stores 2,000 rows of 10 KB in one write": async ({ store }) => {
    const writer = new Writer(store, key);
    const body = JSON.stringify("x".repeat(10_000));
    const rows = Array.from({ length: 2000 }, (_, n): Partial<StoredRow> => ({
      body,
      ...(n === 1990 && { snapshot: body }),
    }));
    await writer.write({ rows });
    assert.deepEqual(await readRows(store, key), writer.rows.slice(1990));
    assert.equal((await readRange(store, key, 0, 1999)).length, 2000);
  },
  "stores 10,000 chunks in one batch": async ({ store }) => {
    await new Writer(store, key).write();
    const chunks = Array.from({ length: 10_000 }, (_, n) => JSON.stringify({ token: ` word${n}` }));
    await store.appendChunks(key, { sequenceId: 0, attempt: 0, index: 0, chunks, atMs: 0 });
    const read = placed(await store.readChunks(key, { sequenceId: 0, attempt: 0, from: 9000 }));
    assert.deepEqual(
      read.filter(({ index }) => index >= 9000).map(({ chunk }) => chunk),
      chunks.slice(9000),
    );
  },
};
