import { execFile } from "node:child_process";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync, type DatabaseSyncOptions } from "node:sqlite";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { HistoryStore, StoreWrite } from "@burrjs/core/persist";
import { sqliteStore } from "./sqlite-store.ts";

vi.setConfig({ testTimeout: 60_000 });

const execute = promisify(execFile);
const key = { partitionKey: null, appId: "app" };
const opened: DatabaseSync[] = [];
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "burr-sqlite-"));
});

afterEach(async () => {
  for (const database of opened.splice(0)) if (database.isOpen) database.close();
  await rm(folder, { recursive: true });
});

function open(options: DatabaseSyncOptions = {}): DatabaseSync {
  const database = new DatabaseSync(join(folder, "burr.db"), options);
  opened.push(database);
  return database;
}

/** The write of a step, as a run makes one after the other. */
function step(index: number, parts: Partial<StoreWrite> = {}): StoreWrite {
  const body = JSON.stringify("b".repeat(73));
  const delta = JSON.stringify("d".repeat(218));
  return {
    expected: index === 0 ? null : `token ${index - 1}`,
    head: { token: `token ${index}`, status: "running", index, sequenceId: index, body: "{}", aliveAtMs: 0 },
    rows: [
      {
        index,
        sequenceId: index,
        body,
        delta,
        atMs: 1_790_000_000_000 + index,
        ...(index === 0 && { snapshot: "{}" }),
      },
    ],
    ...parts,
  };
}

/** A process that runs this code, in which `store` is a store on the database. */
async function runProcess(code: string): Promise<string> {
  const program = `
    import { DatabaseSync } from "node:sqlite";
    import { sqliteStore } from ${JSON.stringify(new URL("sqlite-store.ts", import.meta.url).href)};
    const store = sqliteStore(new DatabaseSync(${JSON.stringify(join(folder, "burr.db"))}));
    ${code}`;
  const options = ["--conditions=@burrjs/source", "--input-type=module", "--eval"];
  const { stdout } = await execute(process.execPath, [...options, program]);
  return stdout;
}

describe("several processes", () => {
  it("may create the tables at once", async () => {
    const code = "await store.initialize(); console.log((await store.list({})).length);";
    const outputs = await Promise.all(Array.from({ length: 8 }, () => runProcess(code)));
    expect(outputs).toEqual(outputs.map(() => "0\n"));
  });

  it("may write at once, with no busy timeout, each its own application", async () => {
    await sqliteStore(open()).initialize();
    const code = `
      const appId = String(process.pid);
      for (let index = 0; index < 40; index += 1) {
        const head = { token: String(index), status: "idle", index, sequenceId: index, body: "{}", aliveAtMs: 0 };
        const row = { index, sequenceId: index, body: "{}", delta: "[]", snapshot: "{}", atMs: 0 };
        const expected = index === 0 ? null : String(index - 1);
        if (!(await store.write({ partitionKey: null, appId }, { expected, head, rows: [row] }))) throw new Error("lost");
      }`;
    await Promise.all(Array.from({ length: 4 }, () => runProcess(code)));
    const listed = await sqliteStore(open()).list({});
    expect(listed.map(({ head }) => head.index)).toEqual([39, 39, 39, 39]);
  });
});

describe("another connection", () => {
  it("is waited for while it writes, without a busy timeout, and without holding up the program", async () => {
    const [store, other] = [sqliteStore(open({ timeout: 0 })), open()];
    await store.initialize();
    other.exec("BEGIN IMMEDIATE");
    const writing = store.write(key, step(0));
    const waiting = await Promise.race([writing, new Promise((resolve) => setImmediate(resolve, "waiting"))]);
    other.exec("COMMIT");
    expect(waiting).toBe("waiting");
    expect(await writing).toBe(true);
  });

  it("is waited for while the tables are created", async () => {
    const [store, other] = [sqliteStore(open({ timeout: 0 })), open()];
    other.exec("BEGIN EXCLUSIVE");
    const initializing = store.initialize();
    other.exec("COMMIT");
    await initializing;
    expect(await store.readHead(key)).toBeUndefined();
  });
});

describe("a transaction of the user on the same connection", () => {
  it.each<{ name: string; work: (store: HistoryStore) => Promise<unknown> }>([
    { name: "write", work: (store) => store.write(key, step(1)) },
    { name: "trim", work: (store) => store.trim(key, { index: 0, snapshot: "{}" }) },
    { name: "delete", work: (store) => store.delete(key) },
  ])("makes $name fail, with what to do, and goes on", async ({ work }) => {
    const database = open();
    const store = sqliteStore(database);
    await store.initialize();
    await store.write(key, step(0));
    database.exec("CREATE TABLE mine (n); BEGIN; INSERT INTO mine VALUES (1)");
    await expect(work(store)).rejects.toMatchObject({
      code: "invalid-option",
      message: expect.stringMatching(/inside a transaction .* a connection of its own\.$/),
    });
    expect(database.isTransaction).toBe(true);
    database.exec("COMMIT");
    expect(database.prepare("SELECT n FROM mine").all()).toHaveLength(1);
    expect((await store.readHead(key))?.token).toBe("token 0");
  });
});

