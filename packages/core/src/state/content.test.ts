import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { copyContent, hasSameContent } from "./content.ts";

class Money {
  readonly amount = 1;
}

describe("hasSameContent", () => {
  it("holds for a copy", () => {
    fc.assert(
      fc.property(fc.anything({ withDate: true, withMap: true, withSet: true, withBigInt: true }), (value) => {
        expect(hasSameContent(value, copyContent(value))).toBe(true);
      }),
    );
  });

  it.each([
    [1, "1"],
    [0, -0],
    [[1], [1, 2]],
    [[1], { 0: 1 }],
    [{ a: undefined }, {}],
    [{ a: undefined }, { b: undefined }],
    [{ a: { b: 1 } }, { a: { b: 2 } }],
    [{}, null],
    [{}, []],
    [new Date(1), new Date(2)],
    [new Date(1), {}],
    [new Map([[1, 2]]), new Map([[1, 3]])],
    [new Map(), new Set()],
    [new Set([1]), new Set([2])],
    [new Set(), new Map()],
    [new Money(), new Money()],
  ])("does not hold for %o and %o", (one, other) => {
    expect(hasSameContent(one, other)).toBe(false);
  });

  it("holds for a copy of what contains itself", () => {
    const value: Record<string, unknown> = { list: [1] };
    value["self"] = [value];
    const copy = copyContent(value) as typeof value;
    expect(copy["self"]).toEqual([copy]);
    expect(hasSameContent(value, copy)).toBe(true);
    expect(hasSameContent(value, { ...copy, list: [2] })).toBe(false);
  });

  it("holds for the very same object, whatever it is", () => {
    const money = new Money();
    expect(hasSameContent([money], [money])).toBe(true);
  });
});

describe("copyContent", () => {
  it("shares no list, plain object, date, map or set", () => {
    const value = { list: [{ at: new Date(1) }], map: new Map([["a", [1]]]), set: new Set([1]), money: new Money() };
    const copy = copyContent(value) as typeof value;
    expect(copy).toEqual(value);
    expect(copy.list).not.toBe(value.list);
    expect(copy.list[0]?.at).not.toBe(value.list[0]?.at);
    expect(copy.map.get("a")).not.toBe(value.map.get("a"));
    expect(copy.set).not.toBe(value.set);
    expect(copy.money).toBe(value.money);
  });
});
