import assert from "node:assert/strict";

import type { ChunkQuery, HistoryStore, StoredChunks } from "@burrjs/core/persist";
import type { Cases } from "./case-place.ts";
import { expectWritten } from "./expect-history.ts";
import { placed } from "./whole-history.ts";
import { appKey, startMs, Writer } from "./writer.ts";

const key = appKey("app");

/** What holds of `appendChunks` and `readChunks`. */
export const chunkCases: Cases = {
  "reads chunks of several batches in order, on every connection": async ({ store, connect }) => {
    await begun(store);
    await append(store, { index: 3, chunks: ["d"] });
    await append(store, { index: 0, chunks: ["a", "b", "c"] });
    await append(store, { index: 4, chunks: ["e", "f"] });
    assert.deepEqual(await texts(await connect(), {}), ["0:a", "1:b", "2:c", "3:d", "4:e", "5:f"]);
  },
  "forgets the chunks of sequence ids that a write gives up, and of no others": async ({ store, connect }) => {
    const writer = new Writer(store, key);
    const other = new Writer(store, appKey("other"));
    for (const one of [writer, other]) {
      await one.write({ rows: [{}, {}, {}] });
      for (const sequenceId of [0, 1, 2, 10]) {
        await store.appendChunks(one.key, {
          sequenceId,
          attempt: 1,
          index: 0,
          chunks: [`"${sequenceId}"`],
          atMs: startMs,
        });
      }
    }
    const left = async (app: Writer): Promise<number[]> => {
      const again = await connect();
      const kept: number[] = [];
      for (const sequenceId of [0, 1, 2, 10]) {
        const batches = await again.readChunks(app.key, { sequenceId, attempt: 1, from: 0 });
        if (batches.length > 0) kept.push(sequenceId);
      }
      return kept;
    };
    const late = { ...writer.next({ dropChunksFrom: 0 }), expected: "another token" };
    assert.equal(await store.write(key, late), false);
    assert.deepEqual(await left(writer), [0, 1, 2, 10]);
    await writer.write({ rows: [{ sequenceId: 1, snapshot: '"back"' }], dropChunksFrom: 2 });
    assert.deepEqual(await left(writer), [0, 1]);
    assert.deepEqual(await left(other), [0, 1, 2, 10]);
  },
  "gives a batch back exactly": async ({ store }) => {
    await begun(store);
    const batch = { sequenceId: 1, attempt: 2, index: 40, chunks: ['{"text":"a\\nb"}', "null", "[]"], atMs: startMs };
    await store.appendChunks(key, batch);
    const [read] = await store.readChunks(key, { sequenceId: 1, attempt: 2, from: 40 });
    assert.ok(read);
    const { sequenceId, attempt, index, chunks, atMs } = read;
    assert.deepEqual({ sequenceId, attempt, index, chunks: [...chunks], atMs }, batch);
  },
  "reads on from the middle of a batch, without batches that end before": async ({ store }) => {
    await begun(store);
    for (let index = 0; index < 12; index += 3) await append(store, { index, chunks: ["x", "y", "z"] });
    for (let from = 0; from <= 13; from++) {
      const batches = await store.readChunks(key, { sequenceId: 1, attempt: 0, from });
      for (const { index, chunks } of batches)
        assert.ok(index + chunks.length > from, "a batch that ends before `from`");
      assert.deepEqual(
        placed(batches).flatMap(({ index }) => (index >= from ? [index] : [])),
        Array.from({ length: Math.max(0, 12 - from) }, (_, n) => from + n),
      );
    }
  },
  "reads the chunks of later attempts from their beginnings": async ({ store }) => {
    await begun(store);
    for (const attempt of [2, 0, 10, 1]) {
      await append(store, { attempt, index: 0, chunks: [`${attempt}`, `${attempt}+`] });
    }
    const all = ["0:0", "1:0+", "0:1", "1:1+", "0:2", "1:2+", "0:10", "1:10+"];
    assert.deepEqual(await texts(store, {}), all);
    assert.deepEqual(await texts(store, { attempt: 1, from: 1 }), all.slice(3));
    assert.deepEqual(await texts(store, { attempt: 2, from: 2 }), all.slice(6));
    assert.deepEqual(await texts(store, { attempt: 3, from: 5 }), all.slice(6));
    assert.deepEqual(await texts(store, { attempt: 11 }), []);
  },
  "replaces a batch that is stored again": async ({ store }) => {
    await begun(store);
    await append(store, { index: 0, chunks: ["a", "b"] });
    await append(store, { index: 2, chunks: ["c"] });
    await append(store, { index: 0, chunks: ["a", "b"] });
    assert.deepEqual(await texts(store, {}), ["0:a", "1:b", "2:c"]);
    await append(store, { index: 0, chunks: ["A", "B"] });
    assert.deepEqual(await texts(store, {}), ["0:A", "1:B", "2:c"]);
  },
  "keeps the chunks of applications and sequence ids apart": async ({ store }) => {
    const keys = [key, appKey("app", ""), appKey("app", "mine"), appKey("app1")];
    for (const one of keys) {
      await new Writer(store, one).write();
      for (const sequenceId of [1, 11, 2]) {
        const chunks = [JSON.stringify([one, sequenceId])];
        await store.appendChunks(one, { sequenceId, attempt: 0, index: 0, chunks, atMs: 0 });
      }
    }
    for (const one of keys) {
      for (const sequenceId of [1, 11, 2]) {
        const read = placed(await store.readChunks(one, { sequenceId, attempt: 0, from: 0 }));
        assert.deepEqual(read, [{ attempt: 0, index: 0, chunk: JSON.stringify([one, sequenceId]) }]);
      }
      assert.deepEqual(await store.readChunks(one, { sequenceId: 3, attempt: 0, from: 0 }), []);
    }
  },
  "changes neither head nor rows by chunks, and no chunks by writes": async ({ store }) => {
    const writer = await begun(store);
    await append(store, { index: 0, chunks: ["a"] });
    await expectWritten(store, writer);
    await writer.write();
    assert.deepEqual(await texts(store, {}), ["0:a"]);
  },
  "takes 500 batches at once, in any order": async ({ store, connect }) => {
    await begun(store);
    const other = await connect();
    const batches = Array.from({ length: 500 }, (_, n) => ({ index: ((n * 7) % 500) * 2, chunks: ["a", "b"] }));
    await Promise.all(batches.map((batch, n) => append(n % 2 === 0 ? store : other, batch)));
    const expected = Array.from({ length: 1000 }, (_, n) => `${n}:${n % 2 === 0 ? "a" : "b"}`);
    assert.deepEqual(await texts(store, {}), expected);
  },
};

async function begun(store: HistoryStore): Promise<Writer> {
  const writer = new Writer(store, key);
  await writer.write({ rows: [{}, {}] });
  return writer;
}

/** Stores chunks of sequence id 1, each a string. */
async function append(store: HistoryStore, { chunks = [], ...parts }: Partial<StoredChunks>): Promise<void> {
  const encoded = chunks.map((chunk) => JSON.stringify(chunk));
  await store.appendChunks(key, { sequenceId: 1, attempt: 0, index: 0, atMs: startMs, ...parts, chunks: encoded });
}

/** The chunks of sequence id 1 that were asked for, each as `index:text`. */
async function texts(store: HistoryStore, parts: Partial<ChunkQuery>): Promise<string[]> {
  const query = { sequenceId: 1, attempt: 0, from: 0, ...parts };
  return placed(await store.readChunks(key, query))
    .filter(({ attempt, index }) => attempt > query.attempt || index >= query.from)
    .map(({ index, chunk }) => `${index}:${String(JSON.parse(chunk))}`);
}
