import { setImmediate } from "node:timers/promises";

import { amend, type Mutant, spoiled } from "./mutant.ts";

const basic = "trims the rows before one, which gets a snapshot";
const unknown = "does nothing when the row to trim to does not exist";
const chunks = "forgets the chunks of the sequence ids before the row, and no others";

/** Mistakes of `trim`. */
export const trimMutants: readonly Mutant[] = [
  { mistake: "trims nothing", open: spoiled(() => ({ trim: async () => {} })), finds: basic },
  {
    mistake: "trims without a snapshot",
    open: spoiled((_, client) => ({
      trim: (key, { index }) => amend(client, key, ({ rows }) => ({ rows: rows.filter((row) => row.index >= index) })),
    })),
    finds: basic,
  },
  {
    mistake: "stores the snapshot and forgets nothing",
    open: spoiled((_, client) => ({
      trim: (key, { index, snapshot }) =>
        amend(client, key, ({ rows }) => ({
          rows: rows.map((row) => (row.index === index ? { ...row, snapshot } : row)),
        })),
    })),
    finds: basic,
  },
  {
    mistake: "keeps the row before",
    open: spoiled((store, client) => ({
      trim: async (key, first) => {
        const before = (await store.readRange(key, 0, first.index - 1)).slice(-1);
        await store.trim(key, first);
        await amend(client, key, ({ rows }) => ({ rows: [...before, ...rows] }));
      },
    })),
    finds: basic,
  },
  {
    mistake: "keeps the old snapshot of the row",
    open: spoiled((store) => ({
      trim: async (key, first) => {
        const [row] = await store.readRange(key, first.index, first.index);
        const rows = row === undefined ? [] : await store.readRows(key, row.sequenceId);
        await store.trim(key, { ...first, snapshot: rows.at(-1)?.snapshot ?? first.snapshot });
      },
    })),
    finds: "replaces the snapshot of a row that has one already",
  },
  {
    mistake: "takes the later snapshots away",
    open: spoiled((store, client) => ({
      trim: async (key, first) => {
        await store.trim(key, first);
        await amend(client, key, ({ rows }) => ({
          rows: rows.map(({ snapshot, ...row }, n) => (n === 0 && snapshot !== undefined ? { ...row, snapshot } : row)),
        }));
      },
    })),
    finds: "keeps the snapshots after the row that is trimmed to",
  },
  {
    mistake: "makes a new token when it trims",
    open: spoiled((store, client) => ({
      trim: async (key, first) => {
        await store.trim(key, first);
        await amend(client, key, ({ head }) => ({ head: { ...head, token: `${head.token}'` } }));
      },
    })),
    finds: "keeps the head, and takes the next write with its token",
  },
  {
    mistake: "forgets the checkpoint when it trims",
    open: spoiled((store, client) => ({
      trim: async (key, first) => {
        await store.trim(key, first);
        await amend(client, key, () => ({ checkpoint: null }));
      },
    })),
    finds: "keeps the head, and takes the next write with its token",
  },
  {
    mistake: "counts the rows to forget from the first that is left",
    open: spoiled((store) => ({
      trim: async (key, first) => {
        const [row] = await store.readRange(key, 0, 10_000);
        await store.trim(key, { ...first, index: first.index + (row?.index ?? 0) });
      },
    })),
    finds: "trims a second time, at the same row and at a later one",
  },
  {
    mistake: "takes index 0 for none",
    open: spoiled((store) => ({ trim: async (key, first) => (first.index ? store.trim(key, first) : undefined) })),
    finds: "trims to the first row, and to the last",
  },
  {
    mistake: "forgets all rows before one that does not exist",
    open: spoiled((store, client) => ({
      trim: async (key, first) => {
        await store.trim(key, first);
        await amend(client, key, ({ rows }) => ({ rows: rows.filter(({ index }) => index >= first.index) }));
      },
    })),
    finds: unknown,
  },
  {
    mistake: "fails when there is nothing to trim",
    open: spoiled((store) => ({
      trim: async (key, first) => {
        if ((await store.readHead(key)) === undefined) throw new Error("There is no such application.");
        await store.trim(key, first);
      },
    })),
    finds: unknown,
  },
  {
    mistake: "trims the applications of this id in all partitions",
    open: spoiled((store) => ({
      trim: async ({ appId }, first) => {
        for (const { key } of await store.list({})) if (key.appId === appId) await store.trim(key, first);
      },
    })),
    finds: "touches no other application",
  },
  {
    mistake: "keeps all chunks when it trims",
    open: spoiled((store, client) => ({
      trim: async (key, first) => {
        const before = await client.transact((data) => data.get(key)?.chunks ?? []);
        await store.trim(key, first);
        await amend(client, key, () => ({ chunks: before }));
      },
    })),
    finds: chunks,
  },
  {
    mistake: "forgets the chunks of the row that it trims to",
    open: spoiled((store, client) => ({
      trim: async (key, first) => {
        await store.trim(key, first);
        await amend(client, key, (app) => ({
          chunks: app.chunks.filter(({ sequenceId }) => sequenceId !== app.rows[0]?.sequenceId),
        }));
      },
    })),
    finds: chunks,
  },
  {
    mistake: "forgets at most 1,000 rows at once",
    open: spoiled((store, client) => ({
      trim: async (key, first) => {
        const before = await store.readRange(key, 0, first.index - 1001);
        await store.trim(key, first);
        await amend(client, key, ({ rows }) => ({ rows: [...before, ...rows] }));
      },
    })),
    finds: "trims 1,500 rows at once",
  },
  {
    mistake: "remembers where a deleted history was trimmed",
    open: spoiled((store) => {
      let firstIndex = 0;
      return {
        trim: async (key, first) => {
          firstIndex = first.index;
          await store.trim(key, first);
        },
        readRange: (key, first, last) => store.readRange(key, Math.max(first, firstIndex), last),
      };
    }),
    finds: "starts anew after a trimmed history was deleted",
  },
  {
    mistake: "forgets the rows first and stores the snapshot then",
    open: spoiled((store, client) => ({
      trim: async (key, first) => {
        if ((await store.readRange(key, first.index, first.index)).length === 0) return;
        await amend(client, key, ({ rows }) => ({ rows: rows.filter(({ index }) => index >= first.index) }));
        await store.trim(key, first);
      },
    })),
    finds: "trims wholly or not at all, whichever call fails",
  },
  {
    mistake: "lets readers see rows whose snapshot is not there yet",
    open: spoiled((store, client) => ({
      trim: async (key, first) => {
        await amend(client, key, ({ rows }) => ({ rows: rows.filter(({ index }) => index >= first.index) }));
        await setImmediate();
        await store.trim(key, first);
      },
    })),
    finds: "shows a reader beside one who writes and trims nothing but whole histories",
  },
];
