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
import { appKeyOf, appName, partitionName } from "../app-name.ts";
import { checkedClient } from "../checked-client.ts";
import { checkedPrefix } from "../checked-prefix.ts";
import { allTexts } from "./all-texts.ts";
import { chunksFields, chunksIn, chunksPlace } from "./chunk-documents.ts";
import { collectionsOf, initializeCollections, type MongoCollections } from "./collections.ts";
import { textIn } from "./fields.ts";
import { deleteHistory, trimHistory } from "./forget-history.ts";
import { headIn } from "./head-document.ts";
import type { MongoDatabase } from "./mongo-database.ts";
import { onceMore } from "./once-more.ts";
import { findHead, readHead, readRange, readRows, torn, withCheckpoint } from "./read-history.ts";
import { writeHistory } from "./write-history.ts";

/** What a store in MongoDB can be told. */
export interface MongoStoreOptions {
  /** What the names of the collections begin with: a letter or `_`, then at most 40 letters, digits or `_`. Default: "burr". */
  readonly collectionPrefix?: string;
}

/**
 * A store of histories in MongoDB, standalone or a replica set, without transactions.
 *
 * The head of a history is one document, and the only truth: a write inserts its rows first, and then has the head name
 * them, if the head is still the one that it expects. So a history is whole whenever a program or a connection ends, and
 * rows of writes that failed belong to nothing; they are removed at once, or by the next `trim` or `delete`.
 *
 * What is acknowledged, a majority of the members has in its journal: a crash loses nothing of it. Whatever read preference
 * and write concern `database` has, this store needs these. A write takes two round trips to the server.
 *
 * It was tried with the official driver against a server of our own that speaks MongoDB's protocol, and not against
 * MongoDB itself.
 *
 * @param database - A `Db` of `mongodb`, the official driver.
 * @param options - The prefix of its collections.
 * @returns A store without `watch`: only replica sets tell of changes. A batch of chunks takes 15 MB at most.
 * @throws `invalid-option`, for a prefix that is none.
 */
export function mongoStore(database: MongoDatabase, options: MongoStoreOptions = {}): HistoryStore {
  checkedClient(database, ["collection"], "a database of a connected client, such as `client.db(name)` of mongodb");
  return new MongoStore(collectionsOf(database, checkedPrefix("collectionPrefix", options.collectionPrefix)));
}

class MongoStore implements HistoryStore {
  // A document has 16 MiB at most.
  readonly maxTextBytes = 15_000_000;
  readonly #collections: MongoCollections;

  constructor(collections: MongoCollections) {
    this.#collections = collections;
  }

  initialize(): Promise<void> {
    return initializeCollections(this.#collections);
  }

  write(key: AppKey, write: StoreWrite): Promise<boolean> {
    return writeHistory(this.#collections, key, write);
  }

  readHead(key: AppKey): Promise<ReadHead | undefined> {
    return readHead(this.#collections, appName(key));
  }

  readRows(key: AppKey, sequenceId?: number): Promise<StoredRow[]> {
    return readRows(this.#collections, appName(key), sequenceId);
  }

  readRange(key: AppKey, first: number, last: number): Promise<StoredRow[]> {
    return readRange(this.#collections, appName(key), { first, last });
  }

  trim(key: AppKey, first: { readonly index: number; readonly snapshot: string }): Promise<void> {
    return trimHistory(this.#collections, appName(key), first);
  }

  delete(key: AppKey): Promise<void> {
    return deleteHistory(this.#collections, appName(key));
  }

  async list(query: AppQuery): Promise<{ readonly key: AppKey; readonly head: ReadHead }[]> {
    const { partitionKey, status, aliveBeforeMs, limit } = query;
    if (limit !== undefined && limit <= 0) return [];
    const filter = {
      isBegun: true,
      ...(partitionKey !== undefined && { partition: partitionName(partitionKey) }),
      ...(status !== undefined && { status }),
      ...(aliveBeforeMs !== undefined && { aliveAtMs: { $lt: aliveBeforeMs } }),
    };
    const options = { sort: { writtenAt: -1 }, ...(limit !== undefined && { limit }) };
    const listed = [];
    for (const document of await this.#collections.apps.find(filter, options).toArray()) {
      const name = textIn(document, "_id");
      const found = await withCheckpoint(this.#collections, name, headIn(document));
      const head = found === torn ? await readHead(this.#collections, name) : found;
      if (head !== undefined) listed.push({ key: appKeyOf(name), head });
    }
    return listed;
  }

  async touch(key: AppKey, token: string, aliveAtMs: number): Promise<TouchResult> {
    const head = await this.#collections.apps.findOneAndUpdate(
      { _id: appName(key), token, isBegun: true },
      { $set: { aliveAtMs } },
      { projection: { isAbortRequested: 1 }, returnDocument: "after", upsert: false },
    );
    if (head === null) return "lost";
    return head["isAbortRequested"] === true ? "abort-requested" : "running";
  }

  async requestAbort(key: AppKey): Promise<boolean> {
    const { matchedCount } = await this.#collections.apps.updateOne(
      { _id: appName(key), isBegun: true, status: "running" },
      { $set: { isAbortRequested: true } },
      { upsert: false },
    );
    return matchedCount === 1;
  }

  async appendChunks(key: AppKey, chunks: StoredChunks): Promise<void> {
    const app = appName(key);
    const found = await findHead(this.#collections, app);
    if (found === undefined) return;
    const place = chunksPlace(app, found.life, chunks);
    await onceMore(() => this.#collections.chunks.updateOne(place, { $set: chunksFields(chunks) }, { upsert: true }));
  }

  async readChunks(key: AppKey, { sequenceId, attempt, from }: ChunkQuery): Promise<StoredChunks[]> {
    const app = appName(key);
    const found = await findHead(this.#collections, app);
    if (found === undefined || sequenceId < found.chunksFrom) return [];
    const later = [{ attempt, end: { $gt: from } }, { attempt: { $gt: attempt } }];
    const documents = await this.#collections.chunks
      .find({ app, life: found.life, sequenceId, $or: later }, { sort: { attempt: 1, index: 1 } })
      .toArray();
    return documents.map(chunksIn);
  }

  texts(): AsyncIterable<string> {
    return allTexts(this.#collections);
  }
}
