import { once } from "node:events";
import { DatabaseSync, type DatabaseSyncOptions } from "node:sqlite";
import { burr } from "@burrjs/core";
import { memoryPersister, type LoadQuery } from "@burrjs/core/persist";
import pg from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { startPostgres, type TestServer } from "@burrjs/testing/servers";
import { pythonPostgresLoader, pythonSqliteLoader, type PythonLoader, type PythonLoaderOptions } from "./index.ts";

/** A row as Python Burr stores it; `state` is what its `json.dumps` writes. */
interface Row {
  readonly partition?: string;
  readonly app?: string;
  readonly id: number;
  readonly position: string;
  readonly status?: "completed" | "failed";
  readonly state: string;
  readonly at?: string;
}

interface Fixture {
  save(...rows: readonly Row[]): Promise<void>;
  loader(options?: PythonLoaderOptions): PythonLoader;
}

const noon = Date.UTC(2025, 5, 8, 12);
const insert =
  "INSERT INTO burr_state (partition_key, app_id, sequence_id, position, status, state, created_at) VALUES";
const valuesOf = ({ partition = "", app = "app", id, position, status = "completed", state, at }: Row) => [
  partition,
  app,
  id,
  position,
  status,
  state,
  at ?? "2025-06-08 12:00:00",
];

// The statements of `SQLitePersister` and `PostgreSQLPersister`; they differ in the type of `state`.
const tableOf = (name: string, stateType: "TEXT" | "JSONB"): string => `
  CREATE TABLE IF NOT EXISTS ${name} (
    partition_key TEXT DEFAULT '',
    app_id TEXT NOT NULL,
    sequence_id INTEGER NOT NULL,
    position TEXT NOT NULL,
    status TEXT NOT NULL,
    state ${stateType} NOT NULL,
    created_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
    PRIMARY KEY (partition_key, app_id, sequence_id, position)
  );
  CREATE INDEX IF NOT EXISTS ${name}_created_at_index ON ${name} (created_at);`;

let server: TestServer;
let pool: pg.Pool;
const connections: Promise<unknown>[] = [];
beforeAll(async () => {
  server = await startPostgres();
  pool = openPool("UTC");
}, 60_000);
afterAll(async () => {
  await pool.end();
  // The pool does not wait for this; and a client whose server goes away first throws.
  await Promise.all(connections);
  await server.stop();
});

function openPool(timeZone: string): pg.Pool {
  const opened = new pg.Pool({ connectionString: server.url, options: `-c TimeZone=${timeZone}`, max: 1 });
  opened.on("connect", (client) => connections.push(once(client, "end")));
  return opened;
}

async function sqlite(): Promise<Fixture> {
  const database = new DatabaseSync(":memory:");
  database.exec(tableOf("burr_state", "TEXT"));
  return {
    save: async (...rows) => {
      for (const row of rows) database.prepare(`${insert} (?, ?, ?, ?, ?, ?, ?)`).run(...valuesOf(row));
    },
    loader: (options) => pythonSqliteLoader(database, options),
  };
}

async function postgres(): Promise<Fixture> {
  await pool.query("DROP TABLE IF EXISTS burr_state");
  await pool.query(tableOf("burr_state", "JSONB"));
  return {
    save: async (...rows) => {
      for (const row of rows) await pool.query(`${insert} ($1, $2, $3, $4, $5, $6, $7)`, valuesOf(row));
    },
    loader: (options) => pythonPostgresLoader(pool, options),
  };
}

