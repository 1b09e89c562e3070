import assert from "node:assert/strict";

import type { AppKey, HistoryStore } from "@burrjs/core/persist";
import type { Cases } from "./case-place.ts";
import { expectWritten } from "./expect-history.ts";
import { placed } from "./whole-history.ts";
import { appKey, Writer } from "./writer.ts";

/** Ids that a careless store takes for each other, for syntax, or for its own keys. */
const ids = [
  [
    "",
    " ",
    "a",
    "A",
    "a ",
    " a",
    "a\t",
    "a\n",
    "\u0000",
    "a\u0000",
    "a\u0000b",
    "0",
    "1",
    "-1",
    "1e3",
    "1000",
    "01",
    "null",
    "undefined",
  ],
  [
    "a/b",
    "a/",
    "a:b",
    "a:",
    ":a",
    "a%2Fb",
    "%",
    "%%",
    "%s",
    "$1",
    "${a}",
    "{a}",
    "{",
    "}",
    "a*",
    "?",
    "[a]",
    "a.b",
    "$a",
  ],
  ["'", "''", '"', "\\", "\\\\", "\\'", "`", "a;--", "a,b", "a|b", "a#b", "a_b", "aXb", "../a", ".", "<a>", "&amp;"],
  ["__proto__", "constructor", "toString", "hasOwnProperty", "length"],
  [
    "\u00e9",
    "e\u0301",
    "\u00df",
    "ss",
    "\u0130",
    "i",
    "\u0131",
    "日本語",
    "💥",
    "👩‍👩‍👧",
    "\u202e",
    "a\u2028b",
    "\ufeff",
    "\ufffd",
  ],
  ["x".repeat(500), `${"x".repeat(499)}y`, "日".repeat(500)],
].flat();

/** JSON texts that a careless store changes on the way. */
const texts = [
  '""',
  "null",
  "-0",
  "1e400",
  "12345678901234567890",
  ' { "a" : 1 } ',
  '{"b":1,"a":2,"b":3}',
  "\n[\n\t1\n]\n",
  '"\\u0000\\ud800\\/\\u00e9"',
  JSON.stringify(Array.from({ length: 0x20 }, (_, code) => String.fromCodePoint(code)).join("")),
  JSON.stringify("\u007f\u0080\u009f\u00a0\u2028\u2029\ufeff\ufffe\uffff"),
  JSON.stringify({ ["__proto__"]: 1, constructor: 2, $set: { "a.b": 3 }, "": 4 }),
  JSON.stringify("' '' \" \\ \\' ; -- /* $1 ${a} %s %% ? :a {b} \r\n \t"),
  JSON.stringify("é e\u0301 日本語 💥 👩‍👩‍👧 \ud800 \udfff \u202e"),
];

