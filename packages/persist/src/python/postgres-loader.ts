import { loaderOf, type PythonLoader, type PythonLoaderOptions } from "./loader.ts";
import { checkedName } from "./table-name.ts";

/** The call we make of a PostgreSQL client: a pool of `pg`, or one of its clients. */
export interface PostgresReader {
  query(text: string, values: unknown[]): Promise<{ readonly rows: readonly unknown[] }>;
}

/** How to find and to read what Python Burr has stored in PostgreSQL. */
export interface PythonPostgresLoaderOptions extends PythonLoaderOptions {
  /** Where the table is. Default: where the client's `search_path` leads. */
  readonly schema?: string;
}

/**
 * A loader of what `PostgreSQLPersister` and `AsyncPostgreSQLPersister` of Python Burr have stored. What is said of
 * `pythonSqliteLoader` holds here too, and:
 *
 * - JSONB does not keep whether a number beyond 2⁵³ was an integer; such a float comes back as a bigint.
 * - The times of the table have no zone. They are read in that of the client's session, as Python's session wrote them in
 *   its own: both have the server's `TimeZone`, unless they set another.
 *
 * @param pool - The user's own; it is not closed here.
 */
export function pythonPostgresLoader(pool: PostgresReader, options: PythonPostgresLoaderOptions = {}): PythonLoader {
  const { tableName = "burr_state", schema } = options;
  const unqualified = checkedName(tableName, "tableName");
  const name = schema === undefined ? unqualified : `${checkedName(schema, "schema")}.${unqualified}`;
  const table = `FROM ${name} WHERE partition_key = $1`;
  // The state as text: the client would parse it, and round large integers.
  const columns =
    "app_id, sequence_id, position, status, state::text AS state, " +
    "COALESCE(FLOOR(EXTRACT(EPOCH FROM created_at::timestamptz) * 1000)::float8, 0) AS saved_at_ms";
  const lastRow =
    `SELECT ${columns} ${table} AND app_id = $2 AND sequence_id BETWEEN $3::bigint AND $4::bigint ` +
    "ORDER BY sequence_id DESC, created_at DESC NULLS LAST LIMIT 1";
  const lastApp = `SELECT app_id ${table} ORDER BY created_at DESC NULLS LAST LIMIT 1`;
  const apps = `SELECT app_id ${table} GROUP BY app_id ORDER BY MAX(created_at) DESC NULLS LAST`;
  const rows = async (text: string, ...values: unknown[]): Promise<readonly unknown[]> =>
    (await pool.query(text, values)).rows;
  return loaderOf(
    {
      name,
      lastRow: async ({ partitionKey, appId }, { first, last }) =>
        (await rows(lastRow, partitionKey, appId, first, last))[0],
      lastApp: async (partitionKey) => (await rows(lastApp, partitionKey))[0],
      apps: (partitionKey) => rows(apps, partitionKey),
    },
    options,
  );
}
