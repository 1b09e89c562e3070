import { describe, expect, it } from "vitest";
import { stallFrom, stallRows } from "./stall-rows.ts";
import { lanesOf } from "./stream-lanes.ts";
import { timingOf } from "./stream-timing.ts";

describe("where a stream stood still", () => {
  const items = ["Hello", " wide\nworld", "!", "and a very long word that goes on"];
  const timing = timingOf([10_000, 900_000, 5000, 700_000]);
  const rows = (stalls: readonly number[], most = 9) => stallRows(stalls, { timing, lanes: lanesOf(items), most });

  it("says for how long, and before what", () => {
    expect(rows([1, 3])).toEqual([
      { index: 1, gapMs: 900, atMs: 910, text: "wide world" },
      { index: 3, gapMs: 700, atMs: 1615, text: "and a very long wo…" },
    ]);
  });

  it("keeps the longest of many, in their order", () => {
    expect(rows([1, 2, 3], 2).map(({ index }) => index)).toEqual([1, 3]);
  });

  it.each([
    { seen: 0, direction: 1, to: 1 },
    { seen: 2, direction: 1, to: 3 },
    { seen: 4, direction: 1, to: 1 },
    { seen: 4, direction: -1, to: 1 },
    { seen: 1, direction: -1, to: 3 },
  ] as const)("goes from $seen items in direction $direction to $to", ({ seen, direction, to }) => {
    expect(stallFrom([1, 3], seen, direction)).toBe(to);
  });

  it("goes nowhere where there are none", () => {
    expect(stallFrom([], 3, 1)).toBeUndefined();
  });
});
