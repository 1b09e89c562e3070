import type {
  AppKey,
  AppQuery,
  ChunkQuery,
  HistoryStore,
  ReadHead,
  StoredChunks,
  StoredRow,
  StoreWrite,
  TouchResult,
} from "@burrjs/core/persist";
import { checkedClient } from "../checked-client.ts";
import { flagIn, numberIn, textIn, textOrNullIn } from "../sql/columns.ts";
import { escapedKey, escapedPartition, keyOf } from "../sql/escaped-id.ts";
import { tablePrefixOf, type TableOptions } from "../sql/schema.ts";
import { headColumns, headIn, joinedChunks, storedChunksIn, storedRowIn } from "../sql/stored-rows.ts";
import { patiently } from "./patience.ts";
import { SqliteConnection } from "./sqlite-connection.ts";
import type { SqliteDatabase, SqliteValue } from "./sqlite-database.ts";
import { sqliteQueries, type SqliteQueries } from "./sqlite-queries.ts";
import { migrateSqlite } from "./sqlite-schema.ts";

/**
 * A store of histories in a SQLite database, for the processes of one machine.
 *
 * The connection is yours, and nothing is set on it. For a file, set `PRAGMA journal_mode = WAL`, so that readers and the
 * writer do not wait for each other, and a busy timeout (`new DatabaseSync(path, { timeout: 5000 })`), so that one writer
 * waits for another; what is "database is locked" nevertheless is tried again for 5 seconds. With
 * `PRAGMA synchronous = NORMAL` a commit survives the end of the process, with `FULL` also that of the machine.
 *
 * Steps are refused while the connection is inside a transaction of yours, and chunks and signs of life would be taken back
 * with it: give it a connection of its own.
 *
 * @param database - A `DatabaseSync` of `node:sqlite`, or a database of better-sqlite3.
 * @param options - The prefix of the tables.
 * @returns A store without `watch`: SQLite tells nobody of changes.
 * @throws `invalid-option`, for a prefix that is none.
 */
export function sqliteStore(database: SqliteDatabase, options: TableOptions = {}): HistoryStore {
  const what = "an open SQLite database, such as `new DatabaseSync(path, { timeout: 5000 })` of node:sqlite";
  return new SqliteStore(
    new SqliteConnection(checkedClient(database, ["prepare", "exec"], what)),
    tablePrefixOf(options),
  );
}

// SQLite itself refuses rows of 1 GB.
const maxTextBytes = 900_000_000;

/** How often rows are read again that another process cuts meanwhile. */
const mostTries = 100;

// More than any index: the place after the last row of an application.
const afterAllRows = 2 ** 32;

class SqliteStore implements HistoryStore {
  readonly maxTextBytes = maxTextBytes;
  readonly #connection: SqliteConnection;
  readonly #queries: SqliteQueries;
  readonly #prefix: string;
  #updatedAtUs = 0;

  constructor(connection: SqliteConnection, prefix: string) {
    this.#connection = connection;
    this.#queries = sqliteQueries(prefix);
    this.#prefix = prefix;
  }