// What Python Burr 0.40.2 stored for a graph inc → dbl → work → inc.
const afterInc: Row = { id: 0, position: "inc", state: '{"n": 1, "__SEQUENCE_ID": 0, "__PRIOR_STEP": "inc"}' };
const afterDbl: Row = { id: 1, position: "dbl", state: '{"n": 1, "__SEQUENCE_ID": 1, "__PRIOR_STEP": "dbl", "m": 2}' };
const failed: Row = {
  id: 2,
  position: "work",
  status: "failed",
  state: '{"n": 1, "__SEQUENCE_ID": 2, "__PRIOR_STEP": "dbl", "m": 2}',
};
// Python takes the name of the last action out of the state when it goes on with a failed one.
const failedAgain: Row = { id: 3, position: "work", status: "failed", state: '{"n": 1, "__SEQUENCE_ID": 3, "m": 2}' };
// What it stores for a synchronous action in `arun()`, or after Ctrl-C: "completed", and the state before the action.
const behind: Row = { id: 2, position: "work", state: failed.state };
const behindAtFirst: Row = { id: 0, position: "inc", state: '{"n": 0, "__SEQUENCE_ID": 0}' };

describe.each([
  { name: "pythonSqliteLoader", open: sqlite },
  { name: "pythonPostgresLoader", open: postgres },
])("$name", ({ open }) => {
  let fixture: Fixture;
  beforeEach(async () => {
    fixture = await open();
  });

  it("loads the last step: its state without the engine's keys, and the place in the graph", async () => {
    await fixture.save(afterInc, afterDbl);
    expect(await fixture.loader().load({ appId: "app" })).toEqual({
      appId: "app",
      partitionKey: null,
      sequenceId: 1,
      state: { n: 1, m: 2 },
      after: "dbl",
      status: "completed",
      version: 0,
      graph: null,
      parent: null,
      savedAtMs: noon,
    });
  });

  it.each([
    { what: "an action that has failed", rows: [afterInc, afterDbl, failed], after: "dbl", status: "failed" },
    { what: "one that has failed again", rows: [afterDbl, failed, failedAgain], after: "dbl", status: "failed" },
    {
      what: "one that has failed three times",
      rows: [failed, failedAgain, { ...failedAgain, id: 4 }],
      after: "dbl",
      status: "failed",
    },
    {
      what: "the entrypoint, which has failed",
      rows: [{ ...behindAtFirst, status: "failed" as const }],
      after: null,
      status: "failed",
    },
    {
      what: "an entrypoint that failed after a reset",
      rows: [afterInc, afterDbl, { ...failedAgain, id: 2, position: "inc" }],
      after: null,
      status: "failed",
    },
    {
      what: "an action that failed after one of the same name had completed and the run was reset",
      rows: [afterInc, { ...failedAgain, id: 1, position: "inc" }],
      after: null,
      status: "failed",
    },
    { what: "an action whose writes are missing", rows: [afterDbl, behind], after: "dbl", status: "unfinished" },
    { what: "the first one, whose writes are missing", rows: [behindAtFirst], after: null, status: "unfinished" },
    {
      what: "one that failed, and whose writes are missing after that",
      rows: [failed, { ...failedAgain, status: "completed" as const }],
      after: "dbl",
      status: "unfinished",
    },
  ])("runs $what again", async ({ rows, after, status }) => {
    await fixture.save(...rows);
    expect(await fixture.loader().load({ appId: "app" })).toMatchObject({ after, status });
  });

  it("takes the word of a state that was saved without the engine", async () => {
    await fixture.save({ id: 7, position: "chat", state: '{"a": 1}' });
    const run = await fixture.loader().load({ appId: "app" });
    expect(run).toMatchObject({ sequenceId: 7, after: "chat", status: "completed", state: { a: 1 } });
  });

  it("loads an earlier step", async () => {
    await fixture.save(afterInc, afterDbl, failed);
    const run = await fixture.loader().load({ appId: "app", sequenceId: 0 });
    expect(run).toMatchObject({ sequenceId: 0, after: "inc", state: { n: 1 } });
  });

  it("loads what was written last of several steps with one sequence id", async () => {
    await fixture.save(
      { ...afterDbl, position: "other", at: "2025-06-08 12:00:00" },
      { ...afterDbl, at: "2025-06-08 12:00:01" },
    );
    const loader = fixture.loader();
    expect(await loader.load({ appId: "app" })).toMatchObject({ after: "dbl" });
    expect(await loader.load({ appId: "app", sequenceId: 1 })).toMatchObject({ after: "dbl" });
  });

  it.each([
    { what: "the table is empty", rows: [], query: {} },
    { what: "the application is unknown", rows: [afterInc], query: { appId: "other" } },
    { what: "the partition is another", rows: [afterInc], query: { appId: "app", partitionKey: "ann" } },
    { what: "the partition has no application", rows: [afterInc], query: { partitionKey: "ann" } },
    { what: "a step of an unknown application is asked for", rows: [afterInc], query: { appId: "x", sequenceId: 0 } },
  ])("finds nothing when $what", async ({ rows, query }) => {
    await fixture.save(...rows);
    expect(await fixture.loader().load(query)).toBeUndefined();
  });

  it.each([2, -1, Number.MAX_SAFE_INTEGER])("says so when the application has no step %d", async (sequenceId) => {
    await fixture.save(afterInc, afterDbl);
    await expect(fixture.loader().load({ appId: "app", sequenceId })).rejects.toMatchObject({
      code: "unknown-sequence-id",
      details: { appId: "app", sequenceId },
      message: expect.stringMatching(/"app" has no step .*"burr_state".*Leave `sequenceId` out/),
    });
  });

  it("finds the application of a partition that was written last, whatever its sequence id", async () => {
    await fixture.save(
      { ...afterInc, partition: "ann", app: "old", id: 9, at: "2025-06-08 12:00:00" },
      { ...afterInc, partition: "ann", app: "new", id: 3, at: "2025-06-08 12:00:02" },
      { ...afterInc, partition: "ann", app: "new", id: 4, at: "2025-06-08 12:00:01" },
      { ...afterInc, partition: "bob", app: "newest", at: "2025-06-08 12:00:09" },
      { ...afterInc, app: "nobody's", at: "2025-06-08 12:00:09" },
    );
    const loader = fixture.loader();
    expect(await loader.load({ partitionKey: "ann" })).toMatchObject({
      appId: "new",
      partitionKey: "ann",
      sequenceId: 4,
    });
    expect(await loader.load({})).toMatchObject({ appId: "nobody's", partitionKey: null });
    expect(await loader.load({ partitionKey: "" })).toMatchObject({ appId: "nobody's", partitionKey: "" });
  });

  it("lists the applications of a partition, each once, the last to be written first", async () => {
    await fixture.save(
      { ...afterInc, app: "a", at: "2025-06-08 12:00:00" },
      { ...afterInc, app: "b", at: "2025-06-08 12:00:01" },
      { ...afterDbl, app: "a", at: "2025-06-08 12:00:02" },
      { ...afterInc, partition: "ann", app: "c" },
    );
    const loader = fixture.loader();
    expect(await loader.listAppIds()).toEqual(["a", "b"]);
    expect(await loader.listAppIds("ann")).toEqual(["c"]);
    expect(await loader.listAppIds("bob")).toEqual([]);
  });

  it("keeps values: text of any script, large integers, models", async () => {
    await fixture.save({
      id: 0,
      position: "chat",
      state: String.raw`{"text": "\u00e9 \ud83d\ude00 \"NaN\"", "id": 1152921504606846977, "history": [{"role": "user", "__burr_serde__": "pydantic", "__pydantic_class": "app.Message"}], "__SEQUENCE_ID": 0, "__PRIOR_STEP": "chat"}`,
    });
    const run = await fixture.loader().load({ appId: "app" });
    expect(run?.state).toEqual({ text: 'é 😀 "NaN"', id: 1152921504606846977n, history: [{ role: "user" }] });
  });

  it("takes ids of any form", async () => {
    const ids = { partition: "a'b\"; --", app: "é/%_ :$1?" };
    await fixture.save({ ...afterInc, ...ids });
    expect(await fixture.loader().load({ partitionKey: ids.partition, appId: ids.app })).toMatchObject({
      appId: ids.app,
      partitionKey: ids.partition,
    });
  });

  it("refuses keys that are reserved here, until they are renamed", async () => {
    await fixture.save({ id: 0, position: "chat", state: '{"get": 1, "update": 2, "__mine": 3, "kept": 4}' });
    await expect(fixture.loader().load({ appId: "app" })).rejects.toMatchObject({
      code: "invalid-key",
      details: { keys: ["get", "update"] },
      message: expect.stringMatching(/"get", "update".*rename: \{ get: "…", update: "…" \}/),
    });
    const rename = { get: "fetched", update: "change", __mine: "mine", absent: "unused" };
    const run = await fixture.loader({ rename }).load({ appId: "app" });
    expect(run?.state).toEqual({ fetched: 1, change: 2, mine: 3, kept: 4 });
  });

  it("refuses to give two keys one name", async () => {
    await fixture.save({ id: 0, position: "chat", state: '{"a": 1, "b": 2}' });
    await expect(fixture.loader({ rename: { a: "b" } }).load({ appId: "app" })).rejects.toMatchObject({
      code: "invalid-key",
      details: { keys: ["b"] },
    });
    const swapped = await fixture.loader({ rename: { a: "b", b: "a" } }).load({ appId: "app" });
    expect(swapped?.state).toEqual({ a: 2, b: 1 });
  });

  it.each(["get", "toJSON", "__a"])("refuses to rename to %s", (name) => {
    expect(() => fixture.loader({ rename: { a: name } })).toThrow(
      expect.objectContaining({ code: "invalid-option", details: { option: "rename" } }),
    );
  });

  it.each(["", "a b", "a;b", '"a"', "a.b", "1a", "é", "a".repeat(64)])("refuses the table name %j", (tableName) => {
    expect(() => fixture.loader({ tableName })).toThrow(
      expect.objectContaining({ code: "invalid-option", details: { option: "tableName" } }),
    );
  });

  it("lets a run that began in Python go on, and go on again from what was stored since", async () => {
    await fixture.save(afterInc, afterDbl, failed);
    const [python, persister] = [fixture.loader(), memoryPersister()];
    const loader = { load: async (query: LoadQuery) => (await persister.load(query)) ?? (await python.load(query)) };
    const b = burr<{ n: number; m: number; worked: number }>();
    const inc = b.action({ reads: ["n"], writes: ["n"], run: ({ n }) => ({ n: n + 1 }) });
    const dbl = b.action({ reads: ["n"], writes: ["m"], run: ({ n }) => ({ m: n * 2 }) });
    const work = b.action({ reads: ["m"], writes: ["worked"], run: ({ m }) => ({ worked: m }) });
    const build = () =>
      b
        .app()
        .withActions({ inc, dbl, work })
        .withTransitions(["inc", "dbl"], ["dbl", "work"], ["work", "inc"])
        .withIdentifiers({ appId: "app" })
        .initializeFrom(loader, { defaultState: { n: 0, m: 0, worked: 0 }, defaultEntrypoint: "inc" })
        .withPersister(persister)
        .build();
    const first = await (await build()).step();
    expect(first).toMatchObject({ action: "work", state: { n: 1, m: 2, worked: 2 } });
    const again = await build();
    expect(await again.step()).toMatchObject({ action: "inc", state: { n: 2, m: 2, worked: 2 } });
    expect(again.sequenceId).toBe(4);
  });

  it("throws the client's error when there is no such table", async () => {
    await expect(fixture.loader({ tableName: "absent" }).load({})).rejects.toThrow(/absent/);
  });
});

