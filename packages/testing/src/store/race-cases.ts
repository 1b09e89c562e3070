import assert from "node:assert/strict";
import { setImmediate } from "node:timers/promises";

import type { HistoryStore, StoreWrite } from "@burrjs/core/persist";
import type { CasePlace, Cases } from "./case-place.ts";
import { expectWritten } from "./expect-history.ts";
import { readRange, readRows } from "./whole-history.ts";
import { appKey, Writer } from "./writer.ts";

const key = appKey("app");

/** What holds when several connections work at once. */
export const raceCases: Cases = {
  "lets exactly one of 8 first writes win": async (place) => {
    const stores = await connections(place, 8);
    for (let round = 0; round < 10; round++) {
      const raced = appKey(`app ${round}`, round % 2 === 0 ? null : "partition");
      const winner = new Writer(place.store, raced);
      winner.accept(await race(stores, winner));
      await expectWritten(place.store, winner);
    }
  },
  "lets exactly one of 8 writes with the same token win, 50 times": async (place) => {
    const stores = await connections(place, 8);
    const winner = new Writer(place.store, key);
    await winner.write();
    for (let round = 0; round < 50; round++) winner.accept(await race(stores, winner));
    for (const store of [place.store, ...stores]) await expectWritten(store, winner);
  },
  "shows a reader beside a writer nothing but whole histories": async ({ store, connect }) => {
    const writer = new Writer(store, key);
    await writer.write();
    await readWhile(await connect(), async () => {
      for (let n = 1; n < 60; n++) await writer.write({ rows: n % 5 === 0 ? [{ snapshot: `${n}` }, {}] : [{}] });
    });
    await expectWritten(store, writer);
  },
  "shows a reader beside one who writes and trims nothing but whole histories": async ({ store, connect }) => {
    const writer = new Writer(store, key);
    await writer.write();
    await readWhile(await connect(), async () => {
      for (let n = 1; n < 40; n++) {
        await writer.write();
        if (n % 4 === 0) await store.trim(key, { index: n - 2, snapshot: `${n - 2}` });
      }
    });
    assert.deepEqual(
      (await readRange(store, key, 0, 100)).map(({ index }) => index),
      [34, 35, 36, 37, 38, 39],
    );
  },
  "keeps writes of different applications from disturbing each other": async (place) => {
    const stores = await connections(place, 8);
    const writers = stores.map((store, n) => new Writer(store, appKey(`app ${n}`)));
    await Promise.all(
      writers.map(async (writer) => {
        for (let n = 0; n < 20; n++) await writer.write({ checkpoint: `${n}` });
      }),
    );
    for (const writer of writers) await expectWritten(place.store, writer);
  },
};

async function connections({ connect }: CasePlace, count: number): Promise<HistoryStore[]> {
  const stores: HistoryStore[] = [];
  while (stores.length < count) stores.push(await connect());
  return stores;
}

/** Has every store make a write of its own, all expecting the same head. The one that wins, and no other. */
async function race(stores: readonly HistoryStore[], writer: Writer): Promise<StoreWrite> {
  const pairs = stores.map((store, n) => {
    const rows = n % 2 === 0 ? [{}] : [{ snapshot: `"of ${n}"` }, {}];
    return { store, write: writer.next({ rows, checkpoint: `${n}` }) };
  });
  const results = await Promise.all(pairs.map(({ store, write }) => store.write(writer.key, write)));
  const [winner, ...others] = pairs.filter((_, n) => results[n] === true);
  assert.ok(winner, "one of the writes must win");
  assert.equal(others.length, 0, "only one of the writes may win");
  return winner.write;
}

/** Reads again and again while `work` is going on: each time a state must be computable from what was read. */
async function readWhile(reader: HistoryStore, work: () => Promise<void>): Promise<void> {
  const progress = { isWorking: true };
  const working = work().finally(() => {
    progress.isWorking = false;
  });
  let latest = 0;
  const reading = (async () => {
    while (progress.isWorking) {
      const rows = await readRows(reader, key);
      assert.notEqual(rows[0]?.snapshot, undefined, "the first row that is read must have a snapshot");
      const first = rows[0]?.index ?? 0;
      assert.deepEqual(
        rows.map(({ index }) => index),
        rows.map((_, n) => first + n),
      );
      const last = first + rows.length - 1;
      assert.ok(last >= latest, "a history that was read must not become shorter");
      latest = last;
      const head = await reader.readHead(key);
      assert.ok(head !== undefined && head.index >= latest, "the head must not be behind the rows");
      // A store that never waits for a server would otherwise keep timers from firing.
      await setImmediate();
    }
  })();
  await Promise.all([working, reading]);
}
