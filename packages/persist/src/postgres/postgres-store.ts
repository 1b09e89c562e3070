import { BurrError } from "@burrjs/core";
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
import { appName } from "../app-name.ts";
import { flagIn, numberIn, textIn } from "../sql/columns.ts";
import { checkedClient } from "../checked-client.ts";
import { escapedKey, escapedPartition, keyOf } from "../sql/escaped-id.ts";
import { shortHash } from "../sql/short-hash.ts";
import { headColumns, headIn, joinedChunks, storedChunksIn, storedRowIn } from "../sql/stored-rows.ts";
import { Changes } from "./changes.ts";
import { despiteContention } from "./contention.ts";
import { type PostgresNames, postgresNames, type PostgresOptions } from "./postgres-options.ts";
import type { PostgresPool, PostgresQuery } from "./postgres-pool.ts";
import { postgresQueries, type PostgresQueries } from "./postgres-queries.ts";
import { migratePostgres } from "./postgres-schema.ts";
import { textPages } from "./text-pages.ts";
import { transaction } from "./transaction.ts";

/**
 * A store of histories in a PostgreSQL database.
 *
 * The pool is yours, with its settings; any `search_path` and isolation level will do. A write is one statement and one round
 * trip. While anybody watches an application, one client of the pool is held to listen, so the pool needs two or more;
 * `close` gives it back, and has to come before the `end` of the pool. Statements are prepared by name and changes come by
 * LISTEN: behind a pooler like PgBouncer that takes its session mode.
 *
 * An app id and a partition key together have room for some 2,600 bytes, which is the longest entry of an index.
 *
 * @param pool - A `Pool` of `pg`.
 * @param options - Where the tables are, and how long a text may be.
 * @returns A store with `watch`.
 * @throws `invalid-option`, for a prefix or a schema that is none.
 */
export function postgresStore(pool: PostgresPool, options: PostgresOptions = {}): HistoryStore {
  checkedClient(pool, ["connect", "query"], "a pool of PostgreSQL, such as `new Pool({ connectionString })` of pg");
  return new PostgresStore(pool, postgresNames(options), options.maxTextBytes ?? 256_000_000);
}

class PostgresStore implements HistoryStore {
  readonly maxTextBytes: number;
  readonly #pool: PostgresPool;
  readonly #names: PostgresNames;
  readonly #queries: PostgresQueries;
  readonly #changes: Changes;

  constructor(pool: PostgresPool, names: PostgresNames, maxTextBytes: number) {
    this.maxTextBytes = maxTextBytes;
    this.#pool = pool;
    this.#names = names;
    this.#queries = postgresQueries(names);
    this.#changes = new Changes(pool, names.channel);
  }

