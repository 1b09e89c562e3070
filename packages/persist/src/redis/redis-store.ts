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
import { appKeyOf } from "../app-name.ts";
import { checkedClient } from "../checked-client.ts";
import { checkedPrefix } from "../checked-prefix.ts";
import { checkSchema } from "../checked-schema.ts";
import { allTexts } from "./all-texts.ts";
import { headFields, headIn } from "./head-fields.ts";
import { pagesOfApps } from "./pages-of-apps.ts";
import { chunksScript, headsScript, rangeScript, rowsScript } from "./read-scripts.ts";
import type { RedisClient } from "./redis-client.ts";
import { RedisKeys } from "./redis-keys.ts";
import { RedisWatch } from "./redis-watch.ts";
import { listIn, textIn } from "./replies.ts";
import {
  chunksIn,
  chunksPlace,
  chunksPlaceOffset,
  chunksText,
  rowIn,
  rowText,
  snapshotIn,
  snapshotText,
} from "./stored-text.ts";
import { abortScript, appendScript, deleteScript, touchScript, trimScript, writeScript } from "./write-scripts.ts";

/** What a store in Redis can be told. */
export interface RedisStoreOptions {
  /** What the keys begin with, in braces: a letter or `_`, then at most 40 letters, digits or `_`. Default: "burr". */
  readonly keyPrefix?: string;
}

/**
 * A store of histories in Redis (or Valkey), from version 6 on, that tells its readers of changes.
 *
 * Redis keeps all data in memory, and writes them to disk as its operator says. With `appendonly yes` a crash of the machine
 * costs at most the last second (`appendfsync everysec`, the default) or nothing (`always`); without it, everything since
 * the last snapshot. `maxmemory-policy` must be `noeviction`, or Redis throws histories away. A replica that takes over
 * may lack what its predecessor had acknowledged.
 *
 * All keys of a store are in one slot of a cluster, for each change is one script over the keys of an application and of
 * the index: another `keyPrefix` is another slot. A cluster client is given as
 * `{ sendCommand: (args) => cluster.sendCommand("{burr}", false, args), duplicate: () => createClient(…) }`. For ioredis:
 *
 * ```ts
 * const client: RedisClient = {
 *   sendCommand: ([command = "", ...values]) => redis.call(command, ...values),
 *   duplicate() {
 *     const copy = redis.duplicate({ lazyConnect: true });
 *     const listeners = new Map<string, () => void>();
 *     copy.on("message", (channel: string) => listeners.get(channel)?.());
 *     return {
 *       connect: () => copy.connect(),
 *       subscribe: (channel, listener) => copy.subscribe((listeners.set(channel, listener), channel)),
 *       unsubscribe: (channel) => copy.unsubscribe(channel),
 *       on: (event, listener) => copy.on(event, listener),
 *       destroy: () => copy.disconnect(),
 *     };
 *   },
 * };
 * ```
 *
 * @param client - A connected client of `redis` (node-redis). It stays yours; `close` ends only the connection that
 *   `watch` has made.
 * @param options - The prefix of its keys.
 * @returns A store whose `list` may miss an application that is written meanwhile, when there are more than 200.
 * @throws `invalid-option`, for a prefix that is none.
 */
export function redisStore(client: RedisClient, options: RedisStoreOptions = {}): HistoryStore {
  checkedClient(
    client,
    ["sendCommand", "duplicate"],
    "a connected client of Redis, such as `await createClient({ url }).connect()` of redis",
  );
  return new RedisStore(client, checkedPrefix("keyPrefix", options.keyPrefix));
}

class RedisStore implements HistoryStore {
  // A row is one text of Redis, of 512 MiB at most, with a body and a delta of this length.
  readonly maxTextBytes = 256_000_000;
  readonly #client: RedisClient;
  readonly #keys: RedisKeys;
  readonly #watch: RedisWatch;

  constructor(client: RedisClient, prefix: string) {
    this.#client = client;
    this.#keys = new RedisKeys(prefix);
    this.#watch = new RedisWatch(client);
  }