describe("an error in the middle of a write", () => {
  it("takes the whole write back, and leaves no transaction open", async () => {
    const database = open();
    const store = sqliteStore(database);
    await store.initialize();
    await store.write(key, step(0));
    const before = await store.readHead(key);
    const again = step(0).rows; // a place that is taken
    await expect(store.write(key, step(1, { rows: [...step(1).rows, ...again] }))).rejects.toThrow(/UNIQUE/);
    expect(database.isTransaction).toBe(false);
    expect(await store.readHead(key)).toEqual(before);
    expect(await store.readRange(key, 0, 9)).toHaveLength(1);
    expect(await store.write(key, step(1))).toBe(true);
  });
});

it.each<{ name: string; options: DatabaseSyncOptions }>([
  { name: "gives bigints", options: { readBigInts: true } },
  { name: "gives rows as lists", options: { returnArrays: true } },
  { name: "takes no named parameters without their sign", options: { allowBareNamedParameters: false } },
])("works on a connection that $name", async ({ options }) => {
  const store = sqliteStore(open(options));
  await store.initialize();
  for (const index of [0, 1, 2]) expect(await store.write(key, step(index))).toBe(true);
  await store.appendChunks(key, { sequenceId: 2, attempt: 0, index: 0, chunks: ["1"], atMs: 3 });
  await store.trim(key, { index: 1, snapshot: "{}" });
  expect(await store.readRows(key)).toEqual([{ ...step(1).rows[0], snapshot: "{}" }, ...step(2).rows]);
  expect(await store.readHead(key)).toMatchObject({ index: 2, isAbortRequested: false });
  expect(await store.readChunks(key, { sequenceId: 2, attempt: 0, from: 0 })).toHaveLength(1);
  expect(await store.touch(key, "token 2", 5)).toBe("running");
  const texts: string[] = [];
  for await (const text of store.texts()) texts.push(text);
  expect(texts).toHaveLength(1 + 1 + 2 * 2 + 1);
});

it("lets others write between two texts", async () => {
  const stores = [sqliteStore(open({ timeout: 0 })), sqliteStore(open({ timeout: 0 }))] as const;
  await stores[0].initialize();
  await stores[0].write(key, step(0));
  const results: unknown[] = [];
  for await (const text of stores[0].texts()) {
    const index = results.length + 1;
    results.push(text !== "" && index < 5 ? await stores[index % 2 === 0 ? 0 : 1].write(key, step(index)) : true);
  }
  // The first head, and then five rows and a snapshot: four of the rows are new.
  expect(results).toEqual(Array.from({ length: 1 + 5 * 2 + 1 }, () => true));
});

it("lists by the order of the writes, also within one millisecond", async () => {
  const store = sqliteStore(open());
  await store.initialize();
  const ids = Array.from({ length: 20 }, (_, n) => `app ${n}`);
  for (const appId of ids) await store.write({ ...key, appId }, step(0));
  await store.write({ ...key, appId: "app 7" }, step(1));
  const listed = (await store.list({ limit: 3 })).map((one) => one.key.appId);
  expect(listed).toEqual(["app 7", "app 19", "app 18"]);
});

it("stores 800 steps with deltas of 220 and bodies of 75 characters in at most 0.33 MB", async () => {
  const database = open();
  database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF");
  const store = sqliteStore(database);
  await store.initialize();
  for (let index = 0; index < 800; index += 1) await store.write(key, step(index));
  database.exec("PRAGMA wal_checkpoint(TRUNCATE)");
  expect((await stat(join(folder, "burr.db"))).size).toBeLessThanOrEqual(330_000);
});

it("finds its rows by place, whatever is asked for", async () => {
  const database = open();
  const plans: string[] = [];
  const store = sqliteStore({
    exec: (sql) => {
      database.exec(sql);
    },
    prepare: (sql) => {
      if (/^\s*(WITH|SELECT|INSERT|UPDATE|DELETE)/.test(sql) && !sql.includes("ORDER BY updated_at_us")) {
        const steps = database.prepare(`EXPLAIN QUERY PLAN ${sql}`).all();
        plans.push(...steps.map(({ detail }) => String(detail)));
      }
      return database.prepare(sql);
    },
  });
  await store.initialize();
  plans.length = 0;
  await store.write(key, step(0));
  await store.write(key, step(1, { checkpoint: "1" }));
  await store.readRows(key);
  await store.readRows(key, 0);
  await store.readRange(key, 0, 1);
  await store.readChunks(key, { sequenceId: 0, attempt: 0, from: 0 });
  await store.trim(key, { index: 1, snapshot: "{}" });
  await store.delete(key);
  expect(plans.length).toBeGreaterThan(20);
  expect(plans.filter((plan) => /^SCAN (burr_\w+|apps|rows|snapshots|chunks)\b/.test(plan))).toEqual([]);
});
