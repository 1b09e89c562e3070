import assert from "node:assert/strict";

import type { AppKey, HistoryStore } from "@burrjs/core/persist";
import type { Cases } from "./case-place.ts";
import type { WatchedChange } from "./watching.ts";
import { placed } from "./whole-history.ts";
import { appKey, newToken, Writer } from "./writer.ts";

const key = appKey("app", "a/b:{c}*");

/** What holds of `watch`; nothing, where a store has none. */
export const watchCases: Cases = {
  "tells of every write of another connection, once it can be read": async ({ store, connect, watch }) => {
    const watching = await watch(store, key);
    const other = await connect();
    const writer = new Writer(other, key);
    for (let n = 0; n < 5; n++) await watching?.expectTold(writing(writer, { by: other, seenBy: store }));
    await watching?.end();
  },
  "tells of chunks and of a request to abort": async ({ store, connect, watch }) => {
    const watching = await watch(store, key);
    const other = await connect();
    await new Writer(other, key).write();
    await watching?.expectTold({
      of: "chunks",
      make: () => other.appendChunks(key, { sequenceId: 0, attempt: 0, index: 0, chunks: ["1"], atMs: 0 }),
      isSeen: async () => placed(await store.readChunks(key, { sequenceId: 0, attempt: 0, from: 0 })).length === 1,
    });
    await watching?.expectTold({
      of: "a request to abort",
      make: () => other.requestAbort(key),
      isSeen: async () => (await store.readHead(key))?.isAbortRequested === true,
    });
    await watching?.end();
  },
  "tells of what its own connection writes": async ({ store, watch }) => {
    const watching = await watch(store, key);
    await watching?.expectTold(writing(new Writer(store, key), { by: store, seenBy: store }));
    await watching?.end();
  },
  "tells every watcher of an application, but none that has ended": async ({ store, connect, watch }) => {
    const other = await connect();
    const [ended, second, third] = [await watch(store, key), await watch(store, key), await watch(other, key)];
    const writer = new Writer(other, key);
    const write = (): WatchedChange => writing(writer, { by: other, seenBy: store });
    await ended?.expectTold(write(), [second, third]);
    await ended?.end();
    const calls = ended?.calls;
    await second?.expectTold(write(), [third]);
    await second?.expectTold(write(), [third]);
    assert.equal(ended?.calls, calls, "a watcher that has ended must not be called");
    await second?.end();
    await third?.expectTold(write());
    await third?.end();
  },
  "watches many applications at once": async ({ store, connect, watch }) => {
    const other = await connect();
    const keys = ["", "é", "a:b", "a*", "A*", '"', "💥"].flatMap((id) => [appKey(id), appKey(id, id)]);
    const watchers = await Promise.all(keys.map((one) => watch(other, one)));
    for (const [n, one] of keys.entries()) {
      await watchers[n]?.expectTold(writing(new Writer(store, one), { by: store, seenBy: other }));
    }
    for (const watching of watchers) await watching?.end();
  },
  "stores nothing by watching": async ({ store, watch }) => {
    const watching = await watch(store, key);
    assert.equal(await store.readHead(key), undefined);
    assert.deepEqual(await store.list({}), []);
    assert.equal(await store.touch(key, newToken(), 0), "lost");
    await watching?.end();
  },
};

/** The next write of `writer`. */
function writing(
  writer: Writer,
  { by, seenBy }: { readonly by: HistoryStore; readonly seenBy: HistoryStore },
): WatchedChange {
  const write = writer.take();
  return {
    of: `a write to ${JSON.stringify(writer.key)}`,
    make: async () => {
      assert.equal(await by.write(writer.key, write), true);
    },
    isSeen: () => hasToken(seenBy, writer.key, write.head.token),
  };
}

async function hasToken(store: HistoryStore, app: AppKey, token: string): Promise<boolean> {
  return (await store.readHead(app))?.token === token;
}