describe("pythonSqliteLoader", () => {
  const open = (options: DatabaseSyncOptions = {}): DatabaseSync => {
    const database = new DatabaseSync(":memory:", options);
    database.exec(tableOf("burr_state", "TEXT"));
    return database;
  };
  const save = (database: DatabaseSync, row: Row): void => {
    database.prepare(`${insert} (?, ?, ?, ?, ?, ?, ?)`).run(...valuesOf(row));
  };

  it("reads NaN and infinities", async () => {
    const database = open();
    save(database, { id: 0, position: "act", state: '{"nan": NaN, "list": [-Infinity, "Infinity"]}' });
    const run = await pythonSqliteLoader(database).load({});
    expect(run?.state).toEqual({ nan: Number.NaN, list: [-Infinity, "Infinity"] });
  });

  it("tells rows of the same second apart by the order of writing", async () => {
    const database = open();
    for (const app of ["b", "c", "a"]) save(database, { ...afterInc, app });
    for (const position of ["z", "a", "m"]) save(database, { ...afterInc, id: 8, position, state: "{}" });
    const loader = pythonSqliteLoader(database);
    expect(await loader.listAppIds(null)).toEqual(["app", "a", "c", "b"]);
    expect(await loader.load({})).toMatchObject({ appId: "app", sequenceId: 8, after: "m" });
  });

  it.each([{ readBigInts: true }, { returnArrays: true }])(
    "reads databases that are opened with %j",
    async (options) => {
      const database = open(options);
      save(database, afterDbl);
      const loader = pythonSqliteLoader(database);
      expect(await loader.load({})).toMatchObject({ appId: "app", sequenceId: 1, savedAtMs: noon });
      expect(await loader.listAppIds(null)).toEqual(["app"]);
    },
  );

  it.each([
    { at: "2025-06-08 12:00:00", savedAtMs: noon },
    { at: "2025-06-08T12:00:00.250", savedAtMs: noon },
    { at: "2025-06-08T14:00:00+02:00", savedAtMs: noon },
    { at: "no time", savedAtMs: 0 },
  ])("reads the time $at as $savedAtMs", async ({ at, savedAtMs }) => {
    const database = open();
    save(database, { ...afterInc, at });
    expect(await pythonSqliteLoader(database).load({})).toMatchObject({ savedAtMs });
  });

  it.each(["{", "[]", "null", '"s3cret"', "{'s3cret': 1}"])(
    "refuses the state %s without showing it",
    async (state) => {
      const database = open();
      save(database, { id: 3, position: "act", state });
      const error: unknown = await pythonSqliteLoader(database)
        .load({})
        .catch((reason: unknown) => reason);
      expect(error).toMatchObject({ code: "unreadable-value", details: { tag: null } });
      expect(String(error)).toMatch(/step 3 of "app"/);
      expect(String(error)).not.toContain("s3cret");
    },
  );

  it("reads another table", async () => {
    const database = open();
    database.exec(tableOf("Talks_2", "TEXT"));
    database.exec("INSERT INTO talks_2 VALUES ('', 'one', 0, 'act', 'completed', '{}', NULL)");
    const run = await pythonSqliteLoader(database, { tableName: "Talks_2" }).load({});
    expect(run).toMatchObject({ appId: "one", after: "act", savedAtMs: 0 });
  });
});

