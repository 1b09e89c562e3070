import assert from "node:assert/strict";

import type { Cases } from "./case-place.ts";
import { expectUnchanged, expectWritten } from "./expect-history.ts";
import { appKey, Writer } from "./writer.ts";

const key = appKey("app");

/** What holds of two stores in one database; nothing, where a store under test offers no second one. */
export const neighbourCases: Cases = {
  "shares nothing with a store of another name in the same database": async ({ store, underTest }) => {
    const neighbour = await underTest.openNeighbour?.();
    if (neighbour === undefined) return;
    const writer = new Writer(store, key);
    await writer.write({ checkpoint: "1" });
    await neighbour.initialize();
    assert.equal(await neighbour.readHead(key), undefined);
    assert.deepEqual(await neighbour.list({}), []);
    const other = new Writer(neighbour, key);
    await expectUnchanged({ store, key }, async () => {
      await other.write({ rows: [{ body: '"other"' }, {}] });
      await neighbour.appendChunks(key, { sequenceId: 0, attempt: 0, index: 0, chunks: ["1"], atMs: 0 });
      await neighbour.requestAbort(key);
      await neighbour.trim(key, { index: 1, snapshot: "1" });
    });
    for await (const text of store.texts()) assert.ok(!text.includes("other"), "a text of the other store");
    await store.delete(key);
    assert.equal((await neighbour.readHead(key))?.token, other.head?.token);
    await neighbour.delete(key);
    const again = new Writer(store, key);
    await again.write();
    await expectWritten(store, again);
  },
};
