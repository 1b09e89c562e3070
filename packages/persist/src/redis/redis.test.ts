import type { AppKey, HistoryStore } from "@burrjs/core/persist";
import { failingClient, storeCases, type StoreUnderTest } from "@burrjs/testing";
import { startRedis, type TestServer } from "@burrjs/testing/servers";
import fc from "fast-check";
import { createClient, RESP_TYPES } from "redis";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";

import { writeRow } from "../testing/write-row.ts";
import { redisStore } from "./index.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startRedis();
});
afterAll(async () => {
  await server.stop();
});

let stores = 0;
/** A prefix that no other test has, so that all can share a server. */
function newPrefix(): string {
  return `test_${++stores}`;
}

const anyKey = fc.record({
  partitionKey: fc.option(fc.string({ unit: "binary" })),
  appId: fc.string({ unit: "binary" }),
});

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanups.splice(0).toReversed()) await cleanUp();
});

async function connect() {
  const client = createClient({ url: server.url, socket: { reconnectStrategy: 5 } });
  client.on("error", () => {}); // servers and connections end on purpose here
  await client.connect();
  cleanups.push(() => {
    client.destroy();
  });
  return client;
}

async function openStore(keyPrefix = newPrefix()): Promise<HistoryStore> {
  const store = redisStore(await connect(), { keyPrefix });
  cleanups.push(() => store.close?.());
  await store.initialize();
  return store;
}

async function open(): Promise<StoreUnderTest> {
  const keyPrefix = newPrefix();
  const client = await connect();
  const store = redisStore(client, { keyPrefix });
  cleanups.push(() => store.close?.());
  return {
    store,
    reopen: () => openStore(keyPrefix),
    openNeighbour: async () => redisStore(await connect(), { keyPrefix: newPrefix() }),
    openFailing: async (fault) => {
      const inner = await connect();
      return {
        store: redisStore(failingClient(inner, fault, { methods: ["sendCommand"] }), { keyPrefix }),
        end: async () => {
          inner.destroy();
        },
      };
    },
    close: async () => {
      for (const cleanUp of cleanups.splice(0).toReversed()) await cleanUp();
    },
  };
}

/** A listener, and what resolves at its next call. */
function listener() {
  let called = (): void => {};
  const calls = { count: 0 };
  const nextCall = (): Promise<void> => new Promise((resolve) => (called = resolve));
  const onChange = (): void => {
    calls.count += 1;
    called();
  };
  return { calls, nextCall, onChange };
}

const key: AppKey = { partitionKey: null, appId: "app" };

describe("redisStore passes the cases of every store:", () => {
  it.each(storeCases(open))(
    "$name",
    async ({ run }) => {
      await expect(run()).resolves.toBeUndefined();
    },
    60_000,
  );
});

