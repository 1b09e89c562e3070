import { loaderOf, type PythonLoader, type PythonLoaderOptions } from "./loader.ts";
import { checkedName } from "./table-name.ts";

/** The calls we make of a SQLite client. `node:sqlite` and `better-sqlite3` both have them. */
export interface SqliteReader {
  prepare(sql: string): SqliteQuery;
}

/** A prepared query, as far as we use it. */
export interface SqliteQuery {
  get(...values: (string | number)[]): unknown;
  all(...values: (string | number)[]): unknown[];
  /** Of `node:sqlite`: rows are objects, also where the database is set to give lists. */
  setReturnArrays?(enabled: boolean): void;
}

/**
 * A loader of what `SQLitePersister` and `AsyncSQLitePersister` of Python Burr have stored: conversations that began there
 * go on here. Python's table is only read, so a persister of ours has to be asked first once it has stored more:
 *
 * ```ts
 * const loader = { load: async (query: LoadQuery) => (await persister.load(query)) ?? (await python.load(query)) };
 * ```
 *
 * - An action that failed or was interrupted is the next one again, with the state as it was before it. So is a synchronous
 *   action that was the last of an asynchronous run, such as `arun()`: Python Burr does not store what it wrote. (Where the
 *   action before was the same one, the table does not tell; then the run goes on behind it, as it does in Python.)
 * - `NaN` and infinities are numbers; integers beyond ±(2⁵³ − 1) are bigints.
 * - Models of pydantic are plain objects of their fields. Other objects that Python Burr stores in a form of their own, such
 *   as messages of LangChain, stay in it, with the key `__burr_serde__`. What it stores as text (dates, tuples, sets) is text.
 * - Keys that start with "__" are left out, and a key that has the name of an operation of state must be renamed, by `rename`.
 * - Python Burr's tables do not tell where a fork came from: `parent` is `null`. And a fork of a failed step that failed
 *   once more goes on at the entrypoint.
 *
 * @param database - Open on the file that Python Burr writes; who opened it closes it.
 */
export function pythonSqliteLoader(database: SqliteReader, options: PythonLoaderOptions = {}): PythonLoader {
  const { tableName = "burr_state" } = options;
  const name = checkedName(tableName, "tableName");
  const table = `FROM ${name} WHERE partition_key = ?`;
  const columns =
    "app_id, sequence_id, position, status, state, " +
    "COALESCE(CAST(strftime('%s', created_at) AS INTEGER) * 1000, 0) AS saved_at_ms";
  // created_at has seconds only; rowid is in order of writing, as rows are never changed.
  const lastRow =
    `SELECT ${columns} ${table} AND app_id = ? AND sequence_id BETWEEN ? AND ? ` +
    "ORDER BY sequence_id DESC, rowid DESC LIMIT 1";
  const lastApp = `SELECT app_id ${table} ORDER BY created_at DESC, rowid DESC LIMIT 1`;
  const apps = `SELECT app_id ${table} GROUP BY app_id ORDER BY MAX(created_at) DESC, MAX(rowid) DESC`;
  const query = (sql: string): SqliteQuery => {
    const prepared = database.prepare(sql);
    prepared.setReturnArrays?.(false);
    return prepared;
  };
  return loaderOf(
    {
      name,
      lastRow: async ({ partitionKey, appId }, { first, last }) => query(lastRow).get(partitionKey, appId, first, last),
      lastApp: async (partitionKey) => query(lastApp).get(partitionKey),
      apps: async (partitionKey) => query(apps).all(partitionKey),
    },
    options,
  );
}
