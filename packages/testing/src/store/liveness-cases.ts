import assert from "node:assert/strict";

import type { Cases } from "./case-place.ts";
import { expectUnchanged } from "./expect-history.ts";
import { readHead } from "./whole-history.ts";
import { appKey, newToken, startMs, Writer } from "./writer.ts";

const key = appKey("app");

/** What holds of `touch` and `requestAbort`. */
export const livenessCases: Cases = {
  "stores a sign of life, and nothing else": async ({ store }) => {
    const writer = new Writer(store, key);
    const { token } = await writer.write({ checkpoint: "1" });
    const before = await readHead(store, key);
    assert.equal(await store.touch(key, token, startMs + 5), "running");
    assert.deepEqual(await readHead(store, key), { ...before, aliveAtMs: startMs + 5 });
    await writer.write();
  },
  "refuses a sign of life of somebody whose head was replaced": async ({ store, connect }) => {
    const writer = new Writer(store, key);
    const { token } = await writer.write();
    await writer.write();
    const other = await connect();
    for (const lost of [token, newToken(), ""]) {
      const touched = await expectUnchanged({ store, key }, () => other.touch(key, lost, startMs + 99));
      assert.equal(touched, "lost");
    }
  },
  "refuses a sign of life of an application that does not exist": async ({ store }) => {
    assert.equal(await store.touch(key, newToken(), startMs), "lost");
    assert.equal(await store.readHead(key), undefined);
  },
  "tells whoever drives an application that an abort was asked for": async ({ store, connect }) => {
    const { token } = await new Writer(store, key).write({ checkpoint: "1" });
    const before = await readHead(store, key);
    assert.equal(await (await connect()).requestAbort(key), true);
    assert.deepEqual(await readHead(store, key), { ...before, isAbortRequested: true });
    for (const aliveAtMs of [startMs + 1, startMs + 2]) {
      assert.equal(await store.touch(key, token, aliveAtMs), "abort-requested");
      assert.deepEqual(await readHead(store, key), { ...before, aliveAtMs, isAbortRequested: true });
    }
    assert.equal(await store.touch(key, newToken(), startMs + 3), "lost");
    assert.equal((await store.list({}))[0]?.head.isAbortRequested, true);
  },
  "takes a request to abort again, and forgets it with the next write": async ({ store }) => {
    const writer = new Writer(store, key);
    await writer.write();
    assert.equal(await store.requestAbort(key), true);
    assert.equal(await store.requestAbort(key), true);
    assert.equal(await store.write(key, { ...writer.next(), expected: newToken() }), false);
    assert.equal((await readHead(store, key))?.isAbortRequested, true);
    const { token } = await writer.write({ rows: [] });
    assert.equal((await readHead(store, key))?.isAbortRequested, false);
    assert.equal(await store.touch(key, token, startMs), "running");
  },
  "keeps a request to abort over a write that says so": async ({ store }) => {
    const writer = new Writer(store, key);
    await writer.write({ keepsAbort: true });
    assert.equal((await readHead(store, key))?.isAbortRequested, false);
    await store.requestAbort(key);
    const { token } = await writer.write({ keepsAbort: true, checkpoint: "1" });
    assert.equal(await store.touch(key, token, startMs), "abort-requested");
    await writer.write({ keepsAbort: true, rows: [{ snapshot: "1" }] });
    assert.equal((await readHead(store, key))?.isAbortRequested, true);
    await writer.write({ keepsAbort: false });
    assert.equal((await readHead(store, key))?.isAbortRequested, false);
  },
  "refuses a request to abort what nobody drives": async ({ store }) => {
    assert.equal(await store.requestAbort(key), false);
    const writer = new Writer(store, key);
    for (const status of ["idle", "suspended"] as const) {
      await writer.write({ head: { status } });
      assert.equal(await expectUnchanged({ store, key }, () => store.requestAbort(key)), false);
    }
    await writer.write({ head: { status: "running" } });
    assert.equal(await store.requestAbort(appKey("app", "")), false);
    assert.equal((await readHead(store, key))?.isAbortRequested, false);
  },
};
