import { amend, type Mutant, spoiled } from "./mutant.ts";

const partitions = "lists the applications of one partition, of nobody in particular, or of all";
const alive = "lists those whose last sign of life is older than a time";
const some = "lists at most so many, after every other condition";
const told = "tells whoever drives an application that an abort was asked for";

/** Mistakes of `list`, `touch` and `requestAbort`. */
export const listMutants: readonly Mutant[] = [
  {
    mistake: "lists an application that nobody wrote",
    open: spoiled((store) => ({
      list: async (query) => {
        const listed = await store.list(query);
        const head = { token: "", status: "idle", index: 0, sequenceId: 0, body: "", aliveAtMs: 0 } as const;
        const none = {
          key: { partitionKey: null, appId: "" },
          head: { ...head, checkpoint: null, isAbortRequested: false },
        };
        return listed.length === 0 ? [none] : listed;
      },
    })),
    finds: "lists nothing where nothing is stored",
  },
  {
    mistake: "lists those with the latest write last",
    open: spoiled((store) => ({ list: async (query) => (await store.list(query)).toReversed() })),
    finds: "lists applications with their heads, those with the latest write first",
  },
  {
    mistake: "lists heads without checkpoints",
    open: spoiled((store) => ({
      list: async (query) =>
        (await store.list(query)).map(({ key, head }) => ({ key, head: { ...head, checkpoint: null } })),
    })),
    finds: "lists applications with their heads, those with the latest write first",
  },
  {
    mistake: "lists applications in the order in which they began",
    open: spoiled((_, client) => ({
      write: (key, write) =>
        client.transact((data) => {
          if ((data.get(key)?.head.token ?? null) !== write.expected) return false;
          const app = data.get(key) ?? { key, rows: [], chunks: [], checkpoint: null };
          data.set({ ...app, ...write, isAbortRequested: false, checkpoint: write.checkpoint ?? app.checkpoint });
          return true;
        }),
    })),
    finds: "lists applications with their heads, those with the latest write first",
  },
  {
    mistake: "lists by the latest sign of life",
    open: spoiled((store) => ({
      list: async (query) => (await store.list(query)).toSorted((a, b) => b.head.aliveAtMs - a.head.aliveAtMs),
    })),
    finds: "orders by writes alone, not by signs of life, chunks or refused writes",
  },
  {
    mistake: "ignores a partition key of null",
    open: spoiled((store) => ({
      list: ({ partitionKey, ...query }) =>
        store.list(partitionKey === null ? query : { ...query, ...(partitionKey !== undefined && { partitionKey }) }),
    })),
    finds: partitions,
  },
  {
    mistake: "lists the partition null for the partition of no name",
    open: spoiled((store) => ({
      list: (query) => store.list(query.partitionKey === "" ? { ...query, partitionKey: null } : query),
    })),
    finds: partitions,
  },
  {
    mistake: "ignores the status",
    open: spoiled((store) => ({
      list: ({ status, ...query }) => store.list(status === undefined ? query : { ...query }),
    })),
    finds: "lists those of one status",
  },
  {
    mistake: "lists by the status of the first write",
    open: spoiled((store) => {
      const statuses = new Map<string, string>();
      return {
        write: async (key, write) => {
          const isDone = await store.write(key, write);
          if (write.expected === null) statuses.set(key.appId, write.head.status);
          return isDone;
        },
        list: async ({ status, ...query }) =>
          (await store.list(query)).filter(({ key }) => status === undefined || statuses.get(key.appId) === status),
      };
    }),
    finds: "lists those of one status",
  },
  {
    mistake: "counts a sign of life at that very time as older",
    open: spoiled((store) => ({
      list: ({ aliveBeforeMs = Infinity, ...query }) => store.list({ ...query, aliveBeforeMs: aliveBeforeMs + 1 }),
    })),
    finds: alive,
  },
  {
    mistake: "ignores a limit",
    open: spoiled((store) => ({ list: ({ limit: _ignored, ...query }) => store.list(query) })),
    finds: some,
  },
  {
    mistake: "limits before it filters",
    open: spoiled((store) => ({
      list: async ({ limit, ...query }) => {
        const names = (await store.list({ ...(limit !== undefined && { limit }) })).map(({ key }) =>
          JSON.stringify(key),
        );
        return (await store.list(query)).filter(({ key }) => names.includes(JSON.stringify(key)));
      },
    })),
    finds: some,
  },
  {
    mistake: "lists what was deleted",
    open: spoiled((store, client) => ({
      delete: (key) => amend(client, key, ({ head }) => ({ head: { ...head, token: "" }, rows: [] })),
      readHead: async (key) => {
        const head = await store.readHead(key);
        return head?.token === "" ? undefined : head;
      },
    })),
    finds: "lists no application that was deleted",
  },
  {
    mistake: "stores no sign of life",
    open: spoiled((store) => ({
      touch: async (key, token) => store.touch(key, token, (await store.readHead(key))?.aliveAtMs ?? 0),
    })),
    finds: "stores a sign of life, and nothing else",
  },
  {
    mistake: "lets signs of life go out of date in lists",
    open: spoiled((store) => {
      const times = new Map<string, number>();
      return {
        write: async (key, write) => {
          times.set(key.appId, write.head.aliveAtMs);
          return store.write(key, write);
        },
        list: async ({ aliveBeforeMs = Infinity, ...query }) =>
          (await store.list(query)).filter(({ key }) => (times.get(key.appId) ?? 0) < aliveBeforeMs),
      };
    }),
    finds: alive,
  },
  {
    mistake: "takes a sign of life of anybody",
    open: spoiled((store) => ({
      touch: async (key, _, aliveAtMs) => store.touch(key, (await store.readHead(key))?.token ?? "", aliveAtMs),
    })),
    finds: "refuses a sign of life of somebody whose head was replaced",
  },
  {
    mistake: "stores a sign of life even if it refuses it",
    open: spoiled((store, client) => ({
      touch: async (key, token, aliveAtMs) => {
        await amend(client, key, ({ head }) => ({ head: { ...head, aliveAtMs } }));
        return store.touch(key, token, aliveAtMs);
      },
    })),
    finds: "refuses a sign of life of somebody whose head was replaced",
  },
  {
    mistake: "says that an application runs which does not exist",
    open: spoiled((store) => ({
      touch: async (key, token, aliveAtMs) =>
        (await store.readHead(key)) === undefined ? "running" : store.touch(key, token, aliveAtMs),
    })),
    finds: "refuses a sign of life of an application that does not exist",
  },
  {
    mistake: "never tells of a request to abort",
    open: spoiled((store) => ({
      touch: async (...values) => ((await store.touch(...values)) === "lost" ? "lost" : "running"),
    })),
    finds: told,
  },
  {
    mistake: "tells of a request to abort once only",
    open: spoiled((store, client) => ({
      touch: async (key, token, aliveAtMs) => {
        const result = await store.touch(key, token, aliveAtMs);
        await amend(client, key, () => ({ isAbortRequested: false }));
        return result;
      },
    })),
    finds: told,
  },
  {
    mistake: "stores no sign of life when an abort was asked for",
    open: spoiled((store) => ({
      touch: async (key, token, aliveAtMs) => {
        const head = await store.readHead(key);
        return store.touch(key, token, head?.isAbortRequested === true ? head.aliveAtMs : aliveAtMs);
      },
    })),
    finds: told,
  },
  {
    mistake: "takes a request to abort only once",
    open: spoiled((store) => ({
      requestAbort: async (key) => !(await store.readHead(key))?.isAbortRequested && store.requestAbort(key),
    })),
    finds: "takes a request to abort again, and forgets it with the next write",
  },
  {
    mistake: "says that it can abort what does not exist",
    open: spoiled((store) => ({
      requestAbort: async (key) => (await store.readHead(key)) === undefined || store.requestAbort(key),
    })),
    finds: "refuses a request to abort what nobody drives",
  },
  {
    mistake: "leaves a request to abort for what nobody drives",
    open: spoiled((store, client) => ({
      requestAbort: async (key) => {
        await amend(client, key, () => ({ isAbortRequested: true }));
        return store.requestAbort(key);
      },
    })),
    finds: "refuses a request to abort what nobody drives",
  },
  {
    mistake: "stores a sign of life in two calls",
    open: spoiled((store, client) => ({
      touch: async (key, token, aliveAtMs) => {
        const result = await store.touch(key, token, aliveAtMs - 1);
        if (result !== "lost") await amend(client, key, ({ head }) => ({ head: { ...head, aliveAtMs } }));
        return result;
      },
    })),
    finds: "stores a sign of life wholly or not at all, whichever call fails",
  },
  {
    mistake: "says that nobody drives an application when its connection failed",
    open: spoiled((store) => ({ requestAbort: (key) => store.requestAbort(key).catch(() => false) })),
    finds: "stores a request to abort wholly or not at all, whichever call fails",
  },
];
