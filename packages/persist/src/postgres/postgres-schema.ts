import { flagIn, numberIn } from "../sql/columns.ts";
import { pendingMigrations } from "../sql/schema.ts";
import { shortHash } from "../sql/short-hash.ts";
import { transaction } from "./transaction.ts";
import type { PostgresNames } from "./postgres-options.ts";
import type { PostgresClient, PostgresPool } from "./postgres-pool.ts";

/** From the names to the statements that lead to the next version of the schema. */
export type PostgresMigration = (names: PostgresNames) => string;

/**
 * The schema, from nothing on. Ids are compared byte by byte, not by the rules of a language. There are no foreign keys:
 * each would cost every write a look-up; `delete` sees to what belongs together.
 */
export const postgresMigrations: readonly PostgresMigration[] = [
  ({ apps, rows, rowsBySequence, snapshots, chunks }) => `
CREATE TABLE ${apps} (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  partition_key text COLLATE "C" NOT NULL,
  app_id text COLLATE "C" NOT NULL,
  last_index bigint NOT NULL,
  sequence_id bigint NOT NULL,
  alive_at_ms double precision NOT NULL,
  updated_at timestamptz NOT NULL,
  abort_requested boolean NOT NULL DEFAULT false,
  token text NOT NULL,
  status text NOT NULL,
  body text NOT NULL,
  checkpoint text,
  UNIQUE (partition_key, app_id)
) WITH (fillfactor = 70);
CREATE TABLE ${rows} (
  app bigint NOT NULL,
  row_index bigint NOT NULL,
  sequence_id bigint NOT NULL,
  at_ms double precision NOT NULL,
  body text NOT NULL,
  delta text NOT NULL,
  PRIMARY KEY (app, row_index)
);
CREATE INDEX ${rowsBySequence} ON ${rows} (app, sequence_id, row_index);
CREATE TABLE ${snapshots} (
  app bigint NOT NULL,
  row_index bigint NOT NULL,
  state text NOT NULL,
  PRIMARY KEY (app, row_index)
);
CREATE TABLE ${chunks} (
  app bigint NOT NULL,
  sequence_id bigint NOT NULL,
  attempt bigint NOT NULL,
  chunk_index bigint NOT NULL,
  next_index bigint NOT NULL,
  at_ms double precision NOT NULL,
  chunks text NOT NULL,
  PRIMARY KEY (app, sequence_id, attempt, chunk_index)
);`,
];

/** Brings the tables to the last version, in one transaction. Of many that try at once, one does it and the others wait. */
export function migratePostgres(
  pool: PostgresPool,
  names: PostgresNames,
  migrations: readonly PostgresMigration[] = postgresMigrations,
): Promise<void> {
  return transaction(pool, async (client) => {
    const lock = BigInt.asIntN(64, BigInt(`0x${shortHash(names.scope)}`));
    await client.query({ text: "SELECT pg_advisory_xact_lock($1)", values: [String(lock)] });
    const pending = pendingMigrations(await versionOf(client, names), migrations);
    // A user that may only read and write rows could not even create what exists.
    if (pending.length === 0) return;
    const { meta } = names;
    await client.query({
      text: `
        ${pending.map((migrate) => migrate(names)).join("\n")}
        CREATE TABLE IF NOT EXISTS ${meta} (version bigint NOT NULL);
        DELETE FROM ${meta};
        INSERT INTO ${meta} (version) VALUES (${migrations.length});`,
    });
  });
}

async function versionOf(client: PostgresClient, { meta }: PostgresNames): Promise<number> {
  const found = await client.query({ text: "SELECT to_regclass($1) IS NOT NULL AS present", values: [meta] });
  if (!flagIn(found.rows[0], "present")) return 0;
  const versions = await client.query({ text: `SELECT version FROM ${meta}` });
  return versions.rows.length === 0 ? 0 : numberIn(versions.rows[0], "version");
}
