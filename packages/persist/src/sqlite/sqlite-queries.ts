import { headColumns } from "../sql/stored-rows.ts";

/** The statements of a store, by what they do; each says the order of its values. */
export type SqliteQueries = ReturnType<typeof sqliteQueries>;

/**
 * The statements for tables of this prefix. Values are bound by position only: there the drivers agree.
 *
 * @param prefix - A checked one.
 * @returns The texts; whoever runs them prepares each once.
 */
export function sqliteQueries(prefix: string) {
  const apps = `${prefix}_apps`;
  const rows = `${prefix}_rows`;
  const snapshots = `${prefix}_snapshots`;
  const chunks = `${prefix}_chunks`;
  const ofKey = "apps.partition_key = ? AND apps.app_id = ?";

  const updateHead = (more: string): string => `
    UPDATE ${apps} AS apps SET token = ?, status = ?, last_index = ?, sequence_id = ?, body = ?, alive_at_ms = ?,
      updated_at_us = ?, abort_requested = abort_requested AND ?${more}
    WHERE ${ofKey} AND token = ?`;

  const rowColumns = "rows.row_index, rows.sequence_id, rows.body, rows.delta, rows.at_ms";
  const placesFrom = `
    base (id) AS MATERIALIZED (SELECT (SELECT max(id) FROM ${snapshots} WHERE id BETWEEN last.id >> 32 << 32 AND last.id) FROM last)
    SELECT base.id >> 32 AS app, base.id & 4294967295 AS first, last.id & 4294967295 AS last, state AS snapshot
    FROM last, base, ${snapshots} AS snapshots WHERE snapshots.id = base.id`;
  const placesUpTo = (last: string): string => `
    WITH last (id) AS MATERIALIZED (SELECT (${last}) FROM ${apps} AS apps WHERE ${ofKey}),
    ${placesFrom}`;

  const nextText = (columns: string, table: string): string =>
    `SELECT CAST(id AS TEXT) AS place, ${columns} FROM ${table} WHERE id > CAST(? AS INTEGER) ORDER BY id LIMIT 1`;

  return {
    apps,
    /** Key, expected token, head, time, whether an abort stays asked for, body of the head; index, sequence id, time, body and delta of the row. */
    insertStep: `INSERT INTO ${prefix}_steps VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    /** Head, time, whether an abort stays asked for, key, expected token. */
    updateHead: updateHead(""),
    /** Head, time, whether an abort stays asked for, checkpoint, key, expected token. */
    updateHeadAndCheckpoint: updateHead(", checkpoint = ?"),
    /** Head, time, checkpoint, key. */
    insertHead: `
      INSERT INTO ${apps} (token, status, last_index, sequence_id, body, alive_at_ms, updated_at_us, checkpoint, partition_key, app_id)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
    /** Index, sequence id, body, delta, time, index, sequence id, key. */
    insertRow: `
      INSERT INTO ${rows} (id, sequence_id, body, delta, at_ms, begins)
      SELECT (id << 32) + ?, ?, ?, ?, ?,
        (SELECT sequence_id FROM ${rows} WHERE id = (apps.id << 32) + ? - 1) IS NOT ? - 1
      FROM ${apps} AS apps WHERE ${ofKey}`,
    /** Index, key. */
    deleteSnapshot: `
      DELETE FROM ${snapshots} AS old WHERE id = (SELECT (id << 32) + ? FROM ${apps} AS apps WHERE ${ofKey})
        AND EXISTS (SELECT 1 FROM ${rows} AS rows WHERE rows.id >= old.id >> 32 << 32 AND rows.id < old.id)`,
    /** Index, state, key. */
    insertSnapshot: `INSERT INTO ${snapshots} (id, state) SELECT (id << 32) + ?, ? FROM ${apps} AS apps WHERE ${ofKey}`,

    /** Key. */
    readHead: `SELECT ${headColumns} FROM ${apps} AS apps WHERE ${ofKey}`,
    /** Key. The application's number, the indexes of the first and the last row that a state takes, the first one's snapshot. */
    findLastRows: placesUpTo(
      `SELECT max(id) FROM ${rows} WHERE id BETWEEN apps.id << 32 AND (apps.id << 32) + 4294967295`,
    ),
    /** Sequence id, key. The same. */
    findRowsOfSequence: `
      WITH app (id, sought) AS MATERIALIZED (SELECT id, ? FROM ${apps} AS apps WHERE ${ofKey}),
      runs AS (
        SELECT rows.id, rows.sequence_id, app.sought,
          lead(rows.id, 1, (SELECT max(id) + 1 FROM ${rows} WHERE id BETWEEN app.id << 32 AND (app.id << 32) + 4294967295))
            OVER (ORDER BY rows.id) AS stop
        FROM app, ${rows} AS rows
        WHERE rows.begins = 1 AND rows.id BETWEEN app.id << 32 AND (app.id << 32) + 4294967295),
      last (id) AS MATERIALIZED (
        SELECT max(id + sought - sequence_id) FROM runs WHERE sequence_id <= sought AND id + sought - sequence_id < stop),
      ${placesFrom}`,
    /** Application, first index, application, last index. In one table alone: a join would take twice as long. */
    readRows: `
      SELECT sequence_id, body, delta, at_ms FROM ${rows} WHERE id BETWEEN (? << 32) + ? AND (? << 32) + ? ORDER BY id`,
    /** Key, first index, last index. */
    readRange: `
      WITH app (id) AS (SELECT id FROM ${apps} AS apps WHERE ${ofKey})
      SELECT ${rowColumns}, NULL AS snapshot FROM app, ${rows} AS rows
      WHERE rows.id BETWEEN (app.id << 32) + max(?, 0) AND (app.id << 32) + min(?, 4294967295) ORDER BY rows.id`,

    /** State, key, index. */
    replaceSnapshot: `
      INSERT OR REPLACE INTO ${snapshots} (id, state)
      SELECT rows.id, ? FROM ${apps} AS apps, ${rows} AS rows WHERE ${ofKey} AND rows.id = (apps.id << 32) + ?
      RETURNING id >> 32 AS id`,
    /** App, index. */
    beginAt: `UPDATE ${rows} SET begins = 1 WHERE id = (? << 32) + ?`,
    /** App, app, index. */
    deleteRowsBefore: `DELETE FROM ${rows} WHERE id >= ? << 32 AND id < (? << 32) + ?`,
    /** App, app, index. */
    deleteSnapshotsBefore: `DELETE FROM ${snapshots} WHERE id >= ? << 32 AND id < (? << 32) + ?`,
    /** App, app, index. */
    deleteChunksBefore: `
      DELETE FROM ${chunks} WHERE app = ? AND sequence_id < (SELECT sequence_id FROM ${rows} WHERE id = (? << 32) + ?)`,
    /** Sequence id, key. */
    deleteChunksFrom: `
      DELETE FROM ${chunks} WHERE sequence_id >= ? AND app = (SELECT id FROM ${apps} AS apps WHERE ${ofKey})`,
    /** Key. */
    deleteHead: `DELETE FROM ${apps} AS apps WHERE ${ofKey} RETURNING id`,
    /** App. */
    deleteChunks: `DELETE FROM ${chunks} WHERE app = ?`,

    /** Time, key, token. */
    touch: `UPDATE ${apps} AS apps SET alive_at_ms = ? WHERE ${ofKey} AND token = ? RETURNING abort_requested`,
    /** Key. */
    requestAbort: `UPDATE ${apps} AS apps SET abort_requested = 1 WHERE ${ofKey} AND status = 'running'`,

    /** Sequence id, attempt, index, index after the last, chunks, time, key. */
    insertChunks: `
      INSERT INTO ${chunks} (app, sequence_id, attempt, chunk_index, next_index, chunks, at_ms)
      SELECT id, ?, ?, ?, ?, ?, ? FROM ${apps} AS apps WHERE ${ofKey}
      ON CONFLICT DO UPDATE SET next_index = excluded.next_index, chunks = excluded.chunks, at_ms = excluded.at_ms`,
    /** Sequence id, attempt, index, key. */
    readChunks: `
      WITH start (app, sequence_id, attempt, place) AS (
        SELECT id, seq, att, place FROM (SELECT ? AS seq, ? AS att, ? AS place), ${apps} AS apps WHERE ${ofKey}),
      batch (place) AS (
        SELECT (SELECT max(chunk_index) FROM ${chunks} AS chunks WHERE chunks.app = start.app
          AND chunks.sequence_id = start.sequence_id AND chunks.attempt = start.attempt AND chunk_index <= start.place)
        FROM start)
      SELECT chunks.sequence_id, chunks.attempt, chunk_index, chunks, at_ms
      FROM start, batch, ${chunks} AS chunks
      WHERE chunks.app = start.app AND chunks.sequence_id = start.sequence_id
        AND (chunks.attempt, chunk_index) >= (start.attempt, coalesce(batch.place, 0))
        AND (chunks.attempt > start.attempt OR next_index > start.place)
      ORDER BY chunks.attempt, chunk_index`,

    /** Each with the place before. In this order a text that moves meanwhile, from a head to a row to a snapshot, is not missed. */
    texts: [
      { columns: ["body", "checkpoint"], next: nextText("body, checkpoint", apps) },
      { columns: ["chunks"], next: nextText("chunks", chunks) },
      { columns: ["body", "delta"], next: nextText("body, delta", rows) },
      { columns: ["state"], next: nextText("state", snapshots) },
    ],
  };
}