/** What holds of ids and texts of every kind. */
export const textCases: Cases = {
  "keeps applications apart whose ids look alike": async ({ store, connect }) => {
    await expectApart(
      ids.map((id) => appKey(id)),
      { store, reader: await connect() },
    );
  },
  "keeps applications apart whose partition keys look alike": async ({ store, connect }) => {
    await expectApart(
      [null, ...ids].map((partitionKey) => appKey("app", partitionKey)),
      { store, reader: await connect() },
    );
  },
  "keeps applications apart whose ids and partition keys look alike when joined": async ({ store, connect }) => {
    const joined = ["", "a", ":", "a:", ":a", "a:a", "/", "a/", "/a", "\u0000", "null", '"', '","', "\\", "%", "%3A"];
    const keys = joined.flatMap((appId) => [null, ...joined].map((partitionKey) => appKey(appId, partitionKey)));
    await expectApart(keys, { store, reader: await connect() });
  },
  "gives every text back as it was": async ({ store }) => {
    for (const [n, text] of texts.entries()) {
      const writer = new Writer(store, appKey(`app ${n}`));
      await writer.write({
        rows: [{ body: text, delta: text, snapshot: text }],
        head: { body: text },
        checkpoint: text,
      });
      await writer.write({ rows: [{ body: text, delta: text }] });
      await expectWritten(store, writer);
      await store.trim(writer.key, { index: 1, snapshot: text });
      assert.equal((await store.readRows(writer.key))[0]?.snapshot, text);
    }
  },
  "gives every chunk back as it was": async ({ store }) => {
    const key = appKey("app");
    await new Writer(store, key).write();
    const chunks = texts.map((text) => text.replaceAll(/[\n\t]/g, " "));
    await store.appendChunks(key, { sequenceId: 0, attempt: 0, index: 0, chunks, atMs: 0 });
    for (const [n, chunk] of chunks.entries()) {
      await store.appendChunks(key, { sequenceId: 0, attempt: 1, index: n, chunks: [chunk], atMs: 0 });
    }
    const read = placed(await store.readChunks(key, { sequenceId: 0, attempt: 0, from: 0 }));
    assert.deepEqual(
      read.map(({ chunk }) => chunk),
      [...chunks, ...chunks],
    );
  },
  "yields every stored text, and none of what was trimmed, replaced or deleted": async ({ store, connect }) => {
    const reader = await connect();
    const references = new References();
    const [kept, deleted] = [new Writer(store, appKey("kept", "p")), new Writer(store, appKey("deleted"))];
    for (const writer of [kept, deleted]) {
      const mark = references.of(writer === kept ? "trimmed" : "deleted");
      await writer.write({
        rows: [{ body: mark(), delta: mark(), snapshot: mark() }],
        head: { body: references.of("replaced")() },
        checkpoint: references.of("replaced")(),
      });
      await store.appendChunks(writer.key, { sequenceId: 0, attempt: 0, index: 0, chunks: [mark(), mark()], atMs: 0 });
    }
    const stored = references.of("stored");
    for (const writer of [kept, deleted]) {
      const mark = writer === kept ? stored : references.of("deleted");
      await writer.write({
        rows: [
          { body: mark(), delta: mark() },
          { body: mark(), delta: mark(), snapshot: mark() },
        ],
        head: { body: mark() },
        checkpoint: mark(),
      });
      const chunks = [mark(), mark()];
      await store.appendChunks(writer.key, { sequenceId: 1, attempt: 3, index: 0, chunks, atMs: 0 });
    }
    await store.trim(kept.key, { index: 1, snapshot: stored() });
    await store.delete(deleted.key);
    assert.deepEqual(await references.foundBy(reader), references.marked("stored"));
  },
  "yields the texts of hundreds of applications": async ({ store }) => {
    const references = new References();
    const mark = references.of("stored");
    for (let n = 0; n < 300; n++) {
      await new Writer(store, appKey(`${n}`)).write({ rows: [{ body: mark() }, { delta: mark() }] });
    }
    assert.deepEqual(await references.foundBy(store), references.marked("stored"));
  },
};

/** Fails unless each of the keys has a history of its own, its chunks included, and is listed as itself. */
async function expectApart(
  keys: readonly AppKey[],
  { store, reader }: { readonly store: HistoryStore; readonly reader: HistoryStore },
): Promise<void> {
  const writers = keys.map((key) => new Writer(store, key));
  for (const writer of writers) {
    await writer.write({ checkpoint: JSON.stringify(writer.key) });
    const chunks = [JSON.stringify(writer.key)];
    await store.appendChunks(writer.key, { sequenceId: 0, attempt: 0, index: 0, chunks, atMs: 0 });
  }
  for (const writer of writers) {
    await expectWritten(reader, writer);
    const chunks = placed(await reader.readChunks(writer.key, { sequenceId: 0, attempt: 0, from: 0 }));
    assert.deepEqual(chunks, [{ attempt: 0, index: 0, chunk: JSON.stringify(writer.key) }]);
  }
  const listed = (await reader.list({})).map(({ key }) => JSON.stringify([key.partitionKey, key.appId]));
  const expected = keys.map(({ partitionKey, appId }) => JSON.stringify([partitionKey, appId]));
  assert.deepEqual(listed.toSorted(), expected.toSorted());
}

/** JSON texts, each with a number of 64 digits like those of artifacts, which is looked for later. */
class References {
  readonly #groups = new Map<string, string[]>();
  #count = 0;

  /** Makes texts of a group. */
  of(group: string): () => string {
    return () => {
      const reference = "a".repeat(58) + String(++this.#count).padStart(6, "0");
      this.#groups.set(group, [...this.marked(group), reference]);
      return JSON.stringify({ artifact: reference });
    };
  }

  marked(group: string): string[] {
    return this.#groups.get(group) ?? [];
  }

  /** Those that occur in the texts of a store, in the order in which they were made. */
  async foundBy(store: HistoryStore): Promise<string[]> {
    const found = new Set<string>();
    for await (const text of store.texts())
      for (const [reference] of text.matchAll(/a{58}\d{6}/g)) found.add(reference);
    return [...found].toSorted();
  }
}
