import assert from "node:assert/strict";

import type { StoredRow } from "@burrjs/core/persist";
import type { Cases } from "./case-place.ts";
import { expectUnchanged, expectWritten } from "./expect-history.ts";
import { readHead, readRows, readWhole } from "./whole-history.ts";
import { appKey, newToken, Writer } from "./writer.ts";

const key = appKey("app");

/** What holds of `write` when nobody else writes. */
export const writeCases: Cases = {
  "knows nothing of an application that was never written": async ({ store }) => {
    const { head, range, latest, bySequenceId } = await readWhole(store, key);
    assert.equal(head, undefined);
    assert.deepEqual([...range, ...latest, ...bySequenceId.flatMap(({ rows }) => rows)], []);
  },
  "stores a first write, which every connection sees": async ({ store, connect }) => {
    const other = await connect();
    const writer = new Writer(store, key);
    await writer.write();
    await expectWritten(store, writer);
    await expectWritten(other, writer);
  },
  "gives the fields of the head back exactly": async ({ store }) => {
    const writer = new Writer(store, key);
    for (const status of ["idle", "running", "suspended"] as const) {
      const body = JSON.stringify({ graph: { name: "gräph", nested: [1, null, "2"] }, status });
      await writer.write({ head: { status, body, sequenceId: 77, aliveAtMs: 1_790_000_123_456 }, checkpoint: status });
      await expectWritten(store, writer);
    }
  },
  "stores a head that is ahead of the rows, with no new row": async ({ store }) => {
    const writer = new Writer(store, key);
    await writer.write({ rows: [{}, {}] });
    await writer.write({ rows: [], head: { sequenceId: 2 } });
    await expectWritten(store, writer);
  },
  "refuses a first write when there is a head": async ({ store }) => {
    const writer = new Writer(store, key);
    await writer.write({ checkpoint: '"kept"' });
    const late = new Writer(store, key).next({ checkpoint: '"lost"', rows: [{ body: '"lost"' }, {}] });
    assert.equal(await expectUnchanged({ store, key }, () => store.write(key, late)), false);
  },
  "refuses a write with another token, and changes nothing": async ({ store }) => {
    const writer = new Writer(store, key);
    await writer.write();
    await writer.write({ rows: [{ snapshot: "{}" }, {}], checkpoint: '"kept"' });
    const next = writer.next({ rows: [{ snapshot: '"lost"' }, {}], checkpoint: null, head: { status: "idle" } });
    for (const expected of [newToken(), "", writer.head?.token.toUpperCase() ?? ""]) {
      assert.equal(await expectUnchanged({ store, key }, () => store.write(key, { ...next, expected })), false);
    }
  },
  "refuses the token of an earlier write, and changes nothing": async ({ store }) => {
    const writer = new Writer(store, key);
    const { token } = await writer.write();
    await writer.write();
    const late = { ...writer.next(), expected: token };
    assert.equal(await expectUnchanged({ store, key }, () => store.write(key, late)), false);
  },
  "refuses a write with a token when there is no head, and stores nothing": async ({ store }) => {
    const write = { ...new Writer(store, key).next({ checkpoint: "1" }), expected: newToken() };
    assert.equal(await expectUnchanged({ store, key }, () => store.write(key, write)), false);
    const writer = new Writer(store, key);
    await writer.write();
    await expectWritten(store, writer);
  },
  "goes on after a refused write, and never shows its rows": async ({ store, connect }) => {
    const [winner, loser] = [new Writer(store, key), new Writer(await connect(), key)];
    const first = winner.next();
    assert.equal(await store.write(key, first), true);
    for (const writer of [winner, loser]) writer.accept(first);
    for (let round = 0; round < 3; round++) {
      const lost = loser.next({ rows: [{ body: '"lost"' }, { body: '"lost too"' }] });
      const won = winner.next({ rows: [{ body: '"won"' }] });
      assert.equal(await store.write(key, won), true);
      assert.equal(await store.write(key, lost), false);
      for (const writer of [winner, loser]) writer.accept(won);
      await expectWritten(store, winner);
    }
  },
  "stores several rows of one write, some with snapshots": async ({ store }) => {
    const writer = new Writer(store, key);
    await writer.write({ rows: [{}, {}] });
    await expectWritten(store, writer);
    const many = Array.from({ length: 500 }, (_, n): Partial<StoredRow> => (n % 64 === 9 ? { snapshot: `${n}` } : {}));
    await writer.write({ rows: many });
    await expectWritten(store, writer);
  },
  "forgets a snapshot that is not needed any more, and nothing else": async ({ store, connect }) => {
    const writer = new Writer(store, key);
    await writer.write({ rows: [{}, {}, { snapshot: '"old"' }, {}] });
    await writer.write({ rows: [{ snapshot: '"new"' }], dropSnapshot: 2 });
    await expectWritten(store, writer);
    assert.deepEqual(await readRows(await connect(), key, 3), writer.rows.slice(0, 4));
    const late = { ...writer.next({ dropSnapshot: 4 }), expected: newToken() };
    assert.equal(await expectUnchanged({ store, key }, () => store.write(key, late)), false);
    await writer.write({ rows: [], dropSnapshot: 3 }); // a row without one
    await expectWritten(store, writer);
  },
  "keeps the snapshot of the first row, whatever it is told": async ({ store }) => {
    const writer = new Writer(store, key);
    await writer.write({ rows: [{}, {}, { snapshot: '"cut"' }, {}] });
    await store.trim(key, { index: 2, snapshot: '"cut"' });
    assert.equal(await store.write(key, writer.next({ rows: [{}], dropSnapshot: 2 })), true);
    assert.deepEqual(
      (await readRows(store, key)).map(({ index, snapshot }) => [index, snapshot]),
      [
        [2, '"cut"'],
        [3, undefined],
        [4, undefined],
      ],
    );
  },
  "keeps the checkpoint until it is replaced or taken away": async ({ store }) => {
    const writer = new Writer(store, key);
    for (const checkpoint of [undefined, "1", undefined, "2", null, undefined, "null", undefined]) {
      await writer.write(checkpoint === undefined ? {} : { checkpoint });
      assert.equal((await readHead(store, key))?.checkpoint, writer.checkpoint);
    }
  },
  "takes a checkpoint with a first write, and with no row": async ({ store }) => {
    const writer = new Writer(store, key);
    await writer.write({ checkpoint: '{"partial":1}' });
    await expectWritten(store, writer);
    await writer.write({ rows: [], checkpoint: '{"partial":2}' });
    await expectWritten(store, writer);
  },
  "keeps applications apart": async ({ store }) => {
    const keys = [appKey("a"), appKey("b"), appKey("a", "mine"), appKey("a", "yours")];
    const writers = keys.map((one) => new Writer(store, one));
    for (const [n, writer] of writers.entries()) {
      await writer.write({ rows: Array.from({ length: n + 1 }, () => ({})), checkpoint: `${n}` });
    }
    for (const writer of writers) await expectWritten(store, writer);
  },
  "deletes a history, its chunks and all, and no other": async ({ store }) => {
    const [doomed, kept] = [new Writer(store, key), new Writer(store, appKey("app", "kept"))];
    const empty = await readWhole(store, key);
    for (const writer of [doomed, kept]) {
      await writer.write({ rows: [{}, {}, { snapshot: "2" }], checkpoint: "1" });
      await store.appendChunks(writer.key, { sequenceId: 2, attempt: 1, index: 0, chunks: ['"a"'], atMs: 1 });
    }
    await expectUnchanged({ store, key: kept.key }, () => store.delete(key));
    assert.deepEqual(await readWhole(store, key), empty);
    await store.delete(key);
    assert.equal(await store.write(key, doomed.next()), false);
    const again = new Writer(store, key);
    await again.write();
    await expectWritten(store, again);
    assert.deepEqual(await store.readChunks(key, { sequenceId: 2, attempt: 0, from: 0 }), []);
    assert.equal((await readRows(store, key, 2)).length, 0);
  },
};
