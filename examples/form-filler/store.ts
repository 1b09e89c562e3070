import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { Persister } from "@burrjs/core";
import { sqlitePersister } from "@burrjs/persist/sqlite";

/** Where claims are stored: in SQLite, in a folder that is made when it is missing. */
export function openStore(folder: string) {
  mkdirSync(folder, { recursive: true });
  const database = new DatabaseSync(join(folder, "claims.sqlite"), { timeout: 5000 });
  database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL");
  const persister = sqlitePersister(database);
  return {
    persister,
    async close() {
      await persister[Symbol.asyncDispose]();
      database.close();
    },
  };
}

/** The id of the claim that is not submitted yet, or of a new one. */
export async function chooseClaim(persister: Persister): Promise<string> {
  const ids = await persister.listAppIds();
  const [last] = ids;
  const run = last === undefined ? undefined : await persister.load({ appId: last });
  return last === undefined || run?.after === "submit" ? `claim-${ids.length + 1}` : last;
}
