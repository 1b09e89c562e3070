import type { AppKey, HistoryStore } from "@burrjs/core/persist";
import { failingClient, Fault } from "@burrjs/testing";
import fc from "fast-check";
import { type Db, MongoClient } from "mongodb";
import { afterAll, beforeAll, expect, it } from "vitest";

import { appName } from "../app-name.ts";
import { Attempts } from "../testing/attempts.ts";
import { startMongo, type TestMongo } from "../testing/mongo/start-mongo.ts";
import { mongoStore } from "./index.ts";

let server: TestMongo;
let client: MongoClient;
let database: Db;
beforeAll(async () => {
  server = await startMongo();
  client = await new MongoClient(server.url).connect();
  database = client.db("test");
  await mongoStore(database).initialize();
});
afterAll(async () => {
  await client.close();
  await server.stop();
});

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
];

/** The same client, whose calls are answered in the order that the scheduler wants. */
function scheduled<TClient extends object>(target: TClient, scheduler: fc.Scheduler): TClient {
  return new Proxy(target, {
    get(inner, name) {
      const member: unknown = Reflect.get(inner, name, inner);
      if (typeof member !== "function") return member;
      return (...values: unknown[]): unknown => {
        const result: unknown = Reflect.apply(member, inner, values);
        if (result instanceof Promise) return inTurn(result, scheduler.schedule(settled(result), String(name)));
        return typeof result === "object" && result !== null ? scheduled(result, scheduler) : result;
      };
    },
  });
}

async function settled(promise: Promise<unknown>): Promise<void> {
  await promise.catch(() => {}); // whoever called gets the error
}

async function inTurn<TResult>(result: Promise<TResult>, turn: Promise<void>): Promise<TResult> {
  await turn;
  return result;
}

const deeds = {
  "write no row": (store, { attempts }) => attempts.write(store, 0),
  "write one row": (store, { attempts }) => attempts.write(store, 1),
  "write two rows": (store, { attempts }) => attempts.write(store, 2),
  read: (store, { attempts }) => attempts.assertWhole(store),
  delete: (store, { key }) => store.delete(key),
  trim: async (store, { key }) => {
    const { index = 0 } = (await store.readHead(key)) ?? {};
    await store.trim(key, { index: index - (index % 2), snapshot: "trimmed" });
  },
} as const satisfies Record<string, (store: HistoryStore, app: { key: AppKey; attempts: Attempts }) => Promise<void>>;

const actor = fc.record({
  deeds: fc.array(
    fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom<keyof typeof deeds>("write one row", "write two rows") },
      { weight: 5, arbitrary: fc.constantFrom<keyof typeof deeds>("write no row", "trim", "read") },
      { weight: 1, arbitrary: fc.constant("delete" as const) },
    ),
    { minLength: 1, maxLength: 6 },
  ),
  callsBeforeCrash: fc.option(fc.nat(20)),
});
const actors = fc.array(actor, { minLength: 2, maxLength: 4 });
// After 16 of them, the head no longer names each.
const earlierWrites = fc.oneof(fc.nat(2), fc.integer({ min: 13, max: 18 }));

let apps = 0;

it("shows nothing but whole histories, in whatever order calls are answered, and whoever crashes meanwhile", async () => {
  const interleaving = fc.asyncProperty(fc.scheduler(), actors, earlierWrites, async (scheduler, acting, earlier) => {
    const key: AppKey = { partitionKey: null, appId: `${++apps}` };
    const attempts = new Attempts(key);
    const store = mongoStore(database);
    for (let n = 0; n < earlier; n++) await attempts.write(store, 1 + (n % 2));
    const ends = acting.map(async ({ deeds: names, callsBeforeCrash }) => {
      const fault = new Fault();
      if (callsBeforeCrash !== null) fault.arm(callsBeforeCrash, "crash");
      const own = mongoStore(failingClient(scheduled(database, scheduler), fault, { methods }));
      try {
        for (const name of names) await deeds[name](own, { key, attempts });
      } catch (error) {
        if (error !== fault.error) throw error;
      }
    });
    await scheduler.waitFor(Promise.all(ends));
    await attempts.assertWhole(store);

    // What was lost is removed by the next trim after a write, and everything by a delete.
    await attempts.write(store, 1);
    const head = await store.readHead(key);
    await store.trim(key, { index: head?.index ?? 0, snapshot: "trimmed" });
    await attempts.assertWhole(store);
    expect(await partKinds(key)).toEqual([...(head?.checkpoint === null ? [] : ["checkpoint"]), "row", "snapshot"]);
    await store.delete(key);
    expect(await partKinds(key)).toEqual([]);
    expect(await database.collection<{ _id: string }>("burr_apps").findOne({ _id: appName(key) })).toBeNull();
  });
  await fc.assert(interleaving, { numRuns: 60 });
}, 120_000);

async function partKinds(key: AppKey): Promise<string[]> {
  const parts = database.collection<{ kind: string }>("burr_parts").find({ app: appName(key) });
  return (await parts.toArray()).map(({ kind }) => kind).toSorted();
}
