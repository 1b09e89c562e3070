import { preview } from "@burrjs/protocol";
import { describe, expect, it } from "vitest";
import { keySeries, seriesPath } from "./key-series.ts";

const write = (id: number, before: unknown, after: unknown) => ({
  sequence_id: id,
  change: { before: preview(before), after: preview(after) },
});
const range = { first: 0, last: 10 };

describe("a value over the steps of a run", () => {
  it("goes from write to write, from the smallest to the largest", () => {
    const series = keySeries([write(0, 0, 4), write(5, 4, 2), write(10, 2, 6)], range);
    expect(series.points).toEqual([
      { at: 0, tall: 4 / 6 },
      { at: 0.5, tall: 2 / 6 },
      { at: 1, tall: 1 },
    ]);
    expect(series).toMatchObject({ isMeasured: true, smallest: 0, largest: 6 });
  });

  it("begins with what was there before the first write", () => {
    const series = keySeries([write(5, 1, 3)], range);
    expect(series.points).toEqual([
      { at: 0, tall: 0 },
      { at: 0.5, tall: 1 },
    ]);
    expect(seriesPath(series, { width: 100, height: 10 })).toBe("M0,10H50V0H100");
  });

  it.each([
    { of: "lists", writes: [write(1, [], [1]), write(2, [1], [1, 2])], measured: true },
    { of: "yes and no", writes: [write(1, false, true)], measured: true },
    { of: "texts", writes: [write(1, "", "x")], measured: false },
    { of: "what is sometimes a text", writes: [write(1, 1, 2), write(2, 2, "x")], measured: false },
    { of: "nothing", writes: [], measured: false },
  ])("of $of can be measured: $measured", ({ writes, measured }) => {
    const series = keySeries(writes, range);
    expect(series.isMeasured).toBe(measured);
    for (const { at, tall } of series.points) expect(at >= 0 && at <= 1 && tall >= 0 && tall <= 1).toBe(true);
  });

  it("is placed where its steps are drawn, and ends where no more is known", () => {
    const series = keySeries([write(5, 1, 3)], (id) => (id === 5 ? 0.25 : 9));
    expect(series.points.map(({ at }) => at)).toEqual([0, 0.25]);
    expect(seriesPath(series, { width: 100, height: 10, isCut: true })).toBe("M0,10H25V0");
  });

  it("stands in the middle where it never changed, and draws nothing without writes", () => {
    expect(keySeries([write(0, 2, 2)], { first: 0, last: 0 }).points).toEqual([{ at: 0, tall: 0.5 }]);
    expect(seriesPath(keySeries([], range), { width: 9, height: 9 })).toBe("");
  });
});
