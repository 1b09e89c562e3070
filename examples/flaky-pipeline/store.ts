import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { Persister } from "@burrjs/core";
import { classCodec } from "@burrjs/core/persist";
import { sqlitePersister } from "@burrjs/persist/sqlite";
import { Declined, SoldOut } from "./client-errors.ts";
import { standOf, type Trip } from "./trip.ts";

/**
 * Where trips are stored: in SQLite, in a folder that is made when it is missing. A process that gives no sign of life for
 * `staleAfterMs` counts as dead, and the next one goes on in its place.
 */
export function openStore(folder: string, { staleAfterMs }: { readonly staleAfterMs: number }) {
  mkdirSync(folder, { recursive: true });
  const database = new DatabaseSync(join(folder, "trips.sqlite"), { timeout: 5000 });
  database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL");
  const classes = [errorCodec("SoldOut", SoldOut), errorCodec("Declined", Declined)];
  const persister = sqlitePersister(database, { classes, heartbeatMs: staleAfterMs / 5, staleAfterMs });
  return {
    persister,
    async close() {
      await persister[Symbol.asyncDispose]();
      database.close();
    },
  };
}

/** The id of the trip that is not settled yet, or of a new one. */
export async function chooseTrip(persister: Persister): Promise<string> {
  const ids = await persister.listAppIds();
  const [last] = ids;
  if (last !== undefined) {
    const run = await persister.load({ appId: last });
    const trip: Partial<Trip> = run?.state ?? {}; // this program has written it
    if (["under way", "to be undone"].includes(standOf(trip))) return last;
  }
  return `trip-${ids.length + 1}`;
}

/** Stores an error that a transition has led on from, so that the next process finds an instance of its class. */
function errorCodec<TError extends Error>(name: string, type: new (message: string) => TError) {
  return classCodec({ name, type, encode: ({ message }) => message, decode: (message) => new type(String(message)) });
}
