import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { dayText, isTimeZone, localDays, machineZone, zonedMs } from "./time-zone.ts";

const ms = (text: string): number => Date.parse(`${text}Z`);
const dayNumber = (day: string): number => Date.parse(day) / 86_400_000;

it.each([
  ["Europe/Berlin", true],
  ["Asia/Kolkata", true],
  ["UTC", true],
  ["Europe/Atlantis", false],
  ["", false],
])("%j is a time zone: %s", (zone, isOne) => {
  expect(isTimeZone(zone)).toBe(isOne);
});

it.each(["Etc/Unknown", undefined])("a machine that says %s of its time zone is in UTC", (timeZone) => {
  const { resolvedOptions } = Intl.DateTimeFormat.prototype;
  const options = vi.spyOn(Intl.DateTimeFormat.prototype, "resolvedOptions");
  options.mockImplementation(function known(this: Intl.DateTimeFormat) {
    return { ...resolvedOptions.call(this), timeZone } as Intl.ResolvedDateTimeFormatOptions;
  });
  expect(machineZone()).toBe("UTC");
  options.mockRestore();
});

describe("days", () => {
  it.each([
    { zone: "UTC", day: "2026-11-20", from: "2026-11-20T00:00", to: "2026-11-21T00:00" },
    { zone: "Europe/Berlin", day: "2026-11-20", from: "2026-11-19T23:00", to: "2026-11-20T23:00" },
    { zone: "Europe/Berlin", day: "2026-03-29", from: "2026-03-28T23:00", to: "2026-03-29T22:00" },
    { zone: "Europe/Berlin", day: "2026-10-25", from: "2026-10-24T22:00", to: "2026-10-25T23:00" },
    { zone: "Asia/Kolkata", day: "2026-11-20", from: "2026-11-19T18:30", to: "2026-11-20T18:30" },
    { zone: "America/New_York", day: "2026-03-08", from: "2026-03-08T05:00", to: "2026-03-09T04:00" },
    { zone: "America/New_York", day: "2026-11-01", from: "2026-11-01T04:00", to: "2026-11-02T05:00" },
    // Midnight is skipped, or comes twice.
    { zone: "America/Santiago", day: "2026-09-06", from: "2026-09-06T04:00", to: "2026-09-07T03:00" },
    { zone: "America/Havana", day: "2026-11-01", from: "2026-11-01T04:00", to: "2026-11-02T05:00" },
  ])("$day in $zone is from $from to $to in UTC", ({ zone, day, from, to }) => {
    const { startMs, dayOf } = localDays(zone);
    expect([startMs(dayNumber(day)), startMs(dayNumber(day) + 1)]).toEqual([ms(from), ms(to)]);
    const around = [ms(from) - 1, ms(from), ms(to) - 1, ms(to)].map((at) => dayOf(at) - dayNumber(day));
    expect(around).toEqual([-1, 0, 0, 1]);
    expect(dayText(dayOf(ms(from)))).toBe(day);
  });

  it("are those that the clocks of the zone show, and each time is on the day that it is asked for by", () => {
    const zones = ["Europe/Berlin", "Asia/Kolkata", "America/New_York", "Australia/Lord_Howe", "Pacific/Kiritimati"];
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2e12 }), fc.constantFrom(...zones), (at, zone) => {
        const { dayOf, startMs } = localDays(zone);
        const day = dayOf(at);
        expect(dayText(day)).toBe(new Intl.DateTimeFormat("sv-SE", { timeZone: zone }).format(at));
        expect(startMs(day) <= at && at < startMs(day + 1)).toBe(true);
      }),
    );
  });
});

it("a time that comes twice is the first, and one that is skipped is later by as much", () => {
  expect(zonedMs(ms("2026-10-25T02:30"), "Europe/Berlin")).toBe(ms("2026-10-25T00:30"));
  expect(zonedMs(ms("2026-03-29T02:30"), "Europe/Berlin")).toBe(ms("2026-03-29T01:30"));
});
