import { valueCodec } from "@burrjs/core/persist";
import { maskMissing } from "@burrjs/protocol";
import { expect, it } from "vitest";
import { makeStyle } from "../terminal/style.ts";
import { alignActions } from "./align-actions.ts";
import { graftMissing } from "./graft-missing.ts";
import { isSameText } from "./log-tags.ts";
import { plainValue } from "./plain-values.ts";
import { pointerText, toPointer } from "./pointer.ts";
import { valueLines, valueText } from "./value-text.ts";

const logged = (value: unknown): unknown => JSON.parse(valueCodec().encode(value, "value"));

it("tells values for people, each on one line, tags as what they stand for", () => {
  const value = { at: new Date(0), "odd key": [1n, Number.NaN], text: "a\nb\u001b[0m", none: null, deep: {} };
  expect(valueText(logged(value))).toBe(
    '{ at: ‹date 1970-01-01T00:00:00.000Z›, "odd key": [‹bigint 1›, ‹number NaN›], text: "a\\nb\\u001b[0m", none: null, deep: {} }',
  );
  expect(valueText({ $burr: "redacted", value: "3fa9c2" })).toBe("‹redacted 3fa9c2›");
});

it.each([
  { recorded: "no gold", today: "no gold", same: true },
  { recorded: "no gold", today: "no gold today", same: false },
  { recorded: "key [redacted] is old", today: "key abc is old", same: true },
  { recorded: "key [redacted] is old", today: "key abc is new", same: false },
  { recorded: "[redacted] and [redacted]", today: "a and b", same: true },
  { recorded: "[redacted] and [redacted]", today: "a or b", same: false },
  { recorded: "ab[redacted]ba", today: "aba", same: false },
])("$today can be what was recorded as $recorded: $same", ({ recorded, today, same }) => {
  expect(isSameText(recorded, today)).toBe(same);
});

it("tells values in lines", () => {
  expect(valueLines(logged({ a: [1, { b: "x" }], c: {} }), makeStyle(false))).toEqual([
    "{",
    "  a: [",
    "    1,",
    "    {",
    '      b: "x"',
    "    }",
    "  ],",
    "  c: {}",
    "}",
  ]);
});

it("gives values of the log as JSON that anybody can read", () => {
  const value = {
    at: new Date(0),
    big: 2n ** 64n,
    map: new Map<unknown, unknown>([["a", new Set([1])]]),
    odd: new Map([[1, 2]]),
    error: new TypeError("no"),
    none: undefined,
    regexp: /a+/g,
  };
  expect(plainValue(logged(value))).toEqual({
    at: "1970-01-01T00:00:00.000Z",
    big: "18446744073709551616",
    map: { a: [1] },
    odd: [[1, 2]],
    error: { type: "TypeError", message: "no" },
    none: null,
    regexp: "/a+/g",
  });
});

it.each([
  ["docs[0].title", "/docs/0/title"],
  ["docs.0.title", "/docs/0/title"],
  ["/docs/0/a~1b", "/docs/0/a~1b"],
  ["a/b", "/a~1b"],
  [".", ""],
])("reads the path %s", (text, pointer) => {
  expect(toPointer(text)).toBe(pointer);
});

it("writes paths for people", () => {
  expect(pointerText("/docs/0/a~1b c")).toBe('docs[0]."a/b c"');
  expect(() => toPointer("/a~2")).toThrow("~0");
});

it("knows which values are not in the log, and takes them for equal", () => {
  const recorded = {
    token: { $burr: "redacted", value: "aa" },
    list: [1, { $burr: "omitted", value: "function" }],
    n: 1,
  };
  expect(maskMissing(recorded)).toEqual({
    value: { token: "‹redacted›", list: [1, "‹redacted›"], n: 1 },
    missing: ["/token", "/list/1"],
  });
  expect(graftMissing(recorded, { token: "secret", list: [1, 2], n: 2 })).toEqual({ ...recorded, n: 2 });
});

it("puts the steps of two runs side by side", () => {
  const steps = (...actions: string[]) => actions.map((action, id) => ({ action, id }));
  expect(alignActions(steps("a", "b", "c", "d"), steps("a", "x", "c", "d"))).toEqual([
    { action: "a", left: 0, right: 0 },
    { action: "b", left: 1 },
    { action: "x", right: 1 },
    { action: "c", left: 2, right: 2 },
    { action: "d", left: 3, right: 3 },
  ]);
  expect(alignActions([], steps("a"))).toEqual([{ action: "a", right: 0 }]);
});
