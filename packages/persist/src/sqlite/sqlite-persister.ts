import { type Persister, persisterOn, type PersisterOptions } from "@burrjs/core/persist";
import type { TableOptions } from "../sql/schema.ts";
import type { SqliteDatabase } from "./sqlite-database.ts";
import { sqliteStore } from "./sqlite-store.ts";

/** Stores applications in a SQLite database that you have opened: with `node:sqlite`, or any of the same shape. */
export function sqlitePersister(database: SqliteDatabase, options: PersisterOptions & TableOptions = {}): Persister {
  return persisterOn(sqliteStore(database, options), options);
}
