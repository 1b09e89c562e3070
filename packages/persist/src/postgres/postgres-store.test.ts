import { startPostgres, type TestServer } from "@burrjs/testing/servers";
import { Pool, type PoolConfig } from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { HistoryStore, StoreWrite } from "@burrjs/core/persist";
import { postgresNames } from "./postgres-options.ts";
import { migratePostgres, postgresMigrations } from "./postgres-schema.ts";
import { type PostgresOptions, type PostgresPool, type PostgresQuery, postgresStore } from "./index.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const key = { partitionKey: null, appId: "app" };
let server: TestServer;
let schemas = 0;
let schema: string;
let admin: Pool;
const pools: Pool[] = [];
const stores: HistoryStore[] = [];

beforeAll(async () => {
  server = await startPostgres();
});

afterAll(() => server.stop());

beforeEach(async () => {
  schema = `s${(schemas += 1)}`;
  admin = openPool({ max: 2 });
  await admin.query(`CREATE SCHEMA ${schema}`);
});

afterEach(async () => {
  for (const store of stores.splice(0)) await store.close?.();
  for (const pool of pools.splice(0)) await pool.end();
});

function openPool(config: PoolConfig = {}): Pool {
  const pool = new Pool({ connectionString: server.url, ...config });
  pool.on("error", () => {}); // some tests end connections that are idle
  pools.push(pool);
  return pool;
}

function open(pool: PostgresPool = openPool(), options: PostgresOptions = {}): HistoryStore {
  const store = postgresStore(pool, { schema, ...options });
  stores.push(store);
  return store;
}

async function opened(pool?: PostgresPool): Promise<HistoryStore> {
  const store = open(pool);
  await store.initialize();
  return store;
}

/** The write of a step, as a run makes one after the other. */
function step(index: number, parts: Partial<StoreWrite> = {}): StoreWrite {
  return {
    expected: index === 0 ? null : `token ${index - 1}`,
    head: { token: `token ${index}`, status: "running", index, sequenceId: index, body: "{}", aliveAtMs: 0.5 },
    rows: [{ index, sequenceId: index, body: "{}", delta: "[]", atMs: 1.5, ...(index === 0 && { snapshot: "{}" }) }],
    ...parts,
  };
}

/** A pool that notes what it is asked for. */
function watchedPool(pool: Pool): { pool: PostgresPool; queries: PostgresQuery[]; connects: number[] } {
  const queries: PostgresQuery[] = [];
  const connects: number[] = [];
  return {
    queries,
    connects,
    pool: {
      connect: () => {
        connects.push(connects.length);
        return pool.connect();
      },
      query: (query) => {
        queries.push(query);
        return pool.query(query);
      },
    },
  };
}

describe("a write", () => {
  it("is one prepared statement, whatever it stores and whether it is refused", async () => {
    const { pool, queries, connects } = watchedPool(openPool());
    const store = await opened(pool);
    connects.length = 0;
    const writes = [
      step(0),
      step(1, { checkpoint: "1" }),
      step(2, { rows: [] }),
      { ...step(3), rows: [3, 4, 5].flatMap((index) => step(index).rows) },
      step(9),
    ];
    const results = [];
    for (const write of writes) results.push(await store.write(key, write));
    expect(results).toEqual([true, true, true, true, false]);
    expect(queries).toHaveLength(writes.length);
    expect(connects).toEqual([]);
    for (const { name, text } of queries) {
      expect(name).toMatch(/^burr_[0-9a-f]{16}$/);
      expect(text).not.toContain(";");
    }
    expect(new Set(queries.map(({ name }) => name)).size).toBe(2);
  });

  it("leaves everything as it was when one of its rows cannot be stored", async () => {
    const store = await opened();
    await store.write(key, step(0));
    const before = await store.readHead(key);
    await expect(store.write(key, step(1, { rows: [...step(1).rows, ...step(0).rows] }))).rejects.toMatchObject({
      code: "23505",
    });
    expect(await store.readHead(key)).toEqual(before);
    expect(await store.readRange(key, 0, 9)).toHaveLength(1);
  });
});

describe("the settings of a connection", () => {
  const hostile = "-c search_path=pg_catalog -c default_transaction_isolation=serializable";

  it("do not matter: no search_path, the strictest transactions", async () => {
    const pool = openPool({ options: hostile });
    const racers = [await opened(pool), await opened(pool), await opened(openPool({ options: hostile }))];
    const [store] = racers;
    for (let index = 0; index < 20; index += 1) {
      const results = await Promise.all(racers.map((racer) => racer.write(key, step(index))));
      expect(results.filter(Boolean)).toHaveLength(1);
      await Promise.all(racers.map((racer) => racer.touch(key, `token ${index}`, index)));
    }
    expect(await store?.readRange(key, 0, 99)).toHaveLength(20);
    await store?.trim(key, { index: 10, snapshot: "{}" });
    await store?.delete(key);
    expect(await store?.readHead(key)).toBeUndefined();
  });

  it("may allow no changes to the schema, once it exists", async () => {
    await opened();
    const role = `${schema}_user`;
    await admin.query(`CREATE ROLE ${role} LOGIN; GRANT USAGE ON SCHEMA ${schema} TO ${role}`);
    await admin.query(`GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ${schema} TO ${role}`);
    const store = await opened(openPool({ connectionString: server.url.replace("postgres@", `${role}@`) }));
    expect(await store.write(key, step(0))).toBe(true);
  });
});

