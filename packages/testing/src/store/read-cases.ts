import assert from "node:assert/strict";

import type { Cases } from "./case-place.ts";
import { rowsUpTo } from "./expect-history.ts";
import { readRange, readRows, withoutSnapshot } from "./whole-history.ts";
import { appKey, Writer } from "./writer.ts";

const key = appKey("app");

/** What holds of `readRows` and `readRange`. */
export const readCases: Cases = {
  "reads from the last snapshot to the last row": async ({ store }) => {
    const writer = new Writer(store, key);
    await writer.write({ rows: [{}, {}, {}] });
    assert.deepEqual(await readRows(store, key), writer.rows);
    await writer.write({ rows: [{ snapshot: '"three"' }] });
    assert.deepEqual(await readRows(store, key), writer.rows.slice(3));
    await writer.write();
    await writer.write();
    assert.deepEqual(await readRows(store, key), writer.rows.slice(3));
  },
  "reads up to a sequence id, from the last snapshot before it": async ({ store }) => {
    const writer = new Writer(store, key);
    await writer.write({ rows: [{}, {}, { snapshot: '"two"' }, {}, {}, { snapshot: '"five"' }, {}] });
    for (const { index, sequenceId } of writer.rows) {
      assert.deepEqual(await readRows(store, key, sequenceId), rowsUpTo(writer.rows, index));
    }
  },
  "reads up to the last of several rows of one sequence id": async ({ store }) => {
    const writer = new Writer(store, key);
    const tries = [{ sequenceId: 1 }, { sequenceId: 1 }, { sequenceId: 1, snapshot: '"try"' }, { sequenceId: 1 }];
    await writer.write({ rows: [{}, ...tries, { sequenceId: 2 }] });
    assert.deepEqual(await readRows(store, key, 1), writer.rows.slice(3, 5));
    assert.deepEqual(await readRows(store, key, 0), writer.rows.slice(0, 1));
    assert.deepEqual(await readRows(store, key, 2), writer.rows.slice(3));
  },
  "reads the rows after a rewind, and those before it by their sequence ids": async ({ store }) => {
    const writer = new Writer(store, key);
    await writer.write({ rows: [{}, {}, {}, {}] });
    await writer.write({ rows: [{ sequenceId: 1, snapshot: '"rewound"' }] });
    await writer.write({ rows: [{ sequenceId: 2 }] });
    assert.deepEqual(await readRows(store, key), writer.rows.slice(4));
    assert.deepEqual(await readRows(store, key, 2), writer.rows.slice(4));
    assert.deepEqual(await readRows(store, key, 1), writer.rows.slice(4, 5));
    assert.deepEqual(await readRows(store, key, 3), writer.rows.slice(0, 4));
    assert.deepEqual(await readRows(store, key, 0), writer.rows.slice(0, 1));
  },
  "reads nothing for a sequence id without rows": async ({ store }) => {
    const writer = new Writer(store, key);
    await writer.write({ rows: [{ sequenceId: 2 }, { sequenceId: 5 }, { sequenceId: 6 }] });
    await writer.write({ rows: [], head: { sequenceId: 7 } });
    for (const sequenceId of [0, 1, 3, 4, 7, 8, 1_000_000]) {
      assert.deepEqual(await readRows(store, key, sequenceId), []);
    }
    assert.deepEqual(await readRows(store, appKey("other"), 2), []);
  },
  "reads a range of rows in order, both ends included, without snapshots": async ({ store }) => {
    const writer = new Writer(store, key);
    await writer.write({ rows: [{}, {}, { snapshot: "2" }, { sequenceId: 1 }, {}] });
    const rows = writer.rows.map(withoutSnapshot);
    for (const [first, last] of [
      [0, 4],
      [0, 0],
      [1, 3],
      [4, 4],
      [3, 1000],
      [5, 9],
      [3, 2],
    ] as const) {
      assert.deepEqual(await readRange(store, key, first, last), rows.slice(first, last + 1));
    }
    assert.deepEqual(await readRange(store, appKey("other"), 0, 4), []);
  },
  "gives the rows themselves back exactly, late times included": async ({ store }) => {
    const writer = new Writer(store, key);
    await writer.write({
      rows: [
        { body: "{}", delta: "[]", snapshot: "{}", atMs: 0 },
        { body: '""', delta: '""', snapshot: '""', atMs: 4_102_444_800_000, sequenceId: 2_000_000 },
      ],
    });
    assert.deepEqual(await readRows(store, key), writer.rows.slice(1));
    assert.deepEqual(await readRange(store, key, 0, 1), writer.rows.map(withoutSnapshot));
  },
};
