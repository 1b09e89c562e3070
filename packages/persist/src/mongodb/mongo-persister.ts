import { type Persister, persisterOn, type PersisterOptions } from "@burrjs/core/persist";
import type { MongoDatabase } from "./mongo-database.ts";
import { mongoStore, type MongoStoreOptions } from "./mongo-store.ts";

/** Stores applications in MongoDB, in a database of a connected client that is yours: a `Db` of `mongodb`, or one of the same shape. */
export function mongoPersister(database: MongoDatabase, options: PersisterOptions & MongoStoreOptions = {}): Persister {
  return persisterOn(mongoStore(database, options), options);
}
