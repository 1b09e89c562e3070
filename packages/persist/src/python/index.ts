export type { PythonLoader, PythonLoaderOptions } from "./loader.ts";
export { pythonPostgresLoader, type PostgresReader, type PythonPostgresLoaderOptions } from "./postgres-loader.ts";
export { pythonSqliteLoader, type SqliteQuery, type SqliteReader } from "./sqlite-loader.ts";