describe("redisStore", () => {
  it.each(["", "1a", "a b", "{a}", "a:b", "a*", "é", "a".repeat(42)])("refuses the prefix %j", (keyPrefix) => {
    const opening = (): unknown => redisStore(createClient(), { keyPrefix });
    expect(opening).toThrow(expect.objectContaining({ code: "invalid-option", details: { option: "keyPrefix" } }));
  });

  it("refuses data of a newer version of the schema, and takes those of its own", async () => {
    const client = await connect();
    const keyPrefix = newPrefix();
    await openStore(keyPrefix);
    const store = await openStore(keyPrefix);
    await client.set(`{${keyPrefix}}:schema`, "7");
    await expect(store.initialize()).rejects.toMatchObject({ code: "unknown-schema", details: { found: 7, known: 1 } });
    expect(await client.get(`{${keyPrefix}}:schema`)).toBe("7");
  });

  it("keeps all keys in one slot of a cluster, and none of a deleted history", async () => {
    const client = await connect();
    const keyPrefix = newPrefix();
    const store = await openStore(keyPrefix);
    await fc.assert(
      fc.asyncProperty(anyKey, async (some) => {
        await writeRow(store, some);
        await writeRow(store, some, { snapshot: "{}" });
        await store.appendChunks(some, { sequenceId: 0, attempt: 1, index: 0, chunks: ["1"], atMs: 0 });
        await store.trim(some, { index: 1, snapshot: "[]" });
        const keys = (await client.keys("*")).filter((one) => one.includes(keyPrefix));
        expect(keys).toHaveLength(7);
        for (const one of keys) expect(one.startsWith(`{${keyPrefix}}:`)).toBe(true);
        expect(await store.list({})).toMatchObject([{ key: some }]);
        await store.delete(some);
        expect(await client.keys(`{${keyPrefix}}*`)).toEqual([`{${keyPrefix}}:schema`]);
      }),
      { numRuns: 50 },
    );
  });

  it("sends its scripts again when the server has forgotten them", async () => {
    const client = await connect();
    const store = await openStore();
    for (let round = 0; round < 2; round++) {
      await client.scriptFlush();
      await writeRow(store, key);
      await client.scriptFlush();
      expect(await store.readRows(key)).toHaveLength(round + 1);
    }
  });

  it("throws the errors of the server as they are", async () => {
    const client = await connect();
    const keyPrefix = newPrefix();
    const store = await openStore(keyPrefix);
    await client.set(`{${keyPrefix}}:head:[null,"app"]`, "no hash");
    await expect(store.readHead(key)).rejects.toThrow("WRONGTYPE");
    await expect(store.requestAbort(key)).rejects.toThrow("WRONGTYPE");
  });

  it("says what is wrong with a client that replies with buffers", async () => {
    const keyPrefix = newPrefix();
    await writeRow(await openStore(keyPrefix), key);
    const client = (await connect()).withTypeMapping({ [RESP_TYPES.BLOB_STRING]: Buffer });
    const store = redisStore(client, { keyPrefix });
    await expect(store.readHead(key)).rejects.toThrow("replies with strings");
  });

  it("yields every row beside somebody who trims", async () => {
    const store = await openStore();
    for (let index = 0; index <= 450; index++) await writeRow(store, key);
    const found = new Set<string>();
    for await (const text of store.texts()) {
      found.add(text);
      if (text === '{"body":120}') await store.trim(key, { index: 330, snapshot: '"trimmed"' });
    }
    expect(found).toContain('"trimmed"');
    for (let index = 330; index <= 450; index++) expect(found).toContain(`{"delta":${index}}`);
  });

  it("yields the texts of applications that are written meanwhile, in whatever place", async () => {
    const store = await openStore();
    const apps = Array.from({ length: 450 }, (_, n): AppKey => ({ partitionKey: null, appId: `${n}` }));
    for (const [n, app] of apps.entries()) await writeRow(store, app, { snapshot: `"of ${n}"` });
    const found = new Set<string>();
    for await (const text of store.texts()) {
      if (text === '"of 50"') for (const app of apps.slice(0, 300)) await writeRow(store, app);
      found.add(text);
    }
    for (const n of apps.keys()) expect(found).toContain(`"of ${n}"`);
  });
});