describe("pythonPostgresLoader", () => {
  it("reads a table of another schema and name, in whichever case Python was given it", async () => {
    await pool.query(`CREATE SCHEMA talks; SET search_path = talks; ${tableOf("Chats", "JSONB")} RESET search_path`);
    await pool.query(`INSERT INTO talks.chats VALUES ('', 'one', 0, 'act', 'completed', '{}')`);
    const options = { schema: "talks", tableName: "Chats" };
    expect(await pythonPostgresLoader(pool, options).load({})).toMatchObject({ appId: "one", after: "act" });
  });

  it.each(["", "a b", "a.b", '"a"'])("refuses the schema %j", (schema) => {
    expect(() => pythonPostgresLoader(pool, { schema })).toThrow(
      expect.objectContaining({ code: "invalid-option", details: { option: "schema" } }),
    );
  });

  it("reads numbers as JSONB keeps them: a large float becomes an integer", async () => {
    const { save, loader } = await postgres();
    await save({ id: 0, position: "act", state: '{"large": 1e+16, "one": 1.0, "small": 1e-07}' });
    expect((await loader().load({}))?.state).toEqual({ large: 10_000_000_000_000_000n, one: 1, small: 1e-7 });
  });

  it("reads times in the zone of the session, which wrote them so", async () => {
    const { save } = await postgres();
    await save(afterInc);
    const elsewhere = openPool("Asia/Tokyo");
    const run = await pythonPostgresLoader(elsewhere).load({});
    await elsewhere.end();
    expect(run?.savedAtMs).toBe(noon - 9 * 3_600_000);
  });
});
