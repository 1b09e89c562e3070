import type { AppKey, HistoryStore, StoredRow } from "@burrjs/core/persist";
import { failingClient, Fault, storeCases, type StoreUnderTest } from "@burrjs/testing";
import { type Db, MongoClient } from "mongodb";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";

import { holdCall } from "../testing/hold-call.ts";
import { startMongo, type TestMongo } from "../testing/mongo/start-mongo.ts";
import { rowAt, rowsAt, writeRow } from "../testing/write-row.ts";
import { mongoStore } from "./index.ts";

let server: TestMongo;
beforeAll(async () => {
  server = await startMongo();
});
afterAll(async () => {
  await server.stop();
});

let databases = 0;
const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanups.splice(0).toReversed()) await cleanUp();
});

async function connect(name: string) {
  const client = await new MongoClient(server.url).connect();
  cleanups.push(() => client.close());
  return client.db(name);
}

const methods = [
  "toArray",
  "findOne",
  "findOneAndUpdate",
  "findOneAndDelete",
  "insertMany",
  "updateOne",
  "updateMany",
  "deleteMany",
  "distinct",
  "createIndex",
];

async function open(): Promise<StoreUnderTest> {
  const name = `test${++databases}`;
  const database = await connect(name);
  cleanups.push(() => database.dropDatabase());
  return {
    store: mongoStore(database),
    reopen: async () => mongoStore(await connect(name)),
    openNeighbour: async () => mongoStore(await connect(name), { collectionPrefix: "neighbour" }),
    openFailing: async (fault) => {
      const inner = await connect(name);
      return { store: mongoStore(failingClient(inner, fault, { methods })), end: async () => {} };
    },
    close: async () => {
      for (const cleanUp of cleanups.splice(0).toReversed()) await cleanUp();
    },
  };
}

const key: AppKey = { partitionKey: null, appId: "app" };

/** A database of its own, and an initialised store in it. */
async function openStore() {
  const database = await connect(`test${++databases}`);
  const store = mongoStore(database);
  await store.initialize();
  return { database, store };
}

/** A store with so many rows, each of a write of its own. */
async function openWritten(count: number) {
  const opened = await openStore();
  for (let n = 0; n < count; n++) await writeRow(opened.store, key);
  return opened;
}

function withoutSnapshot({ snapshot: _snapshot, ...row }: StoredRow): StoredRow {
  return row;
}

async function countParts(database: Db): Promise<number> {
  return (await database.collection("burr_parts").find({}).toArray()).length;
}

describe("mongoStore passes the cases of every store:", () => {
  it.each(storeCases(open))(
    "$name",
    async ({ run }) => {
      await expect(run()).resolves.toBeUndefined();
    },
    60_000,
  );
});

