import { describe, expect, it } from "vitest";
import { flagIn, numberIn, textIn, textOrNullIn } from "./columns.ts";

it.each([
  { driver: "a number", value: 12, number: 12 },
  { driver: "a fraction", value: 0.5, number: 0.5 },
  { driver: "a bigint", value: 12n, number: 12 },
  { driver: "text, as PostgreSQL's bigint", value: "12", number: 12 },
])("reads a number from $driver", ({ value, number }) => {
  expect(numberIn({ n: value }, "n")).toBe(number);
});

it.each([
  [true, true],
  [false, false],
  [1, true],
  [0, false],
  [1n, true],
  [0n, false],
])("reads a flag from %s", (value, flag) => {
  expect(flagIn({ f: value }, "f")).toBe(flag);
});

it("reads text, and null where it may be", () => {
  expect(textIn({ t: "" }, "t")).toBe("");
  expect(textOrNullIn({ t: "a" }, "t")).toBe("a");
  expect(textOrNullIn({ t: null }, "t")).toBeNull();
});

describe("a table of somebody else", () => {
  it.each([
    { what: "text that is null", read: () => textIn({ t: null }, "t"), message: /"t" .* should be text/ },
    { what: "no such column", read: () => textOrNullIn({}, "t"), message: /should be text, and is undefined/ },
    { what: "no number", read: () => numberIn({ n: "" }, "n"), message: /should be a number/ },
    { what: "no row", read: () => textIn(undefined, "t"), message: /should be in a row/ },
  ])("is refused: $what", ({ read, message }) => {
    expect(read).toThrow(TypeError);
    expect(read).toThrow(message);
  });
});
