import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { sqlitePersister } from "@burrjs/persist/sqlite";

/** Where the exploration and each of its sequences are stored: in SQLite, in a folder that is made when it is missing. */
export function openStore(folder: string) {
  mkdirSync(folder, { recursive: true });
  const database = new DatabaseSync(join(folder, "collatz.sqlite"), { timeout: 5000 });
  database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL");
  // Whoever starts a worker knows that the last one is dead: no need to wait for signs of life.
  const persister = sqlitePersister(database, { staleAfterMs: 0 });
  return {
    persister,
    async [Symbol.asyncDispose]() {
      await persister[Symbol.asyncDispose]();
      database.close();
    },
  };
}
