import assert from "node:assert/strict";

import type { AppKey, HistoryStore } from "@burrjs/core/persist";
import type { Cases } from "./case-place.ts";
import { expectUnchanged, expectedHead, expectWritten } from "./expect-history.ts";
import { placed, readHead, readRange, readRows, readWhole, withoutSnapshot } from "./whole-history.ts";
import { appKey, Writer } from "./writer.ts";

const key = appKey("app");
const first = { index: 3, snapshot: '"new three"' };

/** What holds of `trim`. */
export const trimCases: Cases = {
  "trims the rows before one, which gets a snapshot": async ({ store, connect }) => {
    const writer = await written(store, key);
    await store.trim(key, first);
    await expectTrimmed(await connect(), writer);
  },
  "replaces the snapshot of a row that has one already": async ({ store }) => {
    const writer = new Writer(store, key);
    await writer.write({ rows: [{}, {}, {}, { snapshot: '"old three"' }, {}, {}] });
    await store.trim(key, first);
    await expectTrimmed(store, writer);
  },
  "keeps the snapshots after the row that is trimmed to": async ({ store }) => {
    const writer = new Writer(store, key);
    await writer.write({ rows: [{}, { snapshot: "1" }, {}, {}, {}, { snapshot: "5" }, {}] });
    await store.trim(key, first);
    assert.deepEqual(await readRows(store, key), writer.rows.slice(5));
    assert.deepEqual(await readRows(store, key, 4), [
      { ...writer.rows[3], snapshot: first.snapshot },
      ...writer.rows.slice(4, 5),
    ]);
  },
  "keeps the head, and takes the next write with its token": async ({ store }) => {
    const writer = await written(store, key);
    await store.trim(key, first);
    assert.deepEqual(await readHead(store, key), expectedHead(writer));
    await writer.write();
    await expectTrimmed(store, writer);
  },
  "trims a second time, at the same row and at a later one": async ({ store }) => {
    const writer = await written(store, key);
    await store.trim(key, first);
    await store.trim(key, first);
    await expectTrimmed(store, writer);
    await store.trim(key, { index: 5, snapshot: "5" });
    assert.deepEqual(await readRows(store, key), [{ ...writer.rows[5], snapshot: "5" }]);
    assert.deepEqual(await readRange(store, key, 0, 9), writer.rows.slice(5).map(withoutSnapshot));
  },
  "trims to the first row, and to the last": async ({ store }) => {
    const writer = await written(store, key);
    await store.trim(key, { index: 0, snapshot: '"zero"' });
    assert.deepEqual(await readRows(store, key), [{ ...writer.rows[0], snapshot: '"zero"' }, ...writer.rows.slice(1)]);
    await store.trim(key, { index: 5, snapshot: '"five"' });
    await writer.write();
    assert.deepEqual(await readRows(store, key), [{ ...writer.rows[5], snapshot: '"five"' }, ...writer.rows.slice(6)]);
  },
  "does nothing when the row to trim to does not exist": async ({ store }) => {
    await store.trim(key, first);
    assert.equal(await store.readHead(key), undefined);
    await written(store, key);
    await expectUnchanged({ store, key }, () => store.trim(key, { index: 6, snapshot: '"late"' }));
    await expectUnchanged({ store, key }, () => store.trim(key, { index: 1_000_000, snapshot: '"late"' }));
    await store.trim(key, first);
    await expectUnchanged({ store, key }, () => store.trim(key, { index: 2, snapshot: '"gone"' }));
  },
  "touches no other application": async ({ store }) => {
    await written(store, key);
    const others = [appKey("app", ""), appKey("app", "mine"), appKey("app2"), appKey("")];
    for (const other of others) await written(store, other);
    const before = await Promise.all(others.map((other) => readWhole(store, other)));
    await store.trim(key, first);
    assert.deepEqual(await Promise.all(others.map((other) => readWhole(store, other))), before);
  },
  "forgets the chunks of the sequence ids before the row, and no others": async ({ store }) => {
    await written(store, key);
    for (let sequenceId = 0; sequenceId < 6; sequenceId++) {
      await store.appendChunks(key, { sequenceId, attempt: 0, index: 0, chunks: [`${sequenceId}`], atMs: 0 });
    }
    await store.trim(key, first);
    const kept = [];
    for (let sequenceId = 0; sequenceId < 6; sequenceId++) {
      kept.push(placed(await store.readChunks(key, { sequenceId, attempt: 0, from: 0 })).map(({ chunk }) => chunk));
    }
    assert.deepEqual(kept, [[], [], [], ["3"], ["4"], ["5"]]);
  },
  "trims 1,500 rows at once": async ({ store }) => {
    const writer = new Writer(store, key);
    await writer.write({ rows: Array.from({ length: 1503 }, () => ({})) });
    await store.trim(key, { index: 1500, snapshot: "1500" });
    assert.deepEqual(await readRange(store, key, 0, 1502), writer.rows.slice(1500).map(withoutSnapshot));
    await writer.write();
    assert.deepEqual(await readRows(store, key), [
      { ...writer.rows[1500], snapshot: "1500" },
      ...writer.rows.slice(1501),
    ]);
  },
  "starts anew after a trimmed history was deleted": async ({ store }) => {
    await written(store, key);
    await store.trim(key, first);
    await store.delete(key);
    const again = new Writer(store, key);
    await again.write({ rows: [{}, {}] });
    await expectWritten(store, again);
  },
};

/** Six rows, of which only the first has a snapshot. */
async function written(store: HistoryStore, app: AppKey): Promise<Writer> {
  const writer = new Writer(store, app);
  await writer.write({ rows: [{}, {}] });
  for (let n = 0; n < 4; n++) await writer.write({ checkpoint: `${n}` });
  return writer;
}

/** Fails unless exactly the rows from `first` on are left, and the state of each can be computed. */
async function expectTrimmed(store: HistoryStore, { rows }: Writer): Promise<void> {
  const left = rows.slice(first.index).map((row, n) => (n === 0 ? { ...row, snapshot: first.snapshot } : row));
  assert.deepEqual(await readRange(store, key, 0, 100), left.map(withoutSnapshot));
  assert.deepEqual(await readRows(store, key), left);
  for (const [n, { sequenceId }] of left.entries()) {
    assert.deepEqual(await readRows(store, key, sequenceId), left.slice(0, n + 1));
  }
  for (const { sequenceId } of rows.slice(0, first.index)) assert.deepEqual(await readRows(store, key, sequenceId), []);
}
