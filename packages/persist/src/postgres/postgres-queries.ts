import { shortHash } from "../sql/short-hash.ts";
import { headColumns } from "../sql/stored-rows.ts";
import type { PostgresNames } from "./postgres-options.ts";
import type { PostgresQuery } from "./postgres-pool.ts";

/** The statements of a store, by what they do; each says the order of its values. */
export type PostgresQueries = ReturnType<typeof postgresQueries>;

/** A statement that a connection prepares once; called with its values. */
export type PreparedQuery = (...values: unknown[]) => PostgresQuery;

/**
 * The statements for tables of these names.
 *
 * @param names - Quoted and checked.
 * @returns All but those that `list` and `texts` put together.
 */
export function postgresQueries({ apps, rows, snapshots, chunks }: PostgresNames) {
  const ofKey = "apps.partition_key = $1 AND apps.app_id = $2";
  // A `delete` that is under way is waited for, and leaves nothing to add to; other writers go on.
  const lockedApp = `app AS (SELECT id FROM ${apps} AS apps WHERE ${ofKey} FOR KEY SHARE)`;

  // One statement is one transaction and one round trip. Where `head` changes no row, the others add none.
  const write = (head: string): PreparedQuery =>
    prepared(`
      WITH head AS (${head} RETURNING id),
      new_rows AS (
        INSERT INTO ${rows} (app, row_index, sequence_id, body, delta, at_ms)
        SELECT head.id, added.*
        FROM head, unnest($12::bigint[], $13::bigint[], $14::text[], $15::text[], $16::float8[]) AS added),
      new_snapshots AS (
        INSERT INTO ${snapshots} (app, row_index, state)
        SELECT head.id, added.* FROM head, unnest($17::bigint[], $18::text[]) AS added),
      old_snapshot AS (DELETE FROM ${snapshots} USING head WHERE app = head.id AND row_index = $19::bigint
        AND EXISTS (SELECT 1 FROM ${rows} AS earlier WHERE earlier.app = head.id AND earlier.row_index < $19::bigint)),
      old_chunks AS (DELETE FROM ${chunks} USING head WHERE app = head.id AND ${chunks}.sequence_id >= $20::bigint)
      SELECT pg_notify($1, $2) FROM head`);

  const rowsUpTo = (ofSequence: string): PreparedQuery =>
    prepared(`
      SELECT rows.row_index, rows.sequence_id, rows.body, rows.delta, rows.at_ms,
        CASE WHEN rows.row_index = base.row_index THEN base.state END AS snapshot
      FROM ${apps} AS apps
      CROSS JOIN LATERAL (
        SELECT row_index FROM ${rows} WHERE app = apps.id${ofSequence} ORDER BY row_index DESC LIMIT 1) AS last
      CROSS JOIN LATERAL (
        SELECT row_index, state FROM ${snapshots} WHERE app = apps.id AND row_index <= last.row_index
        ORDER BY row_index DESC LIMIT 1) AS base
      JOIN ${rows} AS rows ON rows.app = apps.id AND rows.row_index BETWEEN base.row_index AND last.row_index
      WHERE ${ofKey} ORDER BY rows.row_index`);

  return {
    /** Channel, topic, key, token, status, index, sequence id, body, sign of life, checkpoint, rows, snapshots, old snapshot, first old chunks. */
    insertHead: write(`
      INSERT INTO ${apps} (partition_key, app_id, token, status, last_index, sequence_id, body, alive_at_ms, checkpoint, updated_at)
      VALUES ($3, $4, $5, $6, $7, $8, $9, $10, $11, clock_timestamp()) ON CONFLICT DO NOTHING`),
    /** As `insertHead`, then the expected token, whether the checkpoint is kept, and whether a request to abort is. */
    updateHead: write(`
      UPDATE ${apps} SET token = $5, status = $6, last_index = $7, sequence_id = $8, body = $9, alive_at_ms = $10,
        checkpoint = CASE WHEN $22 THEN checkpoint ELSE $11 END, updated_at = clock_timestamp(),
        abort_requested = abort_requested AND $23
      WHERE partition_key = $3 AND app_id = $4 AND token = $21`),

    /** Key. */
    readHead: prepared(`SELECT ${headColumns} FROM ${apps} AS apps WHERE ${ofKey}`),
    /** Key. */
    readLastRows: rowsUpTo(""),
    /** Key, sequence id. */
    readRowsOfSequence: rowsUpTo(" AND sequence_id = $3"),
    /** Key, first index, last index. */
    readRange: prepared(`
      SELECT row_index, rows.sequence_id, rows.body, delta, at_ms, NULL AS snapshot
      FROM ${apps} AS apps JOIN ${rows} AS rows ON rows.app = apps.id
      WHERE ${ofKey} AND row_index BETWEEN $3 AND $4 ORDER BY row_index`),

    /** Key, index, state. */
    trim: prepared(`
      WITH ${lockedApp},
      first AS (SELECT app.id, rows.sequence_id FROM app JOIN ${rows} AS rows ON rows.app = app.id AND row_index = $3),
      snapshot AS (
        INSERT INTO ${snapshots} (app, row_index, state) SELECT id, $3, $4 FROM first
        ON CONFLICT (app, row_index) DO UPDATE SET state = excluded.state),
      old_rows AS (DELETE FROM ${rows} AS rows USING first WHERE rows.app = first.id AND row_index < $3),
      old_snapshots AS (DELETE FROM ${snapshots} AS snapshots USING first WHERE snapshots.app = first.id AND row_index < $3)
      DELETE FROM ${chunks} AS chunks USING first
      WHERE chunks.app = first.id AND chunks.sequence_id < first.sequence_id`),
    /** Key. */
    deleteHead: prepared(`DELETE FROM ${apps} AS apps WHERE ${ofKey} RETURNING id`),
    /** App. */
    deleteRest: prepared(`
      WITH old_rows AS (DELETE FROM ${rows} WHERE app = $1), old_snapshots AS (DELETE FROM ${snapshots} WHERE app = $1)
      DELETE FROM ${chunks} WHERE app = $1`),

    /** Key, time, token. */
    touch: prepared(`
      UPDATE ${apps} AS apps SET alive_at_ms = $3 WHERE ${ofKey} AND token = $4 RETURNING abort_requested`),
    /** Key, channel, topic. */
    requestAbort: prepared(`
      UPDATE ${apps} AS apps SET abort_requested = true WHERE ${ofKey} AND status = 'running' RETURNING pg_notify($3, $4)`),

    /** Key, channel, topic, sequence id, attempt, index, index after the last, chunks, time. */
    insertChunks: prepared(`
      WITH ${lockedApp},
      batch AS (
        INSERT INTO ${chunks} (app, sequence_id, attempt, chunk_index, next_index, chunks, at_ms)
        SELECT id, $5::bigint, $6::bigint, $7::bigint, $8::bigint, $9, $10::float8 FROM app
        ON CONFLICT (app, sequence_id, attempt, chunk_index)
        DO UPDATE SET next_index = excluded.next_index, chunks = excluded.chunks, at_ms = excluded.at_ms)
      SELECT pg_notify($3, $4) FROM app`),
    /** Key, sequence id, attempt, index. */
    readChunks: prepared(`
      SELECT chunks.sequence_id, attempt, chunk_index, chunks, at_ms
      FROM ${apps} AS apps
      CROSS JOIN LATERAL (
        SELECT max(chunk_index) AS place FROM ${chunks}
        WHERE app = apps.id AND sequence_id = $3 AND attempt = $4 AND chunk_index <= $5) AS batch
      JOIN ${chunks} AS chunks ON chunks.app = apps.id AND chunks.sequence_id = $3
        AND (attempt, chunk_index) >= ($4, coalesce(batch.place, 0)) AND (attempt > $4 OR next_index > $5)
      WHERE ${ofKey} ORDER BY attempt, chunk_index`),
  };
}

function prepared(text: string): PreparedQuery {
  // A connection may serve several stores, and there a name stands for one text.
  const name = `burr_${shortHash(text)}`;
  return (...values) => ({ name, text, values });
}