  async initialize(): Promise<void> {
    await migratePostgres(this.#pool, this.#names);
  }

  async write(
    key: AppKey,
    { expected, head, rows, checkpoint, dropSnapshot, dropChunksFrom, keepsAbort = false }: StoreWrite,
  ): Promise<boolean> {
    const { partition, app } = escapedKey(key);
    const { token, status, index, sequenceId, body, aliveAtMs } = head;
    const withSnapshot = rows.filter((row) => row.snapshot !== undefined);
    const values = [
      this.#names.channel,
      this.#topic(key),
      partition,
      app,
      token,
      status,
      index,
      sequenceId,
      body,
      aliveAtMs,
      checkpoint ?? null,
      rows.map((row) => row.index),
      rows.map((row) => row.sequenceId),
      rows.map((row) => row.body),
      rows.map((row) => row.delta),
      rows.map((row) => row.atMs),
      withSnapshot.map((row) => row.index),
      withSnapshot.map((row) => row.snapshot),
      dropSnapshot ?? null,
      dropChunksFrom ?? null,
    ];
    const { insertHead, updateHead } = this.#queries;
    const query =
      expected === null ? insertHead(...values) : updateHead(...values, expected, checkpoint === undefined, keepsAbort);
    return (await this.#rows(query)).length > 0;
  }

  async readHead(key: AppKey): Promise<ReadHead | undefined> {
    const { partition, app } = escapedKey(key);
    const [row] = await this.#rows(this.#queries.readHead(partition, app));
    return row === undefined ? undefined : headIn(row);
  }

  async readRows(key: AppKey, sequenceId?: number): Promise<StoredRow[]> {
    const { partition, app } = escapedKey(key);
    const { readLastRows, readRowsOfSequence } = this.#queries;
    const query =
      sequenceId === undefined ? readLastRows(partition, app) : readRowsOfSequence(partition, app, sequenceId);
    return (await this.#rows(query)).map(storedRowIn);
  }

  async readRange(key: AppKey, first: number, last: number): Promise<StoredRow[]> {
    const { partition, app } = escapedKey(key);
    // A bigint cannot be infinite.
    const query = this.#queries.readRange(partition, app, first, Math.min(last, Number.MAX_SAFE_INTEGER));
    return (await this.#rows(query)).map(storedRowIn);
  }

  async trim(key: AppKey, { index, snapshot }: { readonly index: number; readonly snapshot: string }): Promise<void> {
    const { partition, app } = escapedKey(key);
    await this.#rows(this.#queries.trim(partition, app, index, snapshot));
  }

  async delete(key: AppKey): Promise<void> {
    const { partition, app } = escapedKey(key);
    // Two statements: the second sees what was being added when the first began.
    await transaction(this.#pool, async (client) => {
      const [row] = (await client.query(this.#queries.deleteHead(partition, app))).rows;
      if (row !== undefined) await client.query(this.#queries.deleteRest(numberIn(row, "id")));
    });
  }

  async list({ partitionKey, status, aliveBeforeMs, limit }: AppQuery): ReturnType<HistoryStore["list"]> {
    const conditions: string[] = ["true"];
    const values: unknown[] = [];
    const parameter = (value: unknown): string => `$${values.push(value)}`;
    if (partitionKey !== undefined) conditions.push(`partition_key = ${parameter(escapedPartition(partitionKey))}`);
    if (status !== undefined) conditions.push(`status = ${parameter(status)}`);
    if (aliveBeforeMs !== undefined) conditions.push(`alive_at_ms < ${parameter(aliveBeforeMs)}`);
    const text = `
      SELECT partition_key, app_id, ${headColumns} FROM ${this.#names.apps} WHERE ${conditions.join(" AND ")}
      ORDER BY updated_at DESC, id DESC LIMIT ${parameter(limit ?? null)}`;
    return (await this.#rows({ text, values })).map((row) => ({
      key: keyOf({ partition: textIn(row, "partition_key"), app: textIn(row, "app_id") }),
      head: headIn(row),
    }));
  }

  async touch(key: AppKey, token: string, aliveAtMs: number): Promise<TouchResult> {
    const { partition, app } = escapedKey(key);
    const [row] = await this.#rows(this.#queries.touch(partition, app, aliveAtMs, token));
    if (row === undefined) return "lost";
    return flagIn(row, "abort_requested") ? "abort-requested" : "running";
  }

  async requestAbort(key: AppKey): Promise<boolean> {
    const { partition, app } = escapedKey(key);
    const query = this.#queries.requestAbort(partition, app, this.#names.channel, this.#topic(key));
    return (await this.#rows(query)).length > 0;
  }

  async appendChunks(key: AppKey, { sequenceId, attempt, index, chunks, atMs }: StoredChunks): Promise<void> {
    if (chunks.length === 0) return;
    const { partition, app } = escapedKey(key);
    const place = [partition, app, this.#names.channel, this.#topic(key)];
    const batch = [sequenceId, attempt, index, index + chunks.length, joinedChunks(chunks), atMs];
    await this.#rows(this.#queries.insertChunks(...place, ...batch));
  }

  async readChunks(key: AppKey, { sequenceId, attempt, from }: ChunkQuery): Promise<StoredChunks[]> {
    const { partition, app } = escapedKey(key);
    return (await this.#rows(this.#queries.readChunks(partition, app, sequenceId, attempt, from))).map(storedChunksIn);
  }

  async watch(key: AppKey, onChange: () => void): Promise<() => Promise<void>> {
    checkRoomToListen(this.#pool);
    return await this.#changes.watch(this.#topic(key), onChange);
  }

  texts(): AsyncIterable<string> {
    return textPages(this.#pool, this.#names);
  }

  close(): Promise<void> {
    return this.#changes.close();
  }

  async #rows(query: PostgresQuery): Promise<readonly unknown[]> {
    return despiteContention(async () => (await this.#pool.query(query)).rows);
  }

  // Short, and says nothing of the ids: everybody that is connected may listen.
  #topic(key: AppKey): string {
    return shortHash(`${this.#names.scope} ${appName(key)}`);
  }
}

/** Else every query would wait, for ever, for the one client that listens. */
function checkRoomToListen({ options }: PostgresPool): void {
  if (options?.max !== 1) return;
  throw new BurrError("invalid-option", "The pool has one client, which watching would occupy. Raise its `max`.", {
    option: "max",
  });
}
