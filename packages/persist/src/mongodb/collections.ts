import { checkSchema } from "../checked-schema.ts";
import { numberIn } from "./fields.ts";
import { onceMore } from "./once-more.ts";
import type { MongoCollection, MongoDatabase } from "./mongo-database.ts";

/** The collections of one store. */
export interface MongoCollections {
  /** A head each; see `HeadDocument`. */
  readonly apps: MongoCollection;
  /** Rows, snapshots and large texts; see `part-documents.ts`. */
  readonly parts: MongoCollection;
  /** Batches of chunks; see `ChunkDocuments`. */
  readonly chunks: MongoCollection;
  /** The version of all this. */
  readonly meta: MongoCollection;
}

/** The collections whose names begin with `prefix`; nothing is made yet. */
export function collectionsOf(database: MongoDatabase, prefix: string): MongoCollections {
  // From a secondary, a head and its rows could be of different times. And were the rows of a write acknowledged by one
  // member alone, its successor could have the head that names them without having them.
  const options = { readPreference: "primary", writeConcern: { w: "majority", journal: true } } as const;
  const of = (name: string): MongoCollection => database.collection(`${prefix}_${name}`, options);
  return { apps: of("apps"), parts: of("parts"), chunks: of("chunks"), meta: of("meta") };
}

/** Makes the indexes that are missing, and the mark of their version; fails if it is one that nobody here knows. */
export async function initializeCollections({ apps, parts, chunks, meta }: MongoCollections): Promise<void> {
  const schema = await onceMore(() =>
    meta.findOneAndUpdate(
      { _id: "schema" },
      { $setOnInsert: { version: 1 } },
      { projection: {}, returnDocument: "after", upsert: true },
    ),
  );
  if (schema !== null) checkSchema(numberIn(schema, "version"), 1, "collectionPrefix");
  await apps.createIndex({ writtenAt: -1 }, { unique: false });
  await apps.createIndex({ partition: 1, writtenAt: -1 }, { unique: false });
  await apps.createIndex({ status: 1, writtenAt: -1 }, { unique: false });
  await parts.createIndex({ app: 1, index: 1, kind: 1, owner: 1 }, { unique: true });
  await parts.createIndex({ app: 1, sequenceId: 1, index: 1 }, { unique: false });
  await chunks.createIndex({ app: 1, life: 1, sequenceId: 1, attempt: 1, index: 1 }, { unique: true });
}
