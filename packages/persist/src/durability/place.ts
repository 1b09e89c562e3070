import { setTimeout } from "node:timers/promises";
import type { HistoryStore } from "@burrjs/core/persist";

/** Where histories are: what a process tells another, so that both use the same store. */
export type Place =
  | { readonly kind: "sqlite"; readonly path: string }
  | { readonly kind: "postgres"; readonly url: string }
  | { readonly kind: "redis"; readonly url: string };

/** A store with a client of its own, which ends with it. */
export interface OpenPlace extends AsyncDisposable {
  readonly store: HistoryStore;
}

/** Puts something around the client of a database. */
export type WrapClient = <TClient extends object>(client: TClient) => TClient;

/** The store at a place, as this process alone has it: as durable as it can be. */
export async function openPlace(place: Place, wrap: WrapClient = (client) => client): Promise<OpenPlace> {
  return await openers[place.kind]("path" in place ? place.path : place.url, wrap);
}

// Imported when needed: a process that is started hundreds of times must be up soon.
const openers = {
  async sqlite(path: string, wrap: WrapClient) {
    const { DatabaseSync } = await import("node:sqlite");
    const { sqliteStore } = await import("../sqlite/index.ts");
    const database = new DatabaseSync(path, { timeout: 5_000 });
    await untilFree(() => database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL"));
    return opened(sqliteStore(wrap(database)), async () => {
      database.close();
    });
  },
  async postgres(url: string, wrap: WrapClient) {
    const { Pool } = await import("pg");
    const { postgresStore } = await import("../postgres/index.ts");
    const pool = new Pool({ connectionString: url, max: 2 });
    pool.on("error", () => {}); // at the end the server may be faster than the last of its connections
    return opened(postgresStore(wrap(pool)), () => pool.end());
  },
  async redis(url: string, wrap: WrapClient) {
    const { createClient } = await import("redis");
    const { redisStore } = await import("../redis/index.ts");
    const client = createClient({ url });
    await client.connect();
    return opened(redisStore(wrap(client)), async () => {
      client.destroy();
    });
  },
};

/** The switch to WAL fails at once, whatever the timeout, while another process makes it for the same new file. */
async function untilFree(work: () => void, tries = 500): Promise<void> {
  try {
    work();
  } catch (error) {
    const busy = error instanceof Error && "errcode" in error && error.errcode === 5; // SQLITE_BUSY
    if (!busy || tries === 0) throw error;
    await setTimeout(10);
    await untilFree(work, tries - 1);
  }
}

function opened(store: HistoryStore, end: () => Promise<void>): OpenPlace {
  return {
    store,
    async [Symbol.asyncDispose]() {
      await store.close?.();
      await end();
    },
  };
}
