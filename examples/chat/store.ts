import { join, resolve } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { Persister } from "@burrjs/core";
import { memoryPersister } from "@burrjs/core/persist";
import { postgresPersister } from "@burrjs/persist/postgres";
import { redisPersister } from "@burrjs/persist/redis";
import { sqlitePersister } from "@burrjs/persist/sqlite";

/** Where conversations are kept. */
export interface Store {
  readonly persister: Persister;
  /** As people may read it: without a password. */
  readonly name: string;
  close(): Promise<void>;
}

/**
 * Opens the store that `address` names: a file or `sqlite:<file>`, `postgres://…`, `redis://…` or `memory:`. Without one,
 * `conversations.sqlite` beside this program.
 *
 * @throws An error whose message is one line for whoever set the address, when the store cannot be used.
 */
export async function openStore(address = ""): Promise<Store> {
  const [, scheme = "sqlite", rest] = /^([a-z]{2,}):(.*)$/s.exec(address) ?? [undefined, undefined, address];
  const open = openers[scheme];
  const place = scheme === "sqlite" ? fileOf(rest ?? "") : address;
  const name = scheme === "sqlite" ? place : place.replace(/\/\/[^/]*@|\?.*/gs, (found) => (found.startsWith("/") ? "//" : "")); // prettier-ignore
  if (open === undefined)
    throw new Error(`BURR_STORE is a file, sqlite:<file>, postgres://…, redis://… or memory:, not "${name}".`);
  let opened: Opened | undefined;
  try {
    opened = await open(place);
    const { persister, end } = opened;
    await persister.listAppIds(); // a pool connects when it is used first
    return {
      persister,
      name,
      async close() {
        await persister[Symbol.asyncDispose]();
        await end();
      },
    };
  } catch (error) {
    await opened?.end();
    throw new Error(`The store ${name} cannot be used: ${reasonOf(error)}. Start it, or correct BURR_STORE.`, {
      cause: error,
    });
  }
}

interface Opened {
  readonly persister: Persister;
  /** Closes the client: it is ours, not the persister's. */
  readonly end: () => unknown;
}

const openers: Readonly<Record<string, (place: string) => Opened | Promise<Opened>>> = {
  sqlite: openSqlite,
  postgres: openPostgres,
  postgresql: openPostgres,
  redis: openRedis,
  rediss: openRedis,
  memory: () => ({ persister: memoryPersister(), end: () => {} }),
};

function openSqlite(file: string): Opened {
  const database = new DatabaseSync(file);
  // The log lets others read while one writes; two servers on one file wait for each other.
  database.exec("PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL");
  return {
    persister: sqlitePersister(database),
    end() {
      database.close();
    },
  };
}

async function openPostgres(url: string): Promise<Opened> {
  const { Pool } = await import("pg");
  const pool = new Pool({ connectionString: url, connectionTimeoutMillis: 5000 });
  pool.on("error", () => {}); // an idle connection was lost: the next query makes another
  return { persister: postgresPersister(pool), end: () => pool.end() };
}

async function openRedis(url: string): Promise<Opened> {
  const { createClient } = await import("redis");
  let wasConnected = false;
  const reconnectStrategy = (tries: number): number | false => wasConnected && Math.min(tries * 50, 1000);
  const client = createClient({ url, socket: { reconnectStrategy } });
  client.on("error", () => {}); // commands tell of it
  await client.connect();
  wasConnected = true;
  return {
    persister: redisPersister(client),
    end() {
      client.destroy();
    },
  };
}

function fileOf(path: string): string {
  if (path === "") return join(import.meta.dirname, "conversations.sqlite");
  // `npm start` changes into the folder of the example: INIT_CWD is where it was called.
  return path === ":memory:" ? path : resolve(process.env["INIT_CWD"] ?? "", path);
}

/** The message of an error; where several addresses were tried, as for "localhost", that of the first. */
function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return reasonOf(error.errors[0]);
  return (error instanceof Error ? error.message : String(error)).replace(/\.$/, "");
}
