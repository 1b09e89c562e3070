import { type Persister, persisterOn, type PersisterOptions } from "@burrjs/core/persist";
import type { PostgresOptions } from "./postgres-options.ts";
import type { PostgresPool } from "./postgres-pool.ts";
import { postgresStore } from "./postgres-store.ts";

/** Stores applications in PostgreSQL, through a pool that is yours: the one of `pg`, or any of the same shape. */
export function postgresPersister(pool: PostgresPool, options: PersisterOptions & PostgresOptions = {}): Persister {
  return persisterOn(postgresStore(pool, options), options);
}
