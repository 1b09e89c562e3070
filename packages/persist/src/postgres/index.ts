export type { TableOptions } from "../sql/schema.ts";
export type { PostgresOptions } from "./postgres-options.ts";
export type {
  PostgresClient,
  PostgresNotification,
  PostgresPool,
  PostgresQuery,
  PostgresResult,
} from "./postgres-pool.ts";
export { postgresStore } from "./postgres-store.ts";
export { postgresPersister } from "./postgres-persister.ts";
