import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { diffJson } from "./diff-json.ts";
import { pointerGet } from "./pointer.ts";
import { sameJson } from "./same-json.ts";

const shortly = (before: unknown, after: unknown): readonly string[] =>
  diffJson(before, after).map(({ op, path, from }) => `${op} ${path}${from === undefined ? "" : ` from ${from}`}`);

const message = (content: string, role = "user"): object => ({ role, content, tokens: content.length });

describe("diffJson", () => {
  it.each<[string, unknown, unknown, readonly string[]]>([
    ["nothing", { a: [1, { b: 2 }] }, { a: [1, { b: 2 }] }, []],
    ["the order of keys", { a: 1, b: { c: 1, d: 2 } }, { b: { d: 2, c: 1 }, a: 1 }, []],
    ["a key that is new", { a: 1 }, { a: 1, b: 2 }, ["add /b"]],
    ["a key that is gone", { a: 1, b: 2 }, { a: 1 }, ["remove /b"]],
    ["a value deep inside", { a: { "b/c": { d: 1 } } }, { a: { "b/c": { d: 2 } } }, ["change /a/b~1c/d"]],
    ["another type", { a: { b: 1 } }, { a: [1] }, ["change /a"]],
    ["null for a value", { a: 1 }, { a: null }, ["change /a"]],
    ["an item at the end", { a: [1, 2] }, { a: [1, 2, 3] }, ["add /a/2"]],
    ["a message in the middle", [message("a"), message("c")], [message("a"), message("b"), message("c")], ["add /1"]],
    ["a message at the front", [message("b"), message("c")], [message("a"), message("b"), message("c")], ["add /0"]],
    ["a message less", [message("a"), message("b"), message("c")], [message("a"), message("c")], ["remove /1"]],
    ["a changed message", [message("a"), message("b")], [message("a"), message("x")], ["change /1/content"]],
    [
      "a changed message and one more",
      [message("a"), message("b")],
      [message("a"), message("x"), message("y")],
      ["change /1/content", "add /2"],
    ],
    [
      "one more before a changed message",
      [message("a"), { ...message("b"), id2: 1 }],
      [message("a"), { other: 1 }, { ...message("x"), id2: 1 }],
      ["add /1", "change /2/content"],
    ],
    ["a number in a list", [1, 2, 3], [1, 5, 3], ["change /1"]],
    ["a moved item", ["a", "b", "c", "d"], ["b", "c", "d", "a"], ["move /3 from /0"]],
    ["items of another kind", [{ a: 1 }], ["a"], ["remove /0", "add /0"]],
    [
      "an item with an id that changed",
      [
        { id: 1, n: 1 },
        { id: 2, n: 1 },
      ],
      [
        { id: 2, n: 1 },
        { id: 1, n: 2 },
      ],
      ["move /1 from /0", "change /1/n"],
    ],
    [
      "items with keys that came and went",
      [{ key: "a" }, { key: "b", n: 1 }, { key: "c" }],
      [{ key: "b", n: 2 }, { key: "c" }, { key: "d" }],
      ["remove /0", "change /0/n", "add /2"],
    ],
    ["ids that are no ids", [{ id: 1 }, { id: 1, a: 1 }], [{ id: 1, a: 1 }, { id: 1 }], ["move /1 from /0"]],
    ["a date", { a: { $burr: "date", value: "1" } }, { a: { $burr: "date", value: "2" } }, ["change /a"]],
    [
      "a value in a map",
      {
        a: {
          $burr: "map",
          value: [
            ["k", 1],
            ["l", 2],
          ],
        },
      },
      {
        a: {
          $burr: "map",
          value: [
            ["k", 1],
            ["l", 3],
          ],
        },
      },
      ["change /a/value/1/1"],
    ],
    [
      "__proto__",
      JSON.parse('{"__proto__":1}'),
      JSON.parse('{"__proto__":2,"constructor":3}'),
      ["change /__proto__", "add /constructor"],
    ],
    ["the whole", 1, "1", ["change "]],
  ])("sees %s", (_what, before, after, differences) => {
    expect(shortly(before, after)).toEqual(differences);
  });

  it("shows both sides", () => {
    expect(diffJson({ a: 1, b: "x" }, { a: 2, c: [1] })).toEqual([
      {
        path: "/a",
        op: "change",
        before: { value: 1, type: "number", bytes: 1 },
        after: { value: 2, type: "number", bytes: 1 },
      },
      { path: "/b", op: "remove", before: { value: "x", type: "string", bytes: 3 } },
      { path: "/c", op: "add", after: { value: [1], type: "array", bytes: 3, length: 1 } },
    ]);
  });

  it("takes an inserted message as one difference in a chat of thousands, some of which are the same", () => {
    const chat = Array.from({ length: 3000 }, (_, at) => message(`message ${at % 700}`));
    const longer = chat.toSpliced(1500, 0, message("new")).toSpliced(10, 1, message("changed"));
    expect(shortly({ chat }, { chat: longer })).toEqual([
      "change /chat/10/content",
      "change /chat/10/tokens",
      "add /chat/1500",
    ]);
  });

  it("compares keys as a whole when the time is up", () => {
    let looks = 0;
    const now = (): number => (looks++ < 2 ? 0 : 1000);
    const before = { a: { n: 1 }, b: { n: 1 }, c: { n: 1, m: 1 } };
    const entries = diffJson(before, { ...before, a: { n: 2 }, c: { m: 1, n: 1 }, d: 1 }, { budgetMs: 200, now });
    expect(entries.map(({ op, path, coarse }) => [op, path, coarse])).toEqual([
      ["change", "/a/n", undefined],
      ["add", "/d", true],
    ]);
  });

  it("stops inside of a key when the time is up", () => {
    let looks = 0;
    const now = (): number => looks++;
    const list = Array.from({ length: 10_000 }, (_, n) => ({ n }));
    const entries = diffJson({ list }, { list: list.toReversed() }, { budgetMs: 5, now });
    expect(entries.map(({ op, path, coarse }) => [op, path, coarse])).toEqual([["change", "/list", true]]);
  });

  const json = fc.letrec((tie) => ({
    value: fc.oneof({ depthSize: "small" }, fc.constantFrom(0, 1, "a", null, true), tie("list"), tie("object")),
    list: fc.array(tie("value"), { maxLength: 6 }),
    object: fc.dictionary(fc.constantFrom("a", "b", "id", "key", "$burr", "__proto__"), tie("value"), { maxKeys: 4 }),
  })).value;

  it("sees no difference exactly where there is none", () => {
    fc.assert(
      fc.property(json, json, (before, after) => {
        expect(diffJson(before, structuredClone(before))).toEqual([]);
        expect(diffJson(before, after).length === 0).toBe(sameJson(before, after));
      }),
      { numRuns: 500 },
    );
  });

  it("names for each difference a place where its value is", () => {
    fc.assert(
      fc.property(json, json, (before, after) => {
        for (const entry of diffJson(before, after)) {
          const [side, shown] = entry.op === "remove" ? [before, entry.before] : [after, entry.after];
          expect(shown?.value).toEqual(pointerGet(side, entry.path));
          const origin = entry.from === undefined ? "" : entry.from;
          expect(origin === "" || pointerGet(before, origin) !== undefined).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });
});
