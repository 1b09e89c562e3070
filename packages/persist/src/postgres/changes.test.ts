import { startPostgres, type TestServer } from "@burrjs/testing/servers";
import { Pool } from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from "vitest";
import type { HistoryStore } from "@burrjs/core/persist";
import { postgresStore } from "./postgres-store.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const head = { token: "a", status: "running", index: 0, sequenceId: 0, body: "{}", aliveAtMs: 0 } as const;
let server: TestServer;
let pool: Pool;
let admin: Pool;
let store: HistoryStore;

beforeAll(async () => {
  server = await startPostgres();
});

afterAll(() => server.stop());

beforeEach(async () => {
  [pool, admin] = [open(), open()];
  store = postgresStore(pool);
  await store.initialize();
});

afterEach(async () => {
  await store.close?.();
  await pool.end();
  await admin.end();
});

function open(max = 5): Pool {
  const opened = new Pool({ connectionString: server.url, max });
  opened.on("error", () => {}); // tests end connections that are idle
  return opened;
}

/** Something that can be called, and waited for. */
function calls() {
  let count = 0;
  let wake = (): void => {};
  return {
    call: (): void => {
      count += 1;
      wake();
    },
    count: () => count,
    next: () =>
      new Promise<void>((resolve) => {
        wake = resolve;
      }),
  };
}

async function watch(appId: string) {
  const { call, ...seen } = calls();
  const stop = await store.watch?.({ partitionKey: null, appId }, call);
  return { ...seen, stop: async () => stop?.() };
}

async function change(appId: string): Promise<void> {
  await postgresStore(admin).delete({ partitionKey: null, appId });
  await postgresStore(admin).write({ partitionKey: null, appId }, { expected: null, head, rows: [] });
}

const listening = "FROM pg_stat_activity WHERE query LIKE 'LISTEN%'";

it("holds one client, however many watch, until a while after the last one has stopped", async () => {
  const watching = await Promise.all(["a", "b", "b", "c"].map(watch));
  expect((await admin.query(`SELECT pid ${listening}`)).rows).toHaveLength(1);
  expect(pool.totalCount - pool.idleCount).toBe(1);
  for (const { stop } of watching.slice(1)) await stop();
  const told = watching[0]?.next();
  await change("a");
  await told;
  await watching[0]?.stop();
  expect(pool.totalCount - pool.idleCount).toBe(1);
  await vi.waitFor(() => {
    expect(pool.totalCount - pool.idleCount).toBe(0);
  }, 10_000);
});

it("tells everybody once when its connection was lost, and of every change from then on", async () => {
  const watching = await Promise.all(["a", "b"].map(watch));
  for (let round = 0; round < 3; round += 1) {
    const told = Promise.all(watching.map(({ next }) => next()));
    await admin.query(`SELECT pg_terminate_backend(pid) ${listening}`);
    await told;
    const toldOfChange = watching[0]?.next();
    await change("a");
    await toldOfChange;
  }
  const [a, b] = watching.map(({ count }) => count());
  expect(a).toBeGreaterThanOrEqual(6);
  expect(b).toBeGreaterThanOrEqual(3);
});

it("tells everybody once the server is back", async () => {
  const { next, count, stop } = await watch("a");
  const told = next();
  await server.kill();
  expect(count()).toBe(0);
  await server.restart();
  await told;
  const toldOfChange = next();
  await change("a");
  await toldOfChange;
  await stop();
});

it("gives up looking for a server that is gone when nobody watches any more", async () => {
  const { stop } = await watch("a");
  await server.kill();
  await vi.waitFor(() => expect(pool.totalCount).toBe(0)); // its connection is known to be lost
  await stop();
  await expect(store.watch?.({ partitionKey: null, appId: "a" }, () => {})).rejects.toThrow(/ECONNREFUSED/);
  await server.restart();
  expect(pool.totalCount).toBe(0);
  const { next } = await watch("a");
  const told = next();
  await change("a");
  await told;
});

it("may be closed while it connects, and used again afterwards", async () => {
  const watching = watch("a");
  await store.close?.();
  await watching;
  expect(pool.totalCount - pool.idleCount).toBe(0);
  const { next } = await watch("a");
  const told = next();
  await change("a");
  await told;
});

it("is refused by a pool of one client, which it would occupy", async () => {
  const small = open(1);
  await expect(postgresStore(small).watch?.({ partitionKey: null, appId: "a" }, () => {})).rejects.toMatchObject({
    code: "invalid-option",
    details: { option: "max" },
  });
  await small.end();
});
