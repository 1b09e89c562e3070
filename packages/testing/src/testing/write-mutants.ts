import type { StoredRow } from "@burrjs/core/persist";
import { overwrite, type Mutant, amend, spoiled, writing, writingRows } from "./mutant.ts";

const lost = "refuses a write with another token, and changes nothing";
const dropped = "forgets a snapshot that is not needed any more, and nothing else";
const kept = "keeps the checkpoint until it is replaced or taken away";

/** Mistakes of `write` and `readHead`. */
export const writeMutants: readonly Mutant[] = [
  {
    mistake: "forgets the check of the token",
    open: spoiled((store) => ({ write: (key, write) => overwrite(store, key, write) })),
    finds: lost,
  },
  {
    mistake: "checks only whether there is a head",
    open: spoiled((store) => ({
      write: async (key, write) => {
        const head = await store.readHead(key);
        return store.write(key, head === undefined ? write : { ...write, expected: write.expected && head.token });
      },
    })),
    finds: "refuses the token of an earlier write, and changes nothing",
  },
  {
    mistake: "lets a first write replace what is there",
    open: spoiled((store) => ({
      write: async (key, write) => {
        if (write.expected === null) await store.delete(key);
        return store.write(key, write);
      },
    })),
    finds: "refuses a first write when there is a head",
  },
  {
    mistake: "takes any token for a first write",
    open: spoiled((store) => ({
      write: async (key, write) => {
        const isFirst = (await store.readHead(key)) === undefined;
        return store.write(key, isFirst ? { ...write, expected: null } : write);
      },
    })),
    finds: "refuses a write with a token when there is no head, and stores nothing",
  },
  {
    mistake: "compares tokens without regard to case",
    open: spoiled((store) => ({
      write: async (key, write) => {
        const token = (await store.readHead(key))?.token;
        const isSame = token !== undefined && token.toLowerCase() === write.expected?.toLowerCase();
        return store.write(key, isSame ? { ...write, expected: token } : write);
      },
    })),
    finds: lost,
  },
  {
    mistake: "checks the token, and writes later",
    open: spoiled((store) => ({
      write: async (key, write) => {
        const token = (await store.readHead(key))?.token ?? null;
        return token === write.expected && overwrite(store, key, write);
      },
    })),
    finds: "lets exactly one of 8 writes with the same token win, 50 times",
  },
  {
    mistake: "checks that there is no head, and writes later",
    open: spoiled((store) => ({
      write: async (key, write) => {
        const isFirst = write.expected === null && (await store.readHead(key)) === undefined;
        return isFirst ? overwrite(store, key, write) : store.write(key, write);
      },
    })),
    finds: "lets exactly one of 8 first writes win",
  },
  {
    mistake: "keeps the rows of a refused write",
    open: spoiled((store, client) => ({
      write: async (key, write) => {
        const isDone = await store.write(key, write);
        if (!isDone) await amend(client, key, ({ rows }) => ({ rows: [...rows, ...write.rows] }));
        return isDone;
      },
    })),
    finds: "goes on after a refused write, and never shows its rows",
  },
  {
    mistake: "keeps a snapshot that should go",
    open: writing(({ dropSnapshot: _dropSnapshot, ...write }) => write),
    finds: dropped,
  },
  {
    mistake: "forgets the row together with its snapshot",
    open: spoiled((store, client) => ({
      write: async (key, write) => {
        const isDone = await store.write(key, write);
        const { dropSnapshot } = write;
        if (isDone)
          await amend(client, key, ({ rows }) => ({ rows: rows.filter(({ index }) => index !== dropSnapshot) }));
        return isDone;
      },
    })),
    finds: dropped,
  },
  {
    mistake: "forgets all earlier snapshots",
    open: spoiled((store, client) => ({
      write: async (key, write) => {
        const isDone = await store.write(key, write);
        const { dropSnapshot } = write;
        if (!isDone || dropSnapshot === undefined) return isDone;
        const plain = ({ snapshot: _snapshot, ...row }: StoredRow): StoredRow => row;
        await amend(client, key, ({ rows }) => ({
          rows: rows.map((row) => (row.index < dropSnapshot ? plain(row) : row)),
        }));
        return isDone;
      },
    })),
    finds: dropped,
  },
  {
    mistake: "forgets the snapshot of the first row when it is told to",
    open: spoiled((store, client) => ({
      write: async (key, write) => {
        const isDone = await store.write(key, write);
        const { dropSnapshot } = write;
        const plain = ({ snapshot: _snapshot, ...row }: StoredRow): StoredRow => row;
        if (isDone)
          await amend(client, key, ({ rows }) => ({
            rows: rows.map((row) => (row.index === dropSnapshot ? plain(row) : row)),
          }));
        return isDone;
      },
    })),
    finds: "keeps the snapshot of the first row, whatever it is told",
  },
  {
    mistake: "keeps the checkpoint of a refused write",
    open: spoiled((store, client) => ({
      write: async (key, write) => {
        const { checkpoint } = write;
        const isDone = await store.write(key, write);
        if (!isDone && checkpoint !== undefined) await amend(client, key, () => ({ checkpoint }));
        return isDone;
      },
    })),
    finds: lost,
  },
  {
    mistake: "forgets a request to abort when it refuses a write",
    open: spoiled((store, client) => ({
      write: async (key, write) => {
        const isDone = await store.write(key, write);
        if (!isDone) await amend(client, key, () => ({ isAbortRequested: false }));
        return isDone;
      },
    })),
    finds: "takes a request to abort again, and forgets it with the next write",
  },
  {
    mistake: "forgets a request to abort whatever the write says",
    open: writing((write) => ({ ...write, keepsAbort: false })),
    finds: "keeps a request to abort over a write that says so",
  },
  {
    mistake: "keeps a request to abort over a write",
    open: spoiled((store, client) => ({
      write: async (key, write) => {
        const isAbortRequested = (await store.readHead(key))?.isAbortRequested ?? false;
        const isDone = await store.write(key, write);
        if (isDone) await amend(client, key, () => ({ isAbortRequested }));
        return isDone;
      },
    })),
    finds: "takes a request to abort again, and forgets it with the next write",
  },
  {
    mistake: "says that a refused write was made",
    open: spoiled((store) => ({
      write: async (key, write) => {
        await store.write(key, write);
        return true;
      },
    })),
    finds: "refuses a first write when there is a head",
  },
  {
    mistake: "shares one history among all",
    open: spoiled((store) => ({
      write: (key, write) => store.write({ ...key, appId: "" }, write),
      readHead: (key) => store.readHead({ ...key, appId: "" }),
      readRows: (key, sequenceId) => store.readRows({ ...key, appId: "" }, sequenceId),
      readRange: (key, first, last) => store.readRange({ ...key, appId: "" }, first, last),
    })),
    finds: "keeps applications apart",
  },
  {
    mistake: "makes up a head for what was never written",
    open: spoiled((store) => ({
      readHead: async (key) =>
        (await store.readHead(key)) ?? {
          token: "",
          status: "idle",
          index: 0,
          sequenceId: 0,
          body: "{}",
          aliveAtMs: 0,
          checkpoint: null,
          isAbortRequested: false,
        },
    })),
    finds: "knows nothing of an application that was never written",
  },
  {
    mistake: "stores the time of its own clock as sign of life",
    open: writing((write) => ({ ...write, head: { ...write.head, aliveAtMs: Date.now() } })),
    finds: "gives the fields of the head back exactly",
  },
  {
    mistake: "computes the sequence id of the head from the rows",
    open: writing((write) => ({
      ...write,
      head: { ...write.head, sequenceId: write.rows.at(-1)?.sequenceId ?? write.head.index },
    })),
    finds: "stores a head that is ahead of the rows, with no new row",
  },
  {
    mistake: "writes only the first 256 rows",
    open: writing((write) => ({ ...write, rows: write.rows.slice(0, 256) })),
    finds: "stores several rows of one write, some with snapshots",
  },
  {
    mistake: "forgets snapshots after the first row of a write",
    open: writingRows(({ snapshot, ...row }) => ({ ...row, ...(row.index === 0 && snapshot && { snapshot }) })),
    finds: "stores several rows of one write, some with snapshots",
  },
  {
    mistake: "takes the checkpoint away when a write has none",
    open: writing((write) => ({ ...write, checkpoint: write.checkpoint ?? null })),
    finds: kept,
  },
  {
    mistake: "never takes the checkpoint away",
    open: writing(({ checkpoint, ...write }) => ({ ...write, ...(checkpoint && { checkpoint }) })),
    finds: kept,
  },
  {
    mistake: "stores no checkpoint without a row",
    open: writing(({ checkpoint, ...write }) => ({
      ...write,
      ...(checkpoint !== undefined && write.rows.length > 0 && { checkpoint }),
    })),
    finds: "takes a checkpoint with a first write, and with no row",
  },
];