describe("mongoStore", () => {
  it.each(["", "1a", "a b", "a.b", "$a", "é", "a".repeat(42)])("refuses the prefix %j", async (collectionPrefix) => {
    const database = await connect("unused");
    const opening = (): unknown => mongoStore(database, { collectionPrefix });
    expect(opening).toThrow(
      expect.objectContaining({ code: "invalid-option", details: { option: "collectionPrefix" } }),
    );
  });

  it("refuses data of a newer version of the schema, and makes no index there", async () => {
    const database = await connect(`test${++databases}`);
    await database.collection<{ _id: string; version: number }>("burr_meta").insertOne({ _id: "schema", version: 7 });
    const initializing = mongoStore(database).initialize();
    await expect(initializing).rejects.toMatchObject({ code: "unknown-schema", details: { found: 7, known: 1 } });
    expect((await database.listCollections().toArray()).map(({ name }) => name)).toEqual(["burr_meta"]);
  });

  it("stores a row whose body and delta are together larger than a document", async () => {
    const { store } = await openStore();
    const row = { ...rowAt(0), body: `"${"b".repeat(14_999_990)}"`, delta: `"${"é".repeat(7_000_000)}"` };
    await writeRow(store, key, row);
    await writeRow(store, key);
    expect(await store.readRows(key)).toEqual([row, rowAt(1)]);
    const texts = new Set<string>();
    for await (const text of store.texts()) texts.add(text);
    expect(texts).toEqual(new Set([row.body, row.delta, "{}", rowAt(1).body, rowAt(1).delta]));
    await store.trim(key, { index: 1, snapshot: "[]" });
    expect(await store.readRange(key, 0, 9)).toEqual([rowAt(1)]);
  });

  it("stores a checkpoint that is too large for the head, and removes it when it is replaced", async () => {
    const { database, store } = await openStore();
    const [large, larger] = ["a", "é"].map((letter) => JSON.stringify(letter.repeat(5_000_000)));
    for (const checkpoint of [large, undefined, larger, "1", large, null]) {
      await writeRow(store, key, checkpoint === undefined ? {} : { checkpoint });
      const expected = checkpoint === undefined ? large : checkpoint;
      expect((await store.readHead(key))?.checkpoint).toBe(expected);
      expect((await store.list({}))[0]?.head.checkpoint).toBe(expected);
      const parts = await database.collection("burr_parts").find({ kind: "checkpoint" }).toArray();
      expect(parts).toHaveLength(expected !== null && expected !== undefined && expected.length > 5 ? 1 : 0);
    }
  });

  it("names but the last writes in the head, however many there were", async () => {
    const { database, store } = await openWritten(100);
    const head = await database.collection("burr_apps").findOne({});
    expect(head?.["fresh"].length).toBeLessThan(18);
    expect(await store.readRows(key)).toEqual(rowsAt(0, 99));
  });

  it("leaves nothing of a write that was refused", async () => {
    const { database, store } = await openWritten(2);
    const held = holdCall(database, "findOneAndUpdate");
    const losing = writeRow(mongoStore(held.client), key, { body: '"lost"', snapshot: '"lost"', checkpoint: '"lost"' });
    await held.reached;
    await writeRow(store, key);
    expect(await countParts(database)).toBe(6);
    held.release();
    expect(await losing).toBe(false);
    expect(await countParts(database)).toBe(4);
  });
});

