import assert from "node:assert/strict";
import { setTimeout as wait } from "node:timers/promises";

import type { AppQuery, HistoryStore } from "@burrjs/core/persist";
import type { Cases } from "./case-place.ts";
import { expectedHead } from "./expect-history.ts";
import { plainHead } from "./whole-history.ts";
import { appKey, newToken, startMs, Writer } from "./writer.ts";

/** What holds of `list`. */
export const listCases: Cases = {
  "lists nothing where nothing is stored": async ({ store }) => {
    assert.deepEqual(await store.list({}), []);
    assert.deepEqual(await store.list({ partitionKey: null, status: "idle", limit: 10 }), []);
  },
  "lists applications with their heads, those with the latest write first": async ({ store, connect }) => {
    const writers = ["a", "b", "c"].map((id) => new Writer(store, appKey(id, "mine")));
    for (const writer of [...writers, ...writers.toSpliced(1, 1)]) await writeLater(writer);
    const listed = await (await connect()).list({});
    const order = [writers[2], writers[0], writers[1]].filter((writer) => writer !== undefined);
    assert.deepEqual(
      listed.map(({ key, head }) => ({ key: { ...key }, head: plainHead(head) })),
      order.map((writer) => ({ key: writer.key, head: expectedHead(writer) })),
    );
  },
  "orders by writes alone, not by signs of life, chunks or refused writes": async ({ store }) => {
    const [early, late] = [new Writer(store, appKey("early")), new Writer(store, appKey("late"))];
    const { token } = await writeLater(early);
    await writeLater(late);
    await nextTick();
    await store.touch(early.key, token, startMs + 1_000_000);
    await store.appendChunks(early.key, { sequenceId: 1, attempt: 0, index: 0, chunks: ["1"], atMs: startMs });
    await store.write(early.key, { ...early.next(), expected: newToken() });
    assert.deepEqual(await ids(store, {}), ["late", "early"]);
  },
  "lists the applications of one partition, of nobody in particular, or of all": async ({ store }) => {
    const partitions = [null, "", "null", "a", "A", "a ", "b"];
    for (const partition of partitions) {
      await writeLater(new Writer(store, appKey(`in ${JSON.stringify(partition)}`, partition)));
    }
    for (const partitionKey of partitions) {
      assert.deepEqual(await ids(store, { partitionKey }), [`in ${JSON.stringify(partitionKey)}`]);
      assert.equal((await store.list({ partitionKey }))[0]?.key.partitionKey, partitionKey);
    }
    assert.deepEqual(await ids(store, { partitionKey: "c" }), []);
    assert.equal((await store.list({})).length, partitions.length);
  },
  "lists those of one status": async ({ store }) => {
    const statuses = ["idle", "running", "suspended"] as const;
    for (const status of statuses) {
      const writer = new Writer(store, appKey(`${status} now`));
      await writer.write({ head: { status: "running" } });
      await writer.write({ head: { status } });
    }
    for (const status of statuses) assert.deepEqual(await ids(store, { status }), [`${status} now`]);
  },
  "lists those whose last sign of life is older than a time": async ({ store }) => {
    for (const offset of [0, 10, 20]) {
      await writeLater(new Writer(store, appKey(`${offset}`)), startMs + offset);
    }
    const older = (offset: number) => ids(store, { aliveBeforeMs: startMs + offset });
    assert.deepEqual(await older(0), []);
    assert.deepEqual(await older(1), ["0"]);
    assert.deepEqual(await older(20), ["10", "0"]);
    assert.deepEqual(await older(21), ["20", "10", "0"]);
    const head = (await store.list({ aliveBeforeMs: startMs + 1 }))[0]?.head;
    await store.touch(appKey("0"), head?.token ?? "", startMs + 30);
    assert.deepEqual(await older(20), ["10"]);
  },
  "lists at most so many, after every other condition": async ({ store }) => {
    for (let n = 0; n < 6; n++) {
      await writeLater(new Writer(store, appKey(`${n}`, n < 3 ? "first" : null)), startMs + n);
    }
    assert.deepEqual(await ids(store, { limit: 2 }), ["5", "4"]);
    assert.deepEqual(await ids(store, { limit: 100 }), ["5", "4", "3", "2", "1", "0"]);
    assert.deepEqual(await ids(store, { limit: 1, partitionKey: "first" }), ["2"]);
    assert.deepEqual(await ids(store, { limit: 2, aliveBeforeMs: startMs + 2 }), ["1", "0"]);
    assert.deepEqual(await ids(store, { limit: 2, status: "running", partitionKey: null }), ["5", "4"]);
  },
  "lists no application that was deleted": async ({ store }) => {
    for (const id of ["a", "b"]) await writeLater(new Writer(store, appKey(id)));
    await store.delete(appKey("a"));
    assert.deepEqual(await ids(store, {}), ["b"]);
    assert.deepEqual(await ids(store, { partitionKey: null, status: "running" }), ["b"]);
  },
};

async function ids(store: HistoryStore, query: AppQuery): Promise<string[]> {
  return (await store.list(query)).map(({ key }) => key.appId);
}

/** Writes once every clock that a store may order by has gone on since the last write. */
async function writeLater(writer: Writer, aliveAtMs = startMs) {
  await nextTick();
  return writer.write({ head: { aliveAtMs }, checkpoint: "1" });
}

/** Waits for the next millisecond, the coarsest tick that a store may order by. */
async function nextTick(): Promise<void> {
  const beforeMs = Date.now();
  while (Date.now() <= beforeMs) await wait(1);
}
