import fc from "fast-check";
import { expect, test } from "vitest";
import { bucketsOf } from "./buckets.ts";
import { apart, plotOf } from "./plot.ts";
import type { Series } from "./series.ts";
import { bucketText, timeTicks } from "./time-ticks.ts";

const bar = (name: string, ...values: readonly number[]): Series => ({ name, shape: "bar", tone: 1, values });
const line = (name: string, ...values: readonly (number | null)[]): Series => ({
  name,
  shape: "line",
  tone: 2,
  values,
});

test("bars stand on each other, and the axis ends at a round number", () => {
  const { max, series } = plotOf([bar("a", 3, 0), bar("b", 4, 8)]);
  expect(max).toBe(8);
  expect(series.map(({ from, to }) => [from, to])).toEqual([
    [[0, 0], [3 / 8, 0]],
    [[3 / 8, 0], [7 / 8, 1]],
  ]); // prettier-ignore
});

test("lines have gaps where nothing was measured", () => {
  const { max, series } = plotOf([line("p50", 1, null, 2)]);
  expect(max).toBe(2);
  expect(series[0]?.to).toEqual([0.5, null, 1]);
});

test("nothing to draw is no error", () => {
  expect(plotOf([])).toEqual({ max: 1, ticks: [0, 1], series: [] });
  expect(plotOf([bar("a")]).series[0]?.label).toBe(0);
});

test("names keep their order, and a distance, as far as there is room", () => {
  expect(apart([0.5, 0.52, 0.51], 0.1).map((place) => Number(place.toFixed(2)))).toEqual([0.5, 0.7, 0.6]);
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 5 }), (places) => {
      const sorted = [...apart(places, 0.15)].toSorted((one, other) => one - other);
      expect(
        sorted.every(
          (place, index) =>
            place >= -1e-9 && place <= 1 + 1e-9 && (index === 0 || place - (sorted[index - 1] ?? 0) >= 0.15 - 1e-9),
        ),
      ).toBe(true);
    }),
  );
});

test("ticks say the date once per day, then the time", () => {
  const buckets = bucketsOf({ fromMs: Date.UTC(2026, 10, 20, 20), toMs: Date.UTC(2026, 10, 21, 5) }, "UTC");
  expect(buckets.unit).toBe("15 minutes");
  expect(timeTicks(buckets, 6).map(({ text }) => text)).toEqual(["Nov 20", "22:00", "Nov 21", "02:00", "04:00"]);
  expect(bucketText(buckets, 1)).toBe("Nov 20, 20:15 to 20:30");
});

test("a stretch that is the only one has its date and its time", () => {
  const begin = Date.UTC(2026, 10, 29, 20, 0, 7, 120);
  const ticks = (lengthMs: number) => timeTicks(bucketsOf({ fromMs: begin, toMs: begin + lengthMs }, "UTC"), 6);
  expect(ticks(0)).toEqual([{ index: 0, text: "Nov 29, 20:00:07.120" }]);
});

test("stretches shorter than a second are told by how much later they are", () => {
  const begin = Date.UTC(2026, 10, 29, 20, 0, 7, 120);
  const buckets = (lengthMs: number) => bucketsOf({ fromMs: begin, toMs: begin + lengthMs }, "UTC");
  const ticks = (lengthMs: number) => timeTicks(buckets(lengthMs), 6).map(({ text }) => text.replaceAll(/\s/g, " "));
  expect(buckets(300)).toMatchObject({ unit: "10 milliseconds", lengthMs: 10 });
  expect(bucketText(buckets(300), 1)).toBe("Nov 29, 20:00:07.130 to 20:00:07.140");
  expect(ticks(300)).toEqual(["20:00:07.120", "+120 ms", "+240 ms"]);
  expect(ticks(3)).toEqual(["20:00:07.120", "+2 ms"]);
  expect(ticks(2000)).toEqual(["20:00:07.100", "+1.2 s"]);
});

test("stretches shorter than a minute show seconds", () => {
  const begin = Date.UTC(2026, 10, 20, 20);
  const buckets = bucketsOf({ fromMs: begin, toMs: begin + 3000 }, "UTC");
  expect(timeTicks(buckets, 6).map(({ text }) => text)).toEqual(["Nov 20", "20:00:01", "20:00:02", "20:00:03"]);
  expect(bucketText(buckets, 1)).toBe("Nov 20, 20:00:01 to 20:00:02");
});

test.each([
  { what: "a single run", values: [1, 0], ticks: [0, 1] },
  { what: "three runs", values: [3, 1], ticks: [0, 1, 2, 3] },
  { what: "one and a half milliseconds", values: [1.5], ticks: [0, 0.5, 1, 1.5] },
])("the axis names whole values of what is counted: $what", ({ values, ticks }) => {
  expect(plotOf([bar("runs", ...values)]).ticks).toEqual(ticks);
});