describe("a history in mongoStore", () => {
  /** Documents of a write whose program ended before it could change the head. */
  async function openWithOrphans() {
    const { database, store } = await openWritten(3);
    const fault = new Fault();
    const failing = mongoStore(failingClient(database, fault, { methods }));
    const head = await store.readHead(key);
    fault.arm(1, "crash");
    const rows = [3, 4, 5].map((index) => ({
      ...rowAt(index),
      sequenceId: index - 2,
      body: '"lost"',
      snapshot: '"lost"',
    }));
    const write = { expected: head!.token, head: { ...head!, token: "lost", index: 5 }, rows };
    await expect(failing.write(key, { ...write, checkpoint: "9".repeat(200_000) })).rejects.toBe(fault.error);
    expect(await countParts(database)).toBe(11);
    return { database, store };
  }

  it("never shows the rows of a write that was not finished, whoever writes after it", async () => {
    const { store } = await openWithOrphans();
    for (let last = 2; last < 25; last++) {
      expect(await store.readRows(key)).toEqual(rowsAt(0, last));
      expect(await store.readRange(key, 0, 100)).toEqual(rowsAt(0, last).map(withoutSnapshot));
      for (const sequenceId of [1, 2, 3]) {
        expect(await store.readRows(key, sequenceId)).toEqual(sequenceId > last ? [] : rowsAt(0, sequenceId));
      }
      expect(await writeRow(store, key)).toBe(last + 1);
    }
  });

  it("loses the rest of a write that was not finished with the next trim after a write", async () => {
    const { database, store } = await openWithOrphans();
    await store.trim(key, { index: 1, snapshot: "1" });
    await writeRow(store, key);
    await store.trim(key, { index: 2, snapshot: "2" });
    expect(await store.readRows(key)).toEqual([{ ...rowAt(2), snapshot: "2" }, rowAt(3)]);
    expect(await countParts(database)).toBe(3);
  });

  it("loses the rest of a write that was not finished when it is deleted", async () => {
    const { database, store } = await openWithOrphans();
    await store.delete(key);
    expect(await countParts(database)).toBe(0);
  });

  it("keeps the documents of a write under way when it is trimmed", async () => {
    const { database, store } = await openWritten(4);
    const held = holdCall(database, "findOneAndUpdate");
    const writing = writeRow(mongoStore(held.client), key);
    await held.reached;
    await store.trim(key, { index: 2, snapshot: "2" });
    held.release();
    expect(await writing).toBe(4);
    expect(await store.readRows(key)).toEqual([{ ...rowAt(2), snapshot: "2" }, ...rowsAt(3, 4)]);
    expect(await countParts(database)).toBe(4);
  });

  it("is trimmed although it is written meanwhile", async () => {
    const { database, store } = await openWritten(4);
    const held = holdCall(database, "findOneAndUpdate");
    const trimming = mongoStore(held.client).trim(key, { index: 2, snapshot: "2" });
    await held.reached;
    await writeRow(store, key);
    held.release();
    await trimming;
    expect(await store.readRows(key)).toEqual([{ ...rowAt(2), snapshot: "2" }, ...rowsAt(3, 4)]);
    expect(await countParts(database)).toBe(4);
  });

  it("is whole when it is trimmed to two rows at once", async () => {
    const { database, store } = await openWritten(5);
    const held = holdCall(database, "findOneAndUpdate");
    const trimming = mongoStore(held.client).trim(key, { index: 2, snapshot: "2" });
    await held.reached;
    await store.trim(key, { index: 3, snapshot: "3" });
    held.release();
    await trimming;
    expect(await store.readRows(key)).toEqual([{ ...rowAt(3), snapshot: "3" }, rowAt(4)]);
    expect(await countParts(database)).toBe(3);
  });

  it.each<readonly [string, (store: HistoryStore) => Promise<StoredRow[]>, readonly StoredRow[]]>([
    ["the last rows", (store) => store.readRows(key), rowsAt(0, 3)],
    ["the rows up to another", (store) => store.readRows(key, 3), rowsAt(0, 3)],
    ["a range", (store) => store.readRange(key, 0, 9), rowsAt(0, 3).map(withoutSnapshot)],
  ])("gives %s whole when it is trimmed between any two calls of the reader", async (_, read, before) => {
    let isReached = true;
    for (let callsBefore = 0; isReached; callsBefore++) {
      const { database, store } = await openWritten(4);
      const held = holdCall(database, "toArray", callsBefore);
      const reading = read(mongoStore(held.client));
      isReached = await Promise.race([held.reached.then(() => true), reading.then(() => false)]);
      if (isReached) await store.trim(key, { index: 2, snapshot: "{}" });
      held.release();
      const rows = await reading;
      expect(isReached ? [0, 2] : [0]).toContain(rows[0]?.index);
      expect(rows.map(withoutSnapshot)).toEqual(before.slice(rows[0]?.index).map(withoutSnapshot));
      expect(rows[0]?.snapshot).toBe(before[0]?.snapshot);
    }
  });

  it("gives a head with its own checkpoint when that is replaced between two calls of the reader", async () => {
    const { database, store } = await openStore();
    await writeRow(store, key, { checkpoint: "1".repeat(200_000) });
    // The first call reads the head, the second one the checkpoint.
    const held = holdCall(database, "findOne", 1);
    const reading = mongoStore(held.client).readHead(key);
    await held.reached;
    await writeRow(store, key, { checkpoint: "2".repeat(200_000) });
    held.release();
    expect((await reading)?.checkpoint).toBe("2".repeat(200_000));
  });

  it("is read and trimmed whole while its documents are being marked", async () => {
    const { database, store } = await openWritten(16);
    const marking = holdCall(database, "updateMany");
    const writing = writeRow(mongoStore(marking.client), key);
    await marking.reached;
    expect(await store.readRows(key)).toEqual(rowsAt(0, 16));
    const held = holdCall(database, "findOneAndUpdate");
    const trimming = mongoStore(held.client).trim(key, { index: 5, snapshot: "5" });
    await held.reached;
    marking.release();
    expect(await writing).toBe(16);
    held.release();
    await trimming;
    expect(await store.readRows(key)).toEqual([{ ...rowAt(5), snapshot: "5" }, ...rowsAt(6, 16)]);
  });

  it("leaves nothing behind when it is deleted while somebody writes", async () => {
    const { database, store } = await openWritten(3);
    const held = holdCall(database, "findOneAndDelete");
    const deleting = mongoStore(held.client).delete(key);
    await held.reached;
    await writeRow(store, key, { checkpoint: "1".repeat(200_000) });
    held.release();
    await deleting;
    expect(await store.readRows(key)).toEqual([]);
    expect(await countParts(database)).toBe(0);
  });

  it("is not harmed by whoever trims or deletes one of the same name that is no more", async () => {
    for (const method of ["trim", "delete"] as const) {
      const { database, store } = await openWritten(4);
      const held = holdCall(database, "deleteMany");
      const late = mongoStore(held.client);
      const working = method === "trim" ? late.trim(key, { index: 3, snapshot: "3" }) : late.delete(key);
      await held.reached;
      await store.delete(key);
      for (let n = 0; n < 20; n++) await writeRow(store, key);
      await store.appendChunks(key, { sequenceId: 0, attempt: 1, index: 0, chunks: ["1"], atMs: 0 });
      held.release();
      await working;
      expect(await store.readRows(key)).toEqual(rowsAt(0, 19));
      expect(await store.readChunks(key, { sequenceId: 0, attempt: 0, from: 0 })).toHaveLength(1);
    }
  });

  it.each(["before", "after", "crash"] as const)(
    "is whole when any call fails that marks documents (%s)",
    async (kind) => {
      const fault = new Fault();
      for (let callsBefore = 0; callsBefore === 0 || fault.hasStruck; callsBefore++) {
        const { database, store } = await openWritten(17);
        fault.arm(callsBefore, kind);
        const written = await writeRow(mongoStore(failingClient(database, fault, { methods })), key).catch(() => false);
        const last = (await store.readHead(key))?.index ?? 0;
        expect(written === false || last === 17).toBe(true);
        expect(await store.readRows(key)).toEqual(rowsAt(0, last));
        for (let n = 0; n < 20; n++) await writeRow(store, key);
        expect(await store.readRows(key)).toEqual(rowsAt(0, last + 20));
        await store.trim(key, { index: last + 20, snapshot: "{}" });
        expect(await countParts(database)).toBe(2);
      }
    },
  );

  it.each(["before", "after", "crash"] as const)(
    "loses a snapshot wholly or not at all, whichever call fails (%s)",
    async (kind) => {
      const fault = new Fault();
      for (let callsBefore = 0; callsBefore === 0 || fault.hasStruck; callsBefore++) {
        const { database, store } = await openWritten(2);
        const snapshots = [{ snapshot: '"of 2"' }, {}, { snapshot: '"of 4"' }];
        for (const parts of snapshots) await writeRow(store, key, parts);
        fault.arm(callsBefore, kind);
        const failing = mongoStore(failingClient(database, fault, { methods }));
        await writeRow(failing, key, { dropSnapshot: 2 }).catch(() => {});
        const { index } = (await store.readHead(key))!;
        const [first] = await store.readRows(key, 3);
        expect(first).toEqual(index === 5 ? rowAt(0) : { ...rowAt(2), snapshot: '"of 2"' });
        await writeRow(store, key, { dropSnapshot: 2 });
        expect(await store.readRows(key, 3)).toEqual(rowsAt(0, 3));
        const parts = await database.collection("burr_parts").find({ kind: "snapshot" }).toArray();
        expect(parts).toMatchObject([{ index: 0 }, { index: 4 }]);
        expect(await database.collection("burr_apps").findOne({})).toMatchObject({ dropped: [] });
      }
    },
  );
});
