import { setImmediate } from "node:timers/promises";

import { modelClient, ModelData } from "../model/model-data.ts";
import { ModelStore } from "../model/model-store.ts";
import type { OpenStore } from "../store/store-under-test.ts";
import { newToken } from "../store/writer.ts";
import { type Mutant, amend, spoiled } from "./mutant.ts";
import { openModel } from "./open-model.ts";

const whole = "makes a write of many rows wholly or not at all, whichever call fails";

const initialising = new WeakSet<ModelData>();
const initialisingOnce: OpenStore = spoiled((_, client) => ({
  initialize: async () => {
    await client.transact((data) => {
      if (initialising.has(data)) throw new Error("It exists already.");
      initialising.add(data);
    });
    await client.transact((data) => initialising.delete(data));
  },
}));

/** Mistakes of a store as a whole: beginning, end, several connections, and calls that fail. */
export const wholeMutants: readonly Mutant[] = [
  {
    mistake: "empties itself when it is initialised",
    open: spoiled((_, client) => ({
      initialize: () =>
        client.transact(({ apps }) => {
          apps.clear();
        }),
    })),
    finds: "may be initialised again, and keeps what is stored",
  },
  {
    mistake: "cannot be initialised twice at once",
    open: initialisingOnce,
    finds: "may be initialised by 8 connections at once",
  },
  {
    mistake: "cannot be initialised once a first attempt has failed",
    open: initialisingOnce,
    finds: "can be initialised after an attempt in which any call failed",
  },
  {
    mistake: "keeps its data to its connection",
    open: openModel({ create: () => new ModelStore(modelClient(new ModelData())) }),
    finds: "stores a first write, which every connection sees",
  },
  {
    mistake: "shares its data with a store of another name",
    open: openModel({ neighbourOf: (data) => data }),
    finds: "shares nothing with a store of another name in the same database",
  },
  {
    mistake: "fails when another application was written in the meantime",
    open: spoiled((store, client) => ({
      write: async (key, write) => {
        const last = await client.transact(({ apps }) => [...apps.values()].at(-1)?.key.appId);
        if (write.expected !== null && last !== key.appId) throw new Error("Somebody else writes.");
        return store.write(key, write);
      },
    })),
    finds: "keeps writes of different applications from disturbing each other",
  },
  {
    mistake: "deletes the applications of this id in all partitions",
    open: spoiled((store) => ({
      delete: async ({ appId }) => {
        for (const { key } of await store.list({})) if (key.appId === appId) await store.delete(key);
      },
    })),
    finds: "deletes a history, its chunks and all, and no other",
  },
  {
    mistake: "keeps the rows when it deletes a history, and finds them again",
    open: spoiled((store, client) => {
      const hidden = newToken();
      return {
        write: async (key, write) => {
          const isHidden = (await store.readHead(key))?.token === hidden;
          return store.write(key, isHidden && write.expected === null ? { ...write, expected: hidden } : write);
        },
        readHead: async (key) => {
          const head = await store.readHead(key);
          return head?.token === hidden ? undefined : head;
        },
        delete: (key) => amend(client, key, ({ head }) => ({ head: { ...head, token: hidden }, rows: [] })),
      };
    }),
    finds: "deletes a history, its chunks and all, and no other",
  },
  {
    mistake: "writes the head first and the rows then",
    open: spoiled((store, client) => ({
      write: async (key, write) => {
        if (!(await store.write(key, { ...write, rows: [] }))) return false;
        await amend(client, key, ({ rows }) => ({ rows: [...rows, ...write.rows] }));
        return true;
      },
    })),
    finds: whole,
  },
  {
    mistake: "writes the rows first and the head then",
    open: spoiled((store, client) => ({
      write: async (key, write) => {
        await amend(client, key, ({ rows, head }) =>
          head.token === write.expected ? { rows: [...rows, ...write.rows] } : {},
        );
        await setImmediate();
        return store.write(key, write.expected === null ? write : { ...write, rows: [] });
      },
    })),
    finds: "shows a reader beside a writer nothing but whole histories",
  },
  {
    mistake: "writes the checkpoint in a call of its own",
    open: spoiled((store, client) => ({
      write: async (key, { checkpoint, ...write }) => {
        if (!(await store.write(key, write))) return false;
        if (checkpoint !== undefined) await amend(client, key, () => ({ checkpoint }));
        return true;
      },
    })),
    finds: "makes a first write wholly or not at all, whichever call fails",
  },
  {
    mistake: "takes the request to abort back in a call of its own",
    open: spoiled((store, client) => ({
      write: async (key, write) => {
        await amend(client, key, ({ head }) => (head.token === write.expected ? { isAbortRequested: false } : {}));
        return store.write(key, write);
      },
    })),
    finds: "makes a write without rows wholly or not at all, whichever call fails",
  },
  {
    mistake: "says that a write was refused when its connection failed",
    open: spoiled((store) => ({ write: (key, write) => store.write(key, write).catch(() => false) })),
    finds: whole,
  },
  {
    mistake: "throws an error of its own for one of the client",
    open: spoiled((store) => ({
      write: (key, write) =>
        store.write(key, write).catch((cause: unknown) => Promise.reject(new Error("It did not work.", { cause }))),
    })),
    finds: "refuses a write, whichever call fails",
  },
  {
    mistake: "is of no use once a call has failed",
    open: spoiled((store) => {
      let isBroken = false;
      const orBreak = async <TResult>(work: () => Promise<TResult>): Promise<TResult> => {
        if (isBroken) throw new Error("There is a transaction already.");
        isBroken = true;
        const result = await work();
        isBroken = false;
        return result;
      };
      return {
        write: (key, write) => orBreak(() => store.write(key, write)),
        readHead: (key) => orBreak(() => store.readHead(key)),
      };
    }),
    finds: "makes a first write wholly or not at all, whichever call fails",
  },
  {
    mistake: "deletes the rows first and the head then",
    open: spoiled((store, client) => ({
      delete: async (key) => {
        await amend(client, key, () => ({ rows: [] }));
        await store.delete(key);
      },
    })),
    finds: "deletes wholly or not at all, whichever call fails",
  },
];
