import { numberIn } from "../sql/columns.ts";
import { pendingMigrations } from "../sql/schema.ts";
import type { SqliteConnection } from "./sqlite-connection.ts";

/** From a prefix to the statements that lead to the next version of the schema. */
export type SqliteMigration = (prefix: string) => string;

/**
 * The schema, from nothing on. A row of a history is found by its place alone: its id is its application's, times 2^32,
 * plus its index. So the rows of an application lie together, and need no other index for it.
 *
 * Nor do sequence ids have one, since it would cost every step a page: they nearly always grow by one from row to row. The
 * rows where they do not (`begins`) are the only ones that are indexed; the others are found by counting from there.
 *
 * The view is a way in: what is inserted there moves the head and adds a row, in one statement. Three statements in a
 * transaction do the same, and cost half as much again.
 */
export const sqliteMigrations: readonly SqliteMigration[] = [
  (prefix) => `
CREATE TABLE ${prefix}_apps (
  id INTEGER PRIMARY KEY,
  partition_key TEXT NOT NULL,
  app_id TEXT NOT NULL,
  token TEXT NOT NULL,
  status TEXT NOT NULL,
  last_index INTEGER NOT NULL,
  sequence_id INTEGER NOT NULL,
  alive_at_ms INTEGER NOT NULL,
  updated_at_us INTEGER NOT NULL,
  abort_requested INTEGER NOT NULL DEFAULT 0,
  body TEXT NOT NULL,
  checkpoint TEXT,
  UNIQUE (partition_key, app_id)
);
CREATE TABLE ${prefix}_rows (
  id INTEGER PRIMARY KEY,
  app INTEGER GENERATED ALWAYS AS (id >> 32),
  row_index INTEGER GENERATED ALWAYS AS (id & 4294967295),
  sequence_id INTEGER NOT NULL,
  at_ms INTEGER NOT NULL,
  body TEXT NOT NULL,
  delta TEXT NOT NULL,
  begins INTEGER
);
CREATE INDEX ${prefix}_rows_that_begin ON ${prefix}_rows (id) WHERE begins = 1;
CREATE TABLE ${prefix}_snapshots (
  id INTEGER PRIMARY KEY,
  app INTEGER GENERATED ALWAYS AS (id >> 32),
  row_index INTEGER GENERATED ALWAYS AS (id & 4294967295),
  state TEXT NOT NULL
);
CREATE VIEW ${prefix}_steps AS SELECT
  NULL AS partition_key, NULL AS app_id, NULL AS expected, NULL AS token, NULL AS status, NULL AS last_index,
  NULL AS sequence_id, NULL AS alive_at_ms, NULL AS updated_at_us, NULL AS keeps_abort, NULL AS body,
  NULL AS row_index, NULL AS row_sequence_id, NULL AS row_at_ms, NULL AS row_body, NULL AS delta;
CREATE TRIGGER ${prefix}_steps_insert INSTEAD OF INSERT ON ${prefix}_steps BEGIN
  UPDATE ${prefix}_apps SET token = NEW.token, status = NEW.status, last_index = NEW.last_index,
    sequence_id = NEW.sequence_id, body = NEW.body, alive_at_ms = NEW.alive_at_ms, updated_at_us = NEW.updated_at_us,
    abort_requested = abort_requested AND NEW.keeps_abort
  WHERE partition_key = NEW.partition_key AND app_id = NEW.app_id AND token = NEW.expected;
  SELECT RAISE(ABORT, 'burr: another head') WHERE changes() = 0;
  INSERT INTO ${prefix}_rows (id, sequence_id, at_ms, body, delta, begins)
    SELECT (id << 32) + NEW.row_index, NEW.row_sequence_id, NEW.row_at_ms, NEW.row_body, NEW.delta,
      (SELECT sequence_id FROM ${prefix}_rows WHERE id = (apps.id << 32) + NEW.row_index - 1)
        IS NOT NEW.row_sequence_id - 1
    FROM ${prefix}_apps AS apps WHERE partition_key = NEW.partition_key AND app_id = NEW.app_id;
END;
CREATE TABLE ${prefix}_chunks (
  id INTEGER PRIMARY KEY,
  app INTEGER NOT NULL,
  sequence_id INTEGER NOT NULL,
  attempt INTEGER NOT NULL,
  chunk_index INTEGER NOT NULL,
  next_index INTEGER NOT NULL,
  at_ms INTEGER NOT NULL,
  chunks TEXT NOT NULL,
  UNIQUE (app, sequence_id, attempt, chunk_index)
);`,
];

/** Brings the tables to the last version, in one transaction; at once, when they have it. */
export function migrateSqlite(
  connection: SqliteConnection,
  prefix: string,
  migrations: readonly SqliteMigration[] = sqliteMigrations,
): void {
  if (pendingMigrations(versionOf(connection, prefix), migrations).length === 0) return;
  connection.transaction(() => {
    // Read again: another process may have been faster.
    for (const migrate of pendingMigrations(versionOf(connection, prefix), migrations))
      connection.exec(migrate(prefix));
    connection.exec(`
      CREATE TABLE IF NOT EXISTS ${prefix}_meta (version INTEGER NOT NULL);
      DELETE FROM ${prefix}_meta;
      INSERT INTO ${prefix}_meta (version) VALUES (${migrations.length});`);
  });
}

function versionOf(connection: SqliteConnection, prefix: string): number {
  const isThere = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND lower(name) = lower(?)";
  if (connection.get(isThere, `${prefix}_meta`) === undefined) return 0;
  const row = connection.get(`SELECT version FROM ${prefix}_meta`);
  return row === undefined ? 0 : numberIn(row, "version");
}