  initialize(): Promise<void> {
    return patiently(() => {
      migrateSqlite(this.#connection, this.#prefix);
    });
  }

  write(key: AppKey, write: StoreWrite): Promise<boolean> {
    const { partition, app } = escapedKey(key);
    return patiently(() => {
      // Asked at each try: the user may have begun a transaction while others were waited for.
      if (isStep(write) && this.#connection.isFree) return this.#writeStep(partition, app, write);
      return this.#connection.transaction(() => this.#writeAll(partition, app, write));
    });
  }

  #writeAll(partition: string, app: string, write: StoreWrite): boolean {
    if (!this.#writeHead(partition, app, write)) return false;
    const connection = this.#connection;
    const { insertRow, insertSnapshot, deleteSnapshot, deleteChunksFrom } = this.#queries;
    const { rows, dropChunksFrom, dropSnapshot } = write;
    if (dropChunksFrom !== undefined) connection.run(deleteChunksFrom, dropChunksFrom, partition, app);
    if (dropSnapshot !== undefined) connection.run(deleteSnapshot, dropSnapshot, partition, app);
    for (const { index, sequenceId, body, delta, snapshot, atMs } of rows) {
      connection.run(insertRow, index, sequenceId, body, delta, atMs, index, sequenceId, partition, app);
      if (snapshot !== undefined) connection.run(insertSnapshot, index, snapshot, partition, app);
    }
    return true;
  }

  readHead(key: AppKey): Promise<ReadHead | undefined> {
    const { partition, app } = escapedKey(key);
    return patiently(() => {
      const row = this.#connection.get(this.#queries.readHead, partition, app);
      return row === undefined ? undefined : headIn(row);
    });
  }

  async readRows(key: AppKey, sequenceId?: number): Promise<StoredRow[]> {
    const { partition, app } = escapedKey(key);
    const { findLastRows, findRowsOfSequence, readRows } = this.#queries;
    for (let tries = 0; tries < mostTries; tries += 1) {
      const [place] =
        sequenceId === undefined
          ? await this.#all(findLastRows, partition, app)
          : await this.#all(findRowsOfSequence, sequenceId, partition, app);
      if (place === undefined) return [];
      const [id, first, last] = [numberIn(place, "app"), numberIn(place, "first"), numberIn(place, "last")];
      const rows = await this.#all(readRows, id, first, id, last);
      // Another process may have cut or deleted the history between the two.
      if (rows.length === last - first + 1) return rows.map((row, position) => rowAt(row, first + position, place));
    }
    return []; // rows are missing: whoever asked says so
  }

  async readRange(key: AppKey, first: number, last: number): Promise<StoredRow[]> {
    const { partition, app } = escapedKey(key);
    const rows = await this.#all(this.#queries.readRange, partition, app, first, last);
    return rows.map(storedRowIn);
  }

  trim(key: AppKey, { index, snapshot }: { readonly index: number; readonly snapshot: string }): Promise<void> {
    const { partition, app } = escapedKey(key);
    return this.#transaction((connection) => {
      const row = connection.get(this.#queries.replaceSnapshot, snapshot, partition, app, index);
      if (row === undefined) return;
      const id = numberIn(row, "id");
      this.#deleteRowsBefore(id, index);
      connection.run(this.#queries.beginAt, id, index);
      connection.run(this.#queries.deleteChunksBefore, id, id, index);
    });
  }

  delete(key: AppKey): Promise<void> {
    const { partition, app } = escapedKey(key);
    return this.#transaction((connection) => {
      const row = connection.get(this.#queries.deleteHead, partition, app);
      if (row === undefined) return;
      const id = numberIn(row, "id");
      this.#deleteRowsBefore(id, afterAllRows);
      connection.run(this.#queries.deleteChunks, id);
    });
  }

  async list({ partitionKey, status, aliveBeforeMs, limit = -1 }: AppQuery): ReturnType<HistoryStore["list"]> {
    const conditions: string[] = ["true"];
    const values: SqliteValue[] = [];
    const add = (condition: string, value: SqliteValue): void => {
      conditions.push(condition);
      values.push(value);
    };
    if (partitionKey !== undefined) add("partition_key = ?", escapedPartition(partitionKey));
    if (status !== undefined) add("status = ?", status);
    if (aliveBeforeMs !== undefined) add("alive_at_ms < ?", aliveBeforeMs);
    const { apps } = this.#queries;
    const latest = "ORDER BY updated_at_us DESC, id DESC";
    // Sorted are the ids alone, without the texts.
    const ids = `SELECT id FROM ${apps} WHERE ${conditions.join(" AND ")} ${latest} LIMIT ?`;
    const sql = `SELECT partition_key, app_id, ${headColumns} FROM ${apps} WHERE id IN (${ids}) ${latest}`;
    const rows = await this.#all(sql, ...values, limit);
    return rows.map((row) => ({
      key: keyOf({ partition: textIn(row, "partition_key"), app: textIn(row, "app_id") }),
      head: headIn(row),
    }));
  }

  touch(key: AppKey, token: string, aliveAtMs: number): Promise<TouchResult> {
    const { partition, app } = escapedKey(key);
    return patiently(() => {
      const row = this.#connection.get(this.#queries.touch, aliveAtMs, partition, app, token);
      if (row === undefined) return "lost";
      return flagIn(row, "abort_requested") ? "abort-requested" : "running";
    });
  }

  requestAbort(key: AppKey): Promise<boolean> {
    const { partition, app } = escapedKey(key);
    return patiently(() => this.#connection.run(this.#queries.requestAbort, partition, app) > 0);
  }

  async appendChunks(key: AppKey, { sequenceId, attempt, index, chunks, atMs }: StoredChunks): Promise<void> {
    if (chunks.length === 0) return;
    const { partition, app } = escapedKey(key);
    const batch = [sequenceId, attempt, index, index + chunks.length, joinedChunks(chunks), atMs];
    await patiently(() => this.#connection.run(this.#queries.insertChunks, ...batch, partition, app));
  }

  async readChunks(key: AppKey, { sequenceId, attempt, from }: ChunkQuery): Promise<StoredChunks[]> {
    const { partition, app } = escapedKey(key);
    const rows = await this.#all(this.#queries.readChunks, sequenceId, attempt, from, partition, app);
    return rows.map(storedChunksIn);
  }

  async *texts(): AsyncGenerator<string, void, void> {
    for (const { columns, next } of this.#queries.texts) {
      // One by one: a statement that stays open between two texts would keep others from writing.
      for (let place = "-1"; ;) {
        const row = await patiently(() => this.#connection.get(next, place));
        if (row === undefined) break;
        place = textIn(row, "place");
        for (const column of columns) {
          const text = textOrNullIn(row, column);
          if (text !== null) yield text;
        }
      }
    }
  }

  /** Moves the head and adds a row by one statement: what nearly every write is. */
  #writeStep(partition: string, app: string, { expected, head, rows: [row], keepsAbort = false }: StepWrite): boolean {
    const { token, status, index, sequenceId, body, aliveAtMs } = head;
    const values = [token, status, index, sequenceId, aliveAtMs, this.#nextUs(), Number(keepsAbort), body];
    try {
      const { insertStep } = this.#queries;
      this.#connection.run(insertStep, partition, app, expected, ...values, row.index, row.sequenceId, row.atMs, row.body, row.delta); // prettier-ignore
      return true;
    } catch (error) {
      if (error instanceof Error && error.message.includes("burr: another head")) return false;
      throw error;
    }
  }

  /** The time; two writes of one millisecond are told apart, for `list`. */
  #nextUs(): number {
    this.#updatedAtUs = Math.max(this.#updatedAtUs + 1, Date.now() * 1_000);
    return this.#updatedAtUs;
  }

  #writeHead(partition: string, app: string, { expected, head, checkpoint, keepsAbort = false }: StoreWrite): boolean {
    const { token, status, index, sequenceId, body, aliveAtMs } = head;
    const values = [token, status, index, sequenceId, body, aliveAtMs, this.#nextUs()];
    const { insertHead, updateHead, updateHeadAndCheckpoint } = this.#queries;
    const changed =
      expected === null
        ? this.#connection.run(insertHead, ...values, checkpoint ?? null, partition, app)
        : checkpoint === undefined
          ? this.#connection.run(updateHead, ...values, Number(keepsAbort), partition, app, expected)
          : this.#connection.run(
              updateHeadAndCheckpoint,
              ...values,
              Number(keepsAbort),
              checkpoint,
              partition,
              app,
              expected,
            );
    return changed > 0;
  }

  #deleteRowsBefore(app: number, index: number): void {
    this.#connection.run(this.#queries.deleteRowsBefore, app, app, index);
    this.#connection.run(this.#queries.deleteSnapshotsBefore, app, app, index);
  }

  #transaction<TResult>(work: (connection: SqliteConnection) => TResult): Promise<TResult> {
    return patiently(() => this.#connection.transaction(() => work(this.#connection)));
  }

  #all(sql: string, ...values: SqliteValue[]): Promise<unknown[]> {
    return patiently(() => this.#connection.all(sql, ...values));
  }
}

/** A row of a history; the first has the snapshot that was found. */
function rowAt(row: unknown, index: number, place: unknown): StoredRow {
  const isFirst = index === numberIn(place, "first");
  return {
    index,
    sequenceId: numberIn(row, "sequence_id"),
    body: textIn(row, "body"),
    delta: textIn(row, "delta"),
    ...(isFirst ? { snapshot: textIn(place, "snapshot") } : {}),
    atMs: numberIn(row, "at_ms"),
  };
}

/** A write of one row, and of nothing besides. */
interface StepWrite extends StoreWrite {
  readonly expected: string;
  readonly rows: readonly [StoredRow];
}

function isStep(write: StoreWrite): write is StepWrite {
  const { expected, rows, checkpoint, dropSnapshot, dropChunksFrom } = write;
  const isPlain = expected !== null && [checkpoint, dropSnapshot, dropChunksFrom].every((one) => one === undefined);
  return isPlain && rows.length === 1 && rows[0]?.snapshot === undefined;
}
