import fc from "fast-check";
import { expect, it } from "vitest";
import { evenRows, topToShow, unevenRows } from "./row-places.ts";
import { scrollMap } from "./scroll-map.ts";

const view = 600;
const million = 28_000_000;
const huge = fc.integer({ min: 14_000_001, max: 500_000_000 });

it("half a million rows are scrolled as they are", () => {
  const map = scrollMap(14_000_000, view);
  expect(map.realLength).toBe(14_000_000);
  expect(map.at(1234.5)).toEqual({ top: 1234.5, real: 1234.5 });
  expect(map.after({ top: 0, real: 0 }, 9_000_000)).toEqual({ top: 9_000_000, real: 9_000_000 });
});

it("a million rows are in an element that is not too long, and both have the same ends", () => {
  const map = scrollMap(million, view);
  expect(map.realLength).toBe(14_000_000);
  expect(map.at(-5)).toEqual({ top: 0, real: 0 });
  expect(map.at(1e9)).toEqual({ top: million - view, real: 14_000_000 - view });
});

it("a wheel moves pixel by pixel, wherever the list is, and never out of the element", () => {
  fc.assert(
    fc.property(huge, fc.double({ min: 0, max: 1, noNaN: true }), fc.array(fc.integer({ min: -3000, max: 3000 }), { minLength: 1 }), (length, share, ticks) => {
      const map = scrollMap(length, view);
      let place = map.at(share * (length - view));
      for (const by of ticks) {
        const real = Math.max(0, Math.min(map.realLength - view, place.real + by));
        const next = map.after(place, real);
        const wanted = Math.max(0, Math.min(length - view, place.top + by));
        expect(next.top).toBeCloseTo(wanted, 3);
        expect(next.real).toBeGreaterThanOrEqual(0);
        expect(next.real).toBeLessThanOrEqual(map.realLength - view);
        place = next;
      }
    }),
  ); // prettier-ignore
});

it("who scrolls on and on comes to every row, and to the end", () => {
  const map = scrollMap(million, view);
  let place = map.at(0);
  for (let ticks = 0; ticks < 10_000 && place.top < million - view; ticks += 1) {
    const before = place;
    place = map.after(before, Math.min(map.realLength - view, before.real + 10_000));
    expect(place.top - before.top).toBeLessThanOrEqual(10_000);
  }
  expect(place).toEqual(map.at(million));
});

it.each([
  [0, 0],
  [0.5, 0.5],
  [1, 1],
])("a pull at the scroll bar to %d of it leads to %d of the list", (share, expected) => {
  const map = scrollMap(million, view);
  const { top, real } = map.after(map.at(share < 0.5 ? million : 0), share * (14_000_000 - view));
  expect(top / (million - view)).toBeCloseTo(expected, 6);
  // What follows is scrolled from there on, pixel by pixel.
  const by = share === 1 ? -100 : 100;
  expect(map.after({ top, real }, real + by).top).toBeCloseTo(top + by, 6);
});

it("rows are where the ones before them end", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 50 }), (heights) => {
      const rows = unevenRows(heights.length, (index) => heights[index] ?? 0);
      let top = 0;
      for (const [index, height] of heights.entries()) {
        expect([rows.topOf(index), rows.heightOf(index)]).toEqual([top, height]);
        expect([rows.rowAt(top), rows.rowAt(top + height - 0.5)]).toEqual([index, index]);
        top += height;
      }
      expect(rows.length).toBe(top);
      expect([rows.rowAt(-9), rows.rowAt(top + 9)]).toEqual(heights.length === 0 ? [-1, -1] : [0, heights.length - 1]);
    }),
  );
});

it("rows of one height are the same as others that happen to be equally high", () => {
  const [one, other] = [evenRows(7, 28), unevenRows(7, () => 28)];
  expect(one.length).toBe(other.length);
  for (const top of [-1, 0, 27, 28, 100, 999]) expect(one.rowAt(top)).toBe(other.rowAt(top));
  expect(evenRows(0, 28).rowAt(0)).toBe(-1);
});

it.each([
  { what: "in sight", index: 5, top: 100, to: 100 },
  { what: "above", index: 1, top: 100, to: 28 },
  { what: "half above", index: 3, top: 100, to: 84 },
  { what: "below", index: 20, top: 100, to: 21 * 28 - 200 },
  { what: "half below", index: 10, top: 100, to: 11 * 28 - 200 },
])("a row that is $what is shown with as little scrolling as can be", ({ index, top, to }) => {
  expect(topToShow(evenRows(100, 28), index, { top, view: 200, align: "nearest" })).toBe(to);
});

it("a row can be put into the middle", () => {
  expect(topToShow(evenRows(100, 28), 50, { top: 0, view: 228, align: "center" })).toBe(1300);
});
