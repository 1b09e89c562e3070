/** A prepared statement, as far as we use it. */
export interface SqliteStatement {
  run(...values: SqliteValue[]): { readonly changes: number | bigint };
  get(...values: SqliteValue[]): unknown;
  all(...values: SqliteValue[]): unknown[];
  /** Of `node:sqlite`: rows are objects, also where the database is set to give lists. */
  setReturnArrays?(enabled: boolean): void;
}

/** What we bind to a statement. */
export type SqliteValue = string | number | null;

/**
 * The calls we make. `DatabaseSync` of `node:sqlite` and the database of better-sqlite3 both have them, whatever their
 * settings.
 */
export interface SqliteDatabase {
  exec(sql: string): unknown;
  prepare(sql: string): SqliteStatement;
  /** Of `node:sqlite`: whether a transaction is under way. */
  readonly isTransaction?: boolean;
  /** The same, of better-sqlite3. */
  readonly inTransaction?: boolean;
}
