import type { AppKey, StoreWrite } from "@burrjs/core/persist";
import { ModelData } from "../model/model-data.ts";
import type { OpenStore } from "../store/store-under-test.ts";
import { amend, type Mutant, spoiled, writing, writingRows } from "./mutant.ts";
import { openModel } from "./open-model.ts";

const ids = "keeps applications apart whose ids look alike";
const joined = "keeps applications apart whose ids and partition keys look alike when joined";
const everyText = "gives every text back as it was";
const yielded = "yields every stored text, and none of what was trimmed, replaced or deleted";

/** Mistakes with ids, texts and large data. */
export const textMutants: readonly Mutant[] = [
  { mistake: "takes upper for lower case", open: named(({ appId }) => appId.toLowerCase()), finds: ids },
  { mistake: "drops spaces at the end of ids", open: named(({ appId }) => appId.trimEnd()), finds: ids },
  { mistake: "normalises ids", open: named(({ appId }) => appId.normalize()), finds: ids },
  { mistake: "cuts ids after 255 characters", open: named(({ appId }) => appId.slice(0, 255)), finds: ids },
  { mistake: "ends ids at NUL", open: named(({ appId }) => appId.replace(/\0.*/, "")), finds: ids },
  { mistake: "takes percent signs for escapes", open: named(({ appId }) => unescaped(appId)), finds: ids },
  { mistake: "takes digits for numbers", open: named(({ appId }) => String(Number(appId) || appId)), finds: ids },
  {
    mistake: "takes no partition for one without a name",
    open: named(({ partitionKey, appId }) => JSON.stringify([partitionKey ?? "", appId])),
    finds: "keeps applications apart whose partition keys look alike",
  },
  {
    mistake: "joins partition and id by a colon",
    open: named(({ partitionKey, appId }) => `${partitionKey === null ? "-" : "+"}${partitionKey}:${appId}`),
    finds: joined,
  },
  {
    mistake: "joins partition and id by NUL",
    open: named(({ partitionKey, appId }) => `${partitionKey === null ? "-" : "+"}${partitionKey}\0${appId}`),
    finds: joined,
  },
  {
    mistake: "formats JSON anew",
    open: writingRows((row) => ({ ...row, body: JSON.stringify(JSON.parse(row.body)) })),
    finds: everyText,
  },
  {
    mistake: "changes line ends",
    open: writingRows((row) => ({ ...row, delta: row.delta.replaceAll("\n", "\r\n") })),
    finds: everyText,
  },
  {
    mistake: "stores snapshots in latin-1",
    open: writingRows(({ snapshot, ...row }) => ({
      ...row,
      ...(snapshot !== undefined && { snapshot: snapshot.replaceAll(/[^\0-\u00ff]/g, "?") }),
    })),
    finds: everyText,
  },
  {
    mistake: "unescapes the chunks that it stores",
    open: spoiled((store) => ({
      appendChunks: (key, added) =>
        store.appendChunks(key, { ...added, chunks: added.chunks.map((chunk) => chunk.replaceAll("\\u0000", "")) }),
    })),
    finds: "gives every chunk back as it was",
  },
  ...(["body", "delta", "snapshot", "checkpoint", "chunks"] as const).map((part) => ({
    mistake: `leaves every ${part} out of the texts`,
    open: spoiled((_, client) => ({
      async *texts() {
        const apps = await client.transact((data) => [...data.apps.values()]);
        for (const { head, checkpoint, rows, chunks } of apps) {
          if (part !== "checkpoint" && checkpoint !== null) yield checkpoint;
          if (part !== "chunks") for (const batch of chunks) yield batch.chunks.join("\n");
          yield JSON.stringify([head, rows.map((row) => ({ ...row, [part]: undefined }))]);
        }
      },
    })),
    finds: yielded,
  })),
  {
    mistake: "leaves every head out of the texts",
    open: spoiled((_, client) => ({
      async *texts() {
        for (const app of await client.transact((data) => [...data.apps.values()])) {
          yield JSON.stringify({ ...app, head: undefined });
        }
      },
    })),
    finds: yielded,
  },
  {
    mistake: "yields what was trimmed long ago",
    open: spoiled((store, client) => ({
      trim: async (key, first) => {
        const before = await store.readRange(key, 0, first.index - 1);
        await store.trim(key, first);
        await amend(client, key, ({ head }) => ({ head: { ...head, body: head.body + JSON.stringify(before) } }));
      },
    })),
    finds: yielded,
  },
  {
    mistake: "yields a page of texts",
    open: spoiled((store) => ({
      async *texts() {
        let count = 0;
        for await (const text of store.texts()) if (count++ < 500) yield text;
      },
    })),
    finds: "yields the texts of hundreds of applications",
  },
  {
    mistake: "refuses texts above 4 MB",
    open: refusing((write) => write.rows.some(({ body }) => body.length > 2_000_000)),
    finds: "stores texts of 5 MB each",
  },
  {
    mistake: "refuses more than 1,000 rows",
    open: refusing((write) => write.rows.length > 1000),
    finds: "stores 2,000 rows in one write",
  },
  {
    mistake: "refuses writes above 16 MB",
    open: refusing((write) => JSON.stringify(write).length > 16_000_000),
    finds: "stores 2,000 rows of 10 KB in one write",
  },
  {
    mistake: "stores at most 1,000 chunks of a batch",
    open: spoiled((store) => ({
      appendChunks: (key, added) => store.appendChunks(key, { ...added, chunks: added.chunks.slice(0, 1000) }),
    })),
    finds: "stores 10,000 chunks in one batch",
  },
];

function named(nameOf: (key: AppKey) => string): OpenStore {
  return openModel({ newData: () => new ModelData(nameOf) });
}

function refusing(isTooLarge: (write: StoreWrite) => boolean): OpenStore {
  return writing((write) => {
    if (isTooLarge(write)) throw new Error("This is too large.");
    return write;
  });
}

function unescaped(id: string): string {
  try {
    return decodeURIComponent(id);
  } catch {
    return id; // a percent sign that begins no escape stands for itself
  }
}
