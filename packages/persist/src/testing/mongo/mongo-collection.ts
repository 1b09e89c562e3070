import { calculateObjectSize, EJSON, ObjectId } from "bson";
import { Query } from "mingo";

import { CommandError } from "./command-error.ts";
import type { MongoDocument } from "./fields.ts";
import { orderBy } from "./order-by.ts";

const maxDocumentBytes = 16 * 1024 * 1024;

/** An index: what it is for is that nobody breaks a unique one. */
export interface MongoIndex {
  readonly name: string;
  readonly key: MongoDocument;
  readonly unique: boolean;
}

/** Documents in the order in which they came. A document that was stored is never changed, only replaced. */
export class MongoCollection {
  readonly #namespace: string;
  readonly #records = new Map<number, MongoDocument>();
  readonly #indexes = new Map<string, KeptIndex>();
  #lastRecord = 0;

  constructor(namespace: string) {
    this.#namespace = namespace;
    this.createIndex({ name: "_id_", key: { _id: 1 }, unique: true });
  }

  /** The indexes, that of the ids included. */
  get indexes(): MongoIndex[] {
    return [...this.#indexes.values()].map(({ index }) => index);
  }

  /** Makes an index, unless it is there; fails if documents break it. */
  createIndex(index: MongoIndex): void {
    const present = this.#indexes.get(index.name);
    if (present !== undefined) {
      if (JSON.stringify(present.index) === JSON.stringify(index)) return;
      const message = `An index ${index.name} exists with other keys or options.`;
      throw new CommandError(86, "IndexKeySpecsConflict", message);
    }
    const kept = { index, taken: new Set<string>() };
    for (const document of index.unique ? this.#records.values() : []) {
      this.#refuseTaken(kept, document);
      kept.taken.add(keyOf(index, document));
    }
    this.#indexes.set(index.name, kept);
  }

  /** Stores a document as the last one, with an id if it has none. */
  insert(document: MongoDocument): void {
    this.#store(++this.#lastRecord, "_id" in document ? document : { _id: new ObjectId(), ...document });
  }

  /**
   * The documents that match, each with the number of its record. As in MongoDB, this is no picture of one moment: a
   * document that is replaced or deleted before it is reached is given as it is then, or not at all, and one that is
   * inserted is met only without an order.
   */
  *find(
    filter: MongoDocument,
    sort: MongoDocument = {},
  ): Generator<readonly [record: number, document: MongoDocument], void, void> {
    const query = new Query(filter);
    const isSorted = Object.keys(sort).some((field) => field !== "$natural");
    const candidates = isSorted
      ? [...this.#records].filter(([, document]) => query.test(document)).toSorted(orderBy(sort))
      : this.#records;
    for (const [record] of candidates) {
      const document = this.#records.get(record);
      if (document !== undefined && query.test(document)) yield [record, document];
    }
  }

  /** Stores another document in the place of one. */
  replace(record: number, document: MongoDocument): void {
    const before = this.#records.get(record);
    if (before !== undefined) this.#free(before);
    try {
      this.#store(record, document);
    } catch (error) {
      if (before !== undefined) this.#store(record, before);
      throw error;
    }
  }

  /** Forgets a document. */
  remove(record: number): void {
    const document = this.#records.get(record);
    if (document !== undefined) this.#free(document);
    this.#records.delete(record);
  }

  #store(record: number, document: MongoDocument): void {
    if (calculateObjectSize(document) > maxDocumentBytes)
      throw new CommandError(10334, "BSONObjectTooLarge", "The document is larger than 16 MB.");
    const unique = this.#unique();
    for (const one of unique) this.#refuseTaken(one, document);
    for (const { index, taken } of unique) taken.add(keyOf(index, document));
    this.#records.set(record, document);
  }

  #free(document: MongoDocument): void {
    for (const { index, taken } of this.#unique()) taken.delete(keyOf(index, document));
  }

  #refuseTaken({ index, taken }: KeptIndex, document: MongoDocument): void {
    const key = keyOf(index, document);
    if (!taken.has(key)) return;
    const message = `E11000 duplicate key error collection: ${this.#namespace} index: ${index.name} dup key: ${key}`;
    throw new CommandError(11000, "DuplicateKey", message);
  }

  #unique(): KeptIndex[] {
    return [...this.#indexes.values()].filter(({ index }) => index.unique);
  }
}

interface KeptIndex {
  readonly index: MongoIndex;
  /** The keys of all documents, if no two may have the same. */
  readonly taken: Set<string>;
}

/** The fields of a document that an index is about, as text. Only fields at the top are known here. */
function keyOf({ key }: MongoIndex, document: MongoDocument): string {
  return EJSON.stringify(Object.keys(key).map((field): unknown => document[field] ?? null));
}