  async initialize(): Promise<void> {
    const { schema } = this.#keys;
    await this.#client.sendCommand(["SET", schema, "1", "NX"]);
    checkSchema(Number(textIn(await this.#client.sendCommand(["GET", schema]))), 1, "keyPrefix");
  }

  async write(
    key: AppKey,
    { expected, head, rows, checkpoint, keepsAbort = false, dropSnapshot, dropChunksFrom }: StoreWrite,
  ): Promise<boolean> {
    const app = this.#keys.app(key);
    const keys = [app.head, app.rows, app.sequences, app.snapshots, this.#keys.apps(), app.partition, app.chunks];
    const stored = await writeScript.run(this.#client, keys, [
      String(expected === null),
      expected ?? "",
      app.name,
      app.channel,
      head.token,
      head.status,
      head.index,
      head.sequenceId,
      head.body,
      head.aliveAtMs,
      checkpoint === undefined ? "keep" : checkpoint === null ? "clear" : "set",
      checkpoint ?? "",
      String(keepsAbort),
      dropSnapshot ?? "",
      dropChunksFrom === undefined ? "" : String(dropChunksFrom + chunksPlaceOffset),
      ...rows.flatMap((row) => [
        row.index,
        row.sequenceId,
        rowText(row),
        row.snapshot === undefined ? "" : snapshotText(row.index, row.snapshot),
      ]),
    ]);
    return stored === 1;
  }

  async readHead(key: AppKey): Promise<ReadHead | undefined> {
    return headIn(await this.#client.sendCommand(["HMGET", this.#keys.app(key).head, ...headFields]));
  }

  async readRows(key: AppKey, sequenceId?: number): Promise<StoredRow[]> {
    const app = this.#keys.app(key);
    const keys = [app.head, app.rows, app.sequences, app.snapshots];
    const [snapshotFound, found] = listIn(await rowsScript.run(this.#client, keys, [sequenceId ?? ""]));
    if (snapshotFound === undefined) return [];
    const { index, snapshot } = snapshotIn(textIn(snapshotFound));
    const [first, ...rest] = rowsIn(found, index);
    return first === undefined ? [] : [{ ...first, snapshot }, ...rest];
  }

  async readRange(key: AppKey, first: number, last: number): Promise<StoredRow[]> {
    const app = this.#keys.app(key);
    const [start, found] = listIn(await rangeScript.run(this.#client, [app.head, app.rows], [first, last]));
    return rowsIn(found, Number(start));
  }

  async trim(key: AppKey, { index, snapshot }: { readonly index: number; readonly snapshot: string }): Promise<void> {
    const app = this.#keys.app(key);
    const keys = [app.head, app.rows, app.sequences, app.snapshots, app.chunks];
    await trimScript.run(this.#client, keys, [index, snapshotText(index, snapshot), chunksPlaceOffset]);
  }

  async delete(key: AppKey): Promise<void> {
    const app = this.#keys.app(key);
    const parts = [app.head, app.rows, app.sequences, app.snapshots, app.chunks];
    await deleteScript.run(this.#client, [...parts, this.#keys.apps(), app.partition], [app.name, app.channel]);
  }

  async list(query: AppQuery): Promise<{ readonly key: AppKey; readonly head: ReadHead }[]> {
    const { partitionKey, status = "", aliveBeforeMs = "", limit = Number.POSITIVE_INFINITY } = query;
    const found = new Map<string, { readonly key: AppKey; readonly head: ReadHead }>();
    if (limit <= 0) return [];
    for await (const names of pagesOfApps(this.#client, this.#keys.apps(partitionKey), "latest first")) {
      const keys = names.map((name) => this.#keys.app(appKeyOf(name)).head);
      const missing = limit - found.size;
      const heads = await headsScript.run(this.#client, keys, [status, aliveBeforeMs, missing, ...headFields]);
      for (const match of listIn(heads)) {
        const [place, fields] = listIn(match);
        const name = names[Number(place)];
        const head = headIn(fields);
        if (name !== undefined && head !== undefined) found.set(name, { key: appKeyOf(name), head });
      }
      if (found.size >= limit) break;
    }
    return [...found.values()];
  }

  async touch(key: AppKey, token: string, aliveAtMs: number): Promise<TouchResult> {
    const result = await touchScript.run(this.#client, [this.#keys.app(key).head], [token, aliveAtMs]);
    return result === "running" || result === "abort-requested" ? result : "lost";
  }

  async requestAbort(key: AppKey): Promise<boolean> {
    const app = this.#keys.app(key);
    return (await abortScript.run(this.#client, [app.head], [app.channel])) === 1;
  }

  async appendChunks(key: AppKey, chunks: StoredChunks): Promise<void> {
    const app = this.#keys.app(key);
    const place = chunksPlace(chunks.sequenceId, chunks.attempt, chunks.index);
    await appendScript.run(this.#client, [app.head, app.chunks], [place, chunksText(chunks), app.channel]);
  }

  async readChunks(key: AppKey, { sequenceId, attempt, from }: ChunkQuery): Promise<StoredChunks[]> {
    const found = await chunksScript.run(
      this.#client,
      [this.#keys.app(key).chunks],
      [chunksPlace(sequenceId), chunksPlace(sequenceId, attempt), chunksPlace(sequenceId, attempt, from)],
    );
    return listIn(found)
      .map((text) => chunksIn(textIn(text)))
      .filter((batch) => batch.attempt > attempt || batch.index + batch.chunks.length > from);
  }

  watch(key: AppKey, onChange: () => void): Promise<() => Promise<void>> {
    return this.#watch.add(this.#keys.app(key).channel, onChange);
  }

  texts(): AsyncIterable<string> {
    return allTexts(this.#client, this.#keys);
  }

  close(): Promise<void> {
    this.#watch.close();
    return Promise.resolve();
  }
}

function rowsIn(texts: unknown, firstIndex: number): StoredRow[] {
  return listIn(texts).map((text, place) => rowIn(textIn(text), firstIndex + place));
}
