import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { barsWidth, gapBars, gapTallness, itemAt } from "./gap-bars.ts";
import { timingOf } from "./stream-timing.ts";

const limits = { slowMs: 200, stalledMs: 400 };

describe("the chart of gaps", () => {
  it("has a bar for each item, toned by its gap; the wait for the first has a tone of its own", () => {
    const bars = gapBars(timingOf([900_000, 10_000, 250_000, 900_000]), limits, 200);
    expect(bars.map(({ tone }) => tone)).toEqual(["first", "usual", "slow", "stalled"]);
    expect(bars.map(({ left }) => left)).toEqual([0, 14, 28, 42]);
  });

  it("shows the longest of several where there is no room for all", () => {
    const gaps = Array.from({ length: 1000 }, (_, index) => (index === 501 ? 900_000 : 1000));
    const bars = gapBars(timingOf(gaps), limits, 100);
    expect(bars).toHaveLength(50);
    expect(bars.filter(({ tone }) => tone === "stalled")).toHaveLength(1);
  });

  it("draws a gap ten times as long by the same step taller, and none above the top", () => {
    const step = gapTallness(100, 10_000) - gapTallness(10, 10_000);
    expect(gapTallness(1000, 10_000) - gapTallness(100, 10_000)).toBeCloseTo(step);
    expect(gapTallness(1e9, 10_000)).toBe(1);
    expect(gapTallness(0, 10_000)).toBe(0);
  });

  it("finds the item of the bar that is pointed at, and the nearest one beside", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 300, max: 900 }), (length, width) => {
        const wide = barsWidth(length, width);
        expect(itemAt(length, width, -5)).toBe(0);
        expect(itemAt(length, width, width + 5)).toBe(length - 1);
        for (let item = 0; item < length; item += 1)
          expect(itemAt(length, width, ((item + 0.5) / length) * wide)).toBe(item);
      }),
    );
  });
});
