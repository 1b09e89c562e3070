import { type Collection, MongoClient, type Timestamp } from "mongodb";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";

import { startMongo, type TestMongo } from "./start-mongo.ts";

interface Item {
  readonly _id: number;
  readonly name?: string;
  readonly count?: number;
  readonly tags?: readonly string[];
}

let server: TestMongo;
let client: MongoClient;
let items: Collection<Item>;
beforeAll(async () => {
  server = await startMongo();
  client = await new MongoClient(server.url).connect();
});
beforeEach(async () => {
  await client.db("test").dropDatabase();
  items = client.db("test").collection<Item>("items");
});
afterAll(async () => {
  await client.close();
  await server.stop();
});

const upsert = { upsert: true, returnDocument: "after" } as const;

describe("the server for tests of MongoDB", () => {
  it("finds what matches, in the order, number and form that was asked for", async () => {
    await items.insertMany([1, 2, 3, 4].map((_id) => ({ _id, name: _id % 2 === 0 ? "even" : "odd", count: -_id })));
    const found = items.find({ name: "even" }, { sort: { count: 1 }, projection: { count: 1 } });
    expect(await found.toArray()).toEqual([
      { _id: 4, count: -4 },
      { _id: 2, count: -2 },
    ]);
    expect(await items.find({}, { limit: 1 }).toArray()).toEqual([{ _id: 1, name: "odd", count: -1 }]);
    expect(await items.findOne({ tags: "none" })).toBeNull();
    expect(await items.distinct("name")).toEqual(["odd", "even"]);
    expect(await items.distinct("tags")).toEqual([]);
  });

  it("gives many or large documents in batches, as they are when they are reached", async () => {
    await items.insertMany(Array.from({ length: 1000 }, (_, _id) => ({ _id })));
    const seen: number[] = [];
    for await (const { _id } of items.find({}, { batchSize: 10 })) {
      seen.push(_id);
      if (_id === 0) {
        await items.deleteMany({ _id: { $gte: 500 } });
        await items.insertOne({ _id: 2000 });
      }
    }
    expect(seen).toEqual([...Array.from({ length: 500 }, (_, n) => n), 2000]);
    await items.deleteMany({});
    for (const id of [1, 2, 3]) await items.insertOne({ _id: id, name: "x".repeat(15_000_000) });
    expect((await items.find({}).toArray()).map(({ name }) => name?.length)).toEqual([15e6, 15e6, 15e6]);
  });

  it("updates one, many or none, and inserts what is missing if that was asked for", async () => {
    await items.insertMany([{ _id: 1 }, { _id: 2 }]);
    expect(await items.updateMany({}, { $inc: { count: 1 } })).toMatchObject({ matchedCount: 2 });
    expect(await items.updateOne({ _id: 3 }, { $inc: { count: 1 } })).toMatchObject({ matchedCount: 0 });
    const inserted = await items.updateOne({ _id: 3 }, { $inc: { count: 1 } }, { upsert: true });
    expect(inserted).toMatchObject({ matchedCount: 0, upsertedId: 3 });
    await items.updateOne({ _id: 2 }, { $push: { tags: "a" }, $set: { name: "two" }, $unset: { count: "" } });
    expect(await items.find({}).toArray()).toEqual([
      { _id: 1, count: 1 },
      { _id: 2, name: "two", tags: ["a"] },
      { _id: 3, count: 1 },
    ]);
  });

  it("changes a document and gives it as it was before or after", async () => {
    await items.insertOne({ _id: 1, count: 1 });
    const before = await items.findOneAndUpdate({ _id: 1 }, { $inc: { count: 1 } }, { returnDocument: "before" });
    expect(before).toEqual({ _id: 1, count: 1 });
    expect(await items.findOneAndUpdate({ _id: 9 }, { $inc: { count: 1 } })).toBeNull();
    for (const name of ["first", "second"]) {
      const update = { $setOnInsert: { name }, $inc: { count: 1 } };
      expect(await items.findOneAndUpdate({ _id: 2 }, update, upsert)).toMatchObject({ name: "first" });
    }
    expect(await items.findOneAndDelete({ _id: 2 })).toEqual({ _id: 2, name: "first", count: 2 });
    expect(await items.findOneAndDelete({ _id: 2 })).toBeNull();
  });

  it("gives each change a later time", async () => {
    const times = client.db("test").collection<{ _id: number; at: Timestamp }>("times");
    for (const id of [2, 3, 1]) {
      await times.updateOne({ _id: id }, { $currentDate: { at: { $type: "timestamp" } } }, { upsert: true });
    }
    const latestFirst = await times.find({}, { sort: { at: -1 } }).toArray();
    expect(latestFirst.map(({ _id }) => _id)).toEqual([1, 3, 2]);
  });

  it("refuses whatever breaks a unique index, and changes nothing then", async () => {
    await items.createIndex({ name: 1, count: 1 }, { unique: true });
    await items.insertMany([
      { _id: 1, name: "a", count: 1 },
      { _id: 2, name: "a", count: 2 },
    ]);
    const duplicate = expect.objectContaining({ code: 11000 });
    await expect(items.insertOne({ _id: 1, name: "b" })).rejects.toEqual(duplicate);
    await expect(items.insertMany([{ _id: 3 }, { _id: 4, name: "a", count: 1 }, { _id: 5 }])).rejects.toEqual(
      duplicate,
    );
    await expect(items.updateOne({ _id: 2 }, { $set: { count: 1 } })).rejects.toEqual(duplicate);
    await expect(items.findOneAndUpdate({ _id: 6 }, { $set: { name: "a", count: 2 } }, upsert)).rejects.toEqual(
      duplicate,
    );
    expect((await items.find({}).toArray()).map(({ _id, count }) => [_id, count])).toEqual([
      [1, 1],
      [2, 2],
      [3, undefined],
    ]);
    await items.deleteMany({ _id: 1 });
    await items.insertOne({ _id: 7, name: "a", count: 1 });
    const wrong = client.db("test").collection<Item>("wrong");
    await wrong.insertMany([{ _id: 1 }, { _id: 2 }]);
    await expect(wrong.createIndex({ name: 1 }, { unique: true })).rejects.toEqual(duplicate);
  });

  it("refuses documents of more than 16 MB, updates that contradict themselves, and what it does not know", async () => {
    const tooLarge = "x".repeat(8_500_000);
    await items.insertOne({ _id: 1, name: tooLarge });
    await expect(items.updateOne({ _id: 1 }, { $push: { tags: tooLarge } })).rejects.toMatchObject({ code: 10334 });
    const twice = { $set: { name: "a" }, $setOnInsert: { name: "b" } };
    await expect(items.updateOne({ _id: 1 }, twice)).rejects.toMatchObject({ code: 40 });
    await expect(client.db("test").command({ mapReduce: "items" })).rejects.toMatchObject({ code: 59 });
  });
});
