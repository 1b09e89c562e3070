import { setImmediate } from "node:timers/promises";

import type { StoredChunks } from "@burrjs/core/persist";
import { amend, type Mutant, spoiled, writing } from "./mutant.ts";

const attempts = "reads the chunks of later attempts from their beginnings";
const middle = "reads on from the middle of a batch, without batches that end before";
const inOrder = "reads chunks of several batches in order, on every connection";
const apart = "keeps the chunks of applications and sequence ids apart";
const everyWrite = "tells of every write of another connection, once it can be read";

/** Mistakes of `appendChunks`, `readChunks` and `watch`. */
export const chunkMutants: readonly Mutant[] = [
  {
    mistake: "keeps chunks that a write gives up",
    open: writing(({ dropChunksFrom: _dropChunksFrom, ...write }) => write),
    finds: "forgets the chunks of sequence ids that a write gives up, and of no others",
  },
  {
    mistake: "reads batches in the order in which they were stored",
    open: spoiled((_, client) => ({
      readChunks: (key, { sequenceId }) =>
        client.transact((data) => (data.get(key)?.chunks ?? []).filter((batch) => batch.sequenceId === sequenceId)),
    })),
    finds: inOrder,
  },
  {
    mistake: "keeps one batch of each attempt",
    open: spoiled((store, client) => ({
      appendChunks: async (key, added) => {
        await amend(client, key, ({ chunks }) => ({
          chunks: chunks.filter(
            ({ sequenceId, attempt }) => sequenceId !== added.sequenceId || attempt !== added.attempt,
          ),
        }));
        await store.appendChunks(key, added);
      },
    })),
    finds: inOrder,
  },
  {
    mistake: "splits chunks at escaped line breaks",
    open: spoiled((store) => ({
      appendChunks: (key, added) =>
        store.appendChunks(key, { ...added, chunks: added.chunks.flatMap((chunk) => chunk.split("\\n")) }),
    })),
    finds: "gives a batch back exactly",
  },
  {
    mistake: "reads only batches that begin at the place or after it",
    open: spoiled((store) => ({
      readChunks: async (key, query) => (await store.readChunks(key, query)).filter(({ index }) => index >= query.from),
    })),
    finds: middle,
  },
  {
    mistake: "reads every batch, wherever it ends",
    open: spoiled((store) => ({ readChunks: (key, query) => store.readChunks(key, { ...query, from: 0 }) })),
    finds: middle,
  },
  {
    mistake: "reads one attempt",
    open: spoiled((store) => ({
      readChunks: async (key, query) =>
        (await store.readChunks(key, query)).filter(({ attempt }) => attempt === query.attempt),
    })),
    finds: attempts,
  },
  {
    mistake: "reads earlier attempts too",
    open: spoiled((store) => ({ readChunks: (key, query) => store.readChunks(key, { ...query, attempt: 0 }) })),
    finds: attempts,
  },
  {
    mistake: "orders attempts as texts",
    open: spoiled((store) => ({
      readChunks: async (key, query) => {
        const nameOf = ({ attempt, index }: StoredChunks): string => `${attempt} ${String(index).padStart(9, "0")}`;
        return (await store.readChunks(key, query)).toSorted((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
      },
    })),
    finds: attempts,
  },
  {
    mistake: "stores the same batch twice",
    open: spoiled((_, client) => ({
      appendChunks: (key, added) => amend(client, key, ({ chunks }) => ({ chunks: [...chunks, added] })),
    })),
    finds: "replaces a batch that is stored again",
  },
  {
    mistake: "keeps the first content of a batch",
    open: spoiled((_, client) => ({
      appendChunks: (key, added) =>
        amend(client, key, ({ chunks }) => ({
          chunks: chunks.some(({ attempt, index }) => attempt === added.attempt && index === added.index)
            ? chunks
            : [...chunks, added],
        })),
    })),
    finds: "replaces a batch that is stored again",
  },
  {
    mistake: "looks for sequence ids by how they begin",
    open: spoiled((_, client) => ({
      readChunks: (key, { sequenceId }) =>
        client.transact((data) =>
          (data.get(key)?.chunks ?? []).filter((batch) => String(batch.sequenceId).startsWith(String(sequenceId))),
        ),
    })),
    finds: apart,
  },
  {
    mistake: "forgets the chunks with the next write",
    open: spoiled((store, client) => ({
      write: async (key, write) => {
        const isDone = await store.write(key, write);
        await amend(client, key, () => ({ chunks: [] }));
        return isDone;
      },
    })),
    finds: "changes neither head nor rows by chunks, and no chunks by writes",
  },
  {
    mistake: "loses chunks that are stored at once",
    open: spoiled((_, client) => ({
      appendChunks: async (key, added) => {
        const before = await client.transact((data) => data.get(key)?.chunks ?? []);
        await amend(client, key, () => ({ chunks: [...before, added] }));
      },
    })),
    finds: "takes 500 batches at once, in any order",
  },
  {
    mistake: "stores the chunks of a batch one by one",
    open: spoiled((store) => ({
      appendChunks: async (key, added) => {
        for (let n = 1; n <= added.chunks.length; n++) {
          await store.appendChunks(key, { ...added, chunks: added.chunks.slice(0, n) });
        }
      },
    })),
    finds: "stores a batch of chunks wholly or not at all, whichever call fails",
  },
  {
    mistake: "never tells a watcher anything",
    open: spoiled(() => ({ watch: async () => async () => {} })),
    finds: everyWrite,
  },
  {
    mistake: "tells a watcher before a write can be read",
    open: spoiled((store) => {
      const watchers: (() => void)[] = [];
      return {
        write: async (key, write) => {
          for (const onChange of watchers) onChange();
          await setImmediate();
          return store.write(key, write);
        },
        watch: async (_, onChange) => {
          watchers.push(onChange);
          return async () => {};
        },
      };
    }),
    finds: "tells of what its own connection writes",
  },
  {
    mistake: "tells a watcher of rows only",
    open: spoiled((store, client) => ({
      watch: (key, onChange) => {
        let rows = 0;
        return store.watch(key, () => {
          void client.transact((data) => {
            const count = data.get(key)?.rows.length ?? 0;
            if (count !== rows) onChange();
            rows = count;
          });
        });
      },
    })),
    finds: "tells of chunks and of a request to abort",
  },
  {
    mistake: "goes on to call a watcher that has ended",
    open: spoiled((store) => ({
      watch: async (key, onChange) => {
        await store.watch(key, onChange);
        return async () => {};
      },
    })),
    finds: "tells every watcher of an application, but none that has ended",
  },
  {
    mistake: "has room for one watcher",
    open: spoiled((store) => {
      let last = 0;
      return {
        watch: (key, onChange) => {
          const own = ++last;
          return store.watch(key, () => {
            if (own === last) onChange();
          });
        },
      };
    }),
    finds: "watches many applications at once",
  },
  {
    mistake: "makes an application of what is watched",
    open: spoiled((store) => ({
      watch: async (key, onChange) => {
        const head = { token: "", status: "idle", index: 0, sequenceId: 0, body: "", aliveAtMs: 0 } as const;
        await store.write(key, { expected: null, head, rows: [] });
        return store.watch(key, onChange);
      },
    })),
    finds: "stores nothing by watching",
  },
];
