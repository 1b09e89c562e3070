import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { BurrError, type Persister } from "@burrjs/core";
import { classCodec } from "@burrjs/core/persist";
import { sqlitePersister } from "@burrjs/persist/sqlite";
import { z } from "zod";

const StoredError = z.object({ message: z.string(), subject: z.string(), key: z.string(), issues: z.array(z.object({ path: z.string(), message: z.string() })) }); // prettier-ignore

/**
 * Stores why a value was refused, for the case that the process ends between the refusal and the action that deals with it:
 * without a codec the error would come back as an `Error` with a message.
 */
const refusals = classCodec<BurrError>({
  name: "BurrError",
  type: BurrError,
  encode: ({ message, details }) => ({ ...details, message }), // of "invalid-value": no others are led on from
  decode(data) {
    const { message, ...details } = StoredError.parse(data);
    return new BurrError("invalid-value", message, details);
  },
});

/** Where claims are stored: in SQLite, in a folder that is made when it is missing. */
export function openStore(folder: string) {
  mkdirSync(folder, { recursive: true });
  const database = new DatabaseSync(join(folder, "claims.sqlite"), { timeout: 5000 });
  database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL");
  const persister = sqlitePersister(database, { classes: [refusals] });
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
