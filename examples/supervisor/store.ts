import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { Persister } from "@burrjs/core";
import { sqlitePersister } from "@burrjs/persist/sqlite";

/** Where requests are kept. */
export interface Store extends AsyncDisposable {
  readonly persister: Persister;
}

/** Opens the database in a folder; both are made when they are missing. Several processes may have it open. */
export function openStore(folder: string): Store {
  mkdirSync(folder, { recursive: true });
  const database = new DatabaseSync(join(folder, "requests.sqlite"), { timeout: 5_000 });
  database.exec("PRAGMA journal_mode = WAL");
  // A process that was killed counts as dead after a second, and others go on with what it was at.
  const persister = sqlitePersister(database, { heartbeatMs: 200, staleAfterMs: 1_000 });
  return {
    persister,
    async [Symbol.asyncDispose]() {
      await persister[Symbol.asyncDispose]();
      database.close();
    },
  };
}