describe("the schema", () => {
  it("migrates what an older version has stored, or leaves it as it was", async () => {
    const store = await opened();
    await store.write(key, step(0));
    const names = postgresNames({ schema });
    const addNote = (): string => `ALTER TABLE ${names.apps} ADD COLUMN note text NOT NULL DEFAULT 'new';`;
    const newer = [...postgresMigrations, addNote];
    await expect(migratePostgres(admin, names, [...newer, () => "NONSENSE;"])).rejects.toMatchObject({ code: "42601" });
    await store.initialize(); // still of the version that it was
    await Promise.all([1, 2, 3].map(() => migratePostgres(admin, names, newer)));
    const { rows } = await admin.query(`SELECT app_id, note, version FROM ${names.apps}, ${names.meta}`);
    expect(rows).toEqual([{ app_id: "app", note: "new", version: "2" }]);
  });

  it("is refused when a newer version has made it, and left alone", async () => {
    const store = await opened();
    await admin.query(`UPDATE ${schema}.burr_meta SET version = 99`);
    await expect(store.initialize()).rejects.toMatchObject({
      code: "unknown-schema",
      details: { found: 99, known: 1 },
      message: expect.stringMatching(/Update @burrjs\/persist/),
    });
    const { rows } = await admin.query<{ version: string }>(`SELECT version FROM ${schema}.burr_meta`);
    expect(rows).toEqual([{ version: "99" }]);
  });

  it.each<{ options: PostgresOptions; option: string }>([
    { options: { tablePrefix: "a-b" }, option: "tablePrefix" },
    { options: { tablePrefix: "" }, option: "tablePrefix" },
    { options: { tablePrefix: "a".repeat(42) }, option: "tablePrefix" },
    { options: { schema: "" }, option: "schema" },
  ])("has no names like $options", ({ options, option }) => {
    expect(() => open(admin, options)).toThrow(
      expect.objectContaining({ code: "invalid-option", details: { option } }),
    );
  });

  it("keeps apart prefixes that differ in case, also the longest", async () => {
    const all = ["a", "A"].map((letter) => open(admin, { tablePrefix: letter.repeat(41) }));
    for (const store of all) await store.initialize();
    expect(await all[0]?.write(key, step(0))).toBe(true);
    expect(await all[1]?.readHead(key)).toBeUndefined();
  });
});

describe("chunks and a deletion at the same time", () => {
  it("leave no chunks without an application, when the chunks come late", async () => {
    const store = await opened();
    await store.write(key, step(0));
    const client = await admin.connect();
    await client.query(`BEGIN; DELETE FROM ${schema}.burr_apps`);
    const appending = store.appendChunks(key, { sequenceId: 0, attempt: 0, index: 0, chunks: ["1"], atMs: 0 });
    await untilSomebodyWaits();
    await client.query("COMMIT");
    client.release();
    await appending;
    expect(await countOf("chunks")).toBe(0);
  });

  it("leave none either when the chunks come first", async () => {
    const store = await opened();
    await store.write(key, step(0));
    const client = await admin.connect();
    await client.query(`
      BEGIN; SELECT id FROM ${schema}.burr_apps FOR KEY SHARE;
      INSERT INTO ${schema}.burr_chunks SELECT id, 0, 0, 0, 1, 0, '1' FROM ${schema}.burr_apps`);
    const deleting = store.delete(key);
    await untilSomebodyWaits();
    await client.query("COMMIT");
    client.release();
    await deleting;
    expect(await countOf("chunks")).toBe(0);
    expect(await countOf("rows")).toBe(0);
  });

  async function untilSomebodyWaits(): Promise<void> {
    let isWaiting = false;
    while (!isWaiting) {
      const { rows } = await admin.query("SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock'");
      isWaiting = rows.length > 0;
    }
  }

  async function countOf(table: string): Promise<number> {
    const { rows } = await admin.query(`SELECT 1 FROM ${schema}.burr_${table}`);
    return rows.length;
  }
});

it("reads texts in pages of bounded size, and no client is held in between", async () => {
  const { pool, queries } = watchedPool(openPool({ max: 1 }));
  const store = await opened(pool);
  const states = [0, 1, 2, 3, 4].map((n) => JSON.stringify(String(n).repeat(600_000)));
  const rows = states.map((snapshot, index) => ({
    index,
    sequenceId: index,
    body: "{}",
    delta: "[]",
    atMs: 0,
    snapshot,
  }));
  await store.write(key, step(0, { rows }));
  queries.length = 0;
  const found: string[] = [];
  for await (const text of store.texts()) {
    found.push(text);
    expect(await store.readHead(key)).toBeDefined();
  }
  expect(found.filter((text) => text.length > 2)).toEqual(states);
  const pages = queries.filter(({ name }) => name === undefined);
  expect(pages.length).toBe(2 + 1 + 2 + 4); // heads, chunks, rows, and snapshots by twos, each until nothing comes
});

it("reads a range without an end", async () => {
  const store = await opened();
  for (const index of [0, 1, 2]) await store.write(key, step(index));
  expect(await store.readRange(key, 1, Number.POSITIVE_INFINITY)).toEqual([...step(1).rows, ...step(2).rows]);
});

it("refuses texts above 256 MB, unless it is told another limit", () => {
  expect(open(admin).maxTextBytes).toBe(256_000_000);
  expect(open(admin, { maxTextBytes: 1_000 }).maxTextBytes).toBe(1_000);
});
