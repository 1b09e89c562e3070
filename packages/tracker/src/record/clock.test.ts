import fc from "fast-check";
import { afterEach, expect, it, vi } from "vitest";
import { systemClocks, timeText } from "./clock.ts";

afterEach(() => {
  vi.useRealTimers();
});

it("times are in UTC, to the microsecond", () => {
  expect(timeText(Date.UTC(2026, 10, 29, 2, 30, 0, 123) + 0.456)).toBe("2026-11-29T02:30:00.123456Z");
  expect(timeText(0)).toBe("1970-01-01T00:00:00.000000Z");
  expect(timeText(-0.5)).toBe("1969-12-31T23:59:59.999500Z");
  fc.assert(
    fc.property(
      fc.date({ noInvalidDate: true, min: new Date(0), max: new Date(4e12) }),
      fc.nat(999),
      (date, micros) => {
        expect(timeText(date.getTime() + micros / 1000)).toMatch(
          new RegExp(`^${date.toISOString().slice(0, -1)}\\d{3}Z$`),
        );
      },
    ),
  );
});

it("a clock that gives no time at all does no harm", () => {
  for (const bad of [Number.NaN, Number.POSITIVE_INFINITY, 1e300]) expect(timeText(bad)).toMatch(/^\d{4}-.*Z$/);
});

it("the clock follows when it is set, also back; the other one never goes back", () => {
  vi.useFakeTimers({ now: 1_000_000, toFake: ["Date"] });
  let elapsedMs = 0;
  const { now, monotonic } = systemClocks(undefined, () => elapsedMs);
  expect(now()).toBe(1_000_000);
  elapsedMs = 0.25;
  expect(now()).toBe(1_000_000.25);
  vi.setSystemTime(500_000);
  elapsedMs = 1;
  expect(now()).toBe(500_000);
  elapsedMs = 1.5;
  expect(now()).toBe(500_000.5);
  vi.setSystemTime(2_000_000);
  expect(now()).toBe(2_000_000);
  expect(monotonic()).toBe(1.5);
});
