import { failingClient, storeCases } from "@burrjs/testing";
import { startPostgres, type TestServer } from "@burrjs/testing/servers";
import { Pool } from "pg";
import { afterAll, beforeAll, describe, it } from "vitest";
import { postgresStore, type PostgresPool } from "./index.ts";

let server: TestServer;
let schemas = 0;

beforeAll(async () => {
  server = await startPostgres();
}, 60_000);

afterAll(() => server.stop());

describe("PostgreSQL", () => {
  const cases = storeCases(async () => {
    const schema = `Case "${(schemas += 1)}"`;
    const pools: Pool[] = [];
    const stores: ReturnType<typeof postgresStore>[] = [];
    const openPool = (): Pool => {
      const pool = new Pool({ connectionString: server.url, max: 3 });
      pool.on("error", () => {}); // the server may end before the last connection does
      pools.push(pool);
      return pool;
    };
    const openStore = (options = {}, pool: PostgresPool = openPool()) => {
      const store = postgresStore(pool, { schema, ...options });
      stores.push(store);
      return store;
    };
    await openPool().query(`CREATE SCHEMA "${schema.replaceAll('"', '""')}"`);
    return {
      store: openStore(),
      reopen: async () => openStore(),
      openNeighbour: async () => openStore({ tablePrefix: "neighbour" }),
      openFailing: async (fault) => {
        const pool = openPool();
        return {
          store: openStore({}, failingClient(pool, fault, { methods: ["query"] })),
          end: async () => {
            pools.splice(pools.indexOf(pool), 1);
            await pool.end();
          },
        };
      },
      close: async () => {
        for (const store of stores) await store.close?.();
        for (const pool of pools) await pool.end();
      },
    };
  });
  // oxlint-disable-next-line vitest/expect-expect -- the cases assert by themselves
  it.each(cases)("$name", { timeout: 60_000 }, ({ run }) => run());
});
