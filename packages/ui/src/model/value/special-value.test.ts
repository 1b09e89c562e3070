import { describe, expect, it } from "vitest";
import { specialValue } from "./special-value.ts";

const tag = (kind: string, value?: unknown): unknown => ({ $burr: kind, value });

describe("what a tag of the log stands for", () => {
  it.each([
    { when: "a date", value: tag("date", "2026-11-29T02:30:00.000Z"), text: "2026-11-29T02:30:00.000Z" },
    { when: "a date that is none", value: tag("date", null), text: "Invalid Date" },
    { when: "a number that JSON lacks", value: tag("number", "-0"), text: "-0" },
    { when: "a bigint", value: tag("bigint", "12"), text: "12n" },
    { when: "undefined", value: tag("undefined"), text: "undefined" },
    { when: "a regular expression", value: tag("regexp", ["a+b", "gi", 0]), text: "/a+b/gi" },
    { when: "bytes", value: tag("uint8array", "AAEC"), text: "Uint8Array of 3 bytes" },
    { when: "bytes with padding", value: tag("arraybuffer", "AAE="), text: "ArrayBuffer of 2 bytes" },
    { when: "an error", value: tag("error", { type: "TypeError", message: "bad" }), text: "TypeError: bad" },
    { when: "something redacted", value: tag("redacted", "0123456789ab"), text: "redacted 0123456789ab" },
    { when: "something that cannot be stored", value: tag("omitted", "function"), text: "not recorded: function" },
    { when: "an instance of a registered class", value: tag("Money", { cents: 3 }), text: "Money" },
    { when: "a map", value: tag("map", [["a", 1]]), text: "Map of 1" },
    { when: "a map that is none", value: tag("map", 3), text: "Map of 0" },
  ])("of $when it is $text", ({ value, text }) => {
    expect(specialValue(value)?.text).toBe(text);
  });

  it("is nothing for values without a tag", () => {
    for (const value of [null, 1, "x", [], {}, { $burr: 1 }]) expect(specialValue(value)).toBeUndefined();
  });

  it("has parts with the way to them in the log", () => {
    expect(
      specialValue(
        tag("map", [
          ["a/b", 1],
          [{ id: 2 }, [3]],
        ]),
      )?.parts,
    ).toEqual([
      { key: "a/b", path: "/value/0/1", value: 1 },
      { key: '{"id":2}', path: "/value/1/1", value: [3] },
    ]);
    expect(specialValue(tag("object", { "a/b": 1 }))?.parts).toEqual([{ key: "a/b", path: "/value/a~1b", value: 1 }]);
    expect(specialValue(tag("sparse", [9, [[4, "x"]]]))?.parts).toEqual([
      { key: "4", path: "/value/1/0/1", value: "x" },
    ]);
  });
});
