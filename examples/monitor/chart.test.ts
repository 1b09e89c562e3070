import fc from "fast-check";
import { expect, it } from "vitest";
import { bar, sparkline } from "./chart.ts";

it("draws the last shares as small bars, the newest rightmost", () => {
  expect(sparkline([0, 0.5, 1], 5)).toBe("··▁▅█");
  expect(sparkline([1, 0.2, 0.4], 2)).toBe("▂▄");
});

it("draws a share to an eighth of a character", () => {
  expect(bar(0.5, 4)).toBe("██░░");
  expect(bar(0.65625, 4)).toBe("██▋░");
});

it("has the width it was asked for, whatever the share", () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true }), fc.integer({ min: 1, max: 60 }), (share, width) => {
      expect([bar(share, width).length, sparkline([share], width).length]).toEqual([width, width]);
    }),
  );
});
