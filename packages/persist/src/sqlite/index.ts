export type { TableOptions } from "../sql/schema.ts";
export type { SqliteDatabase, SqliteStatement, SqliteValue } from "./sqlite-database.ts";
export { sqliteStore } from "./sqlite-store.ts";
export { sqlitePersister } from "./sqlite-persister.ts";
