import { BurrError } from "@burrjs/core";
import { DatabaseSync } from "node:sqlite";
import { expect, it } from "vitest";
import { SqliteConnection } from "./sqlite-connection.ts";
import { migrateSqlite, sqliteMigrations } from "./sqlite-schema.ts";
import { sqliteStore } from "./sqlite-store.ts";

const head = { token: "a", status: "idle", index: 0, sequenceId: 0, body: "{}", aliveAtMs: 0 } as const;
const key = { partitionKey: null, appId: "app" };

function tables(database: DatabaseSync): unknown[] {
  return database
    .prepare("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    .all()
    .map(({ name }) => name);
}

it("creates its tables, and nothing else", async () => {
  const database = new DatabaseSync(":memory:");
  await sqliteStore(database, { tablePrefix: "my_1" }).initialize();
  expect(tables(database)).toEqual(["my_1_apps", "my_1_chunks", "my_1_meta", "my_1_rows", "my_1_snapshots"]);
});

it("migrates what an older version has stored", async () => {
  const database = new DatabaseSync(":memory:");
  const store = sqliteStore(database);
  await store.initialize();
  await store.write(key, { expected: null, head, rows: [] });
  const addColumn = (prefix: string): string =>
    `ALTER TABLE ${prefix}_apps ADD COLUMN note TEXT NOT NULL DEFAULT 'new'`;
  const connection = new SqliteConnection(database);
  for (let time = 0; time < 2; time += 1) migrateSqlite(connection, "burr", [...sqliteMigrations, addColumn]);
  expect(database.prepare("SELECT app_id, note FROM burr_apps").all()).toMatchObject([{ app_id: "app", note: "new" }]);
  expect(database.prepare("SELECT version FROM burr_meta").all()).toMatchObject([{ version: 2 }]);
});

it("leaves everything as it was when a migration fails", () => {
  const database = new DatabaseSync(":memory:");
  const connection = new SqliteConnection(database);
  const migrations = [...sqliteMigrations, () => "CREATE TABLE half (a); NONSENSE"];
  expect(() => {
    migrateSqlite(connection, "burr", migrations);
  }).toThrow(/syntax error/);
  expect(tables(database)).toEqual([]);
  migrateSqlite(connection, "burr");
  expect(tables(database)).toContain("burr_meta");
});

it("refuses the tables of a newer version, and leaves them alone", async () => {
  const database = new DatabaseSync(":memory:");
  const store = sqliteStore(database);
  await store.initialize();
  database.exec("UPDATE burr_meta SET version = 99");
  const error = await store.initialize().catch((reason: unknown) => reason);
  expect(error).toMatchObject({ code: "unknown-schema", details: { found: 99, known: 1 } });
  expect((error as BurrError).message).toMatch(/Update @burrjs\/persist, or choose another `tablePrefix`\.$/);
  expect(database.prepare("SELECT version FROM burr_meta").all()).toMatchObject([{ version: 99 }]);
});

it.each(["", "1a", "a-b", "a b", "é", 'a"b', "a;--", "a".repeat(42)])("refuses the prefix %j", (tablePrefix) => {
  expect(() => sqliteStore(new DatabaseSync(":memory:"), { tablePrefix })).toThrow(
    expect.objectContaining({ code: "invalid-option", details: { option: "tablePrefix" } }),
  );
});

it.each(["a", "_", "Burr", "a".repeat(41), "select", "sqlite3"])("takes the prefix %j", async (tablePrefix) => {
  const store = sqliteStore(new DatabaseSync(":memory:"), { tablePrefix });
  await store.initialize();
  expect(await store.write(key, { expected: null, head, rows: [] })).toBe(true);
});