describe("watch of redisStore", () => {
  it("calls every listener once after its connection was lost, and goes on telling", async () => {
    const client = await connect();
    const store = await openStore();
    const other: AppKey = { partitionKey: "mine", appId: "other" };
    const listeners = [listener(), listener(), listener()];
    for (const [n, one] of listeners.entries()) await store.watch?.(n === 2 ? other : key, one.onChange);
    const counts = listeners.map(({ calls }) => calls.count);
    const again = Promise.all(listeners.map(({ nextCall }) => nextCall()));
    await killSubscribers(client);
    await again;
    expect(listeners.map(({ calls }, n) => calls.count - (counts[n] ?? 0))).toEqual([1, 1, 1]);

    const told = Promise.all(listeners.slice(0, 2).map(({ nextCall }) => nextCall()));
    await writeRow(store, key);
    await told;
    expect(listeners[2]?.calls.count).toBe((counts[2] ?? 0) + 1);
  });

  it("goes on telling after the server was killed and started again", async () => {
    await using own = await startRedis();
    const clients = [1, 2].map(() => createClient({ url: own.url, socket: { reconnectStrategy: 5 } }));
    for (const client of clients) await client.on("error", () => {}).connect();
    const [reader, writer] = clients.map((client) => redisStore(client));
    const watching = listener();
    await reader!.watch?.(key, watching.onChange);
    const again = watching.nextCall();
    await own.kill();
    await own.restart();
    await again;
    const told = watching.nextCall();
    await writeRow(writer!, key);
    await told;
    expect((await reader!.readHead(key))?.index).toBe(0);
    await reader!.close?.();
    for (const client of clients) client.destroy();
  });

  it("has one connection for all, and none before the first and after the end", async () => {
    const client = await connect();
    const store = await openStore();
    expect(await subscribers(client)).toEqual([]);
    const watching = listener();
    const ends = await Promise.all(
      [1, 2, 3].map(async (n) => store.watch?.({ ...key, appId: `${n}` }, watching.onChange)),
    );
    expect(await subscribers(client)).toHaveLength(1);
    await store.close?.();
    await untilNoSubscribers(client);
    for (const end of ends) await end?.();

    await store.watch?.(key, watching.onChange);
    const told = watching.nextCall();
    await writeRow(store, key);
    await told;
  });

  it("keeps the right subscriptions, however watchers come and go", async () => {
    const client = await connect();
    const keyPrefix = newPrefix();
    const store = await openStore(keyPrefix);
    const turns = fc.array(fc.tuple(fc.nat(2), fc.boolean()), { maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(turns, async (wanted) => {
        const watching = wanted.map(async ([app, ends]) => {
          const end = await store.watch?.({ ...key, appId: `${app}` }, () => {});
          if (ends) await end?.();
          return { app, end };
        });
        const all = await Promise.all(watching);
        const left = new Set(wanted.flatMap(([app, ends]) => (ends ? [] : [`{${keyPrefix}}:changes:[null,"${app}"]`])));
        expect(new Set(await client.pubSubChannels(`{${keyPrefix}}*`))).toEqual(left);
        for (const { end } of all) await end?.();
        expect(await client.pubSubChannels(`{${keyPrefix}}*`)).toEqual([]);
      }),
      { numRuns: 30 },
    );
  });

  it("rejects when it cannot connect, and works once it can", async () => {
    const client = await connect();
    const duplicates = [createClient({ url: "redis://127.0.0.1:1", socket: { reconnectStrategy: false } })];
    const store = redisStore(
      {
        sendCommand: (args) => client.sendCommand(args),
        duplicate: () => duplicates.pop() ?? client.duplicate(),
      },
      { keyPrefix: newPrefix() },
    );
    cleanups.push(() => store.close?.());
    const watching = listener();
    await expect(store.watch?.(key, watching.onChange)).rejects.toThrow("ECONNREFUSED");
    await store.watch?.(key, watching.onChange);
    const told = watching.nextCall();
    await writeRow(store, key);
    await told;
    expect(watching.calls.count).toBeGreaterThan(0);
  });
});

type Client = Awaited<ReturnType<typeof connect>>;

/** The ids of the connections that are subscribed to something. */
async function subscribers(client: Client): Promise<string[]> {
  const list = await client.sendCommand<string>(["CLIENT", "LIST", "TYPE", "PUBSUB"]);
  return [...list.matchAll(/^id=(\d+)/gm)].map(([, id = ""]) => id);
}

async function killSubscribers(client: Client): Promise<void> {
  for (const id of await subscribers(client)) await client.sendCommand(["CLIENT", "KILL", "ID", id]);
}

/** The server hears of the end of a connection a little later. */
async function untilNoSubscribers(client: Client): Promise<void> {
  while ((await subscribers(client)).length > 0) await client.ping();
}
