import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseRecord } from "../parse/parse-record.ts";
import type { LogRecord } from "../records.ts";
import { pythonLines, type PythonStep } from "../testing/python-log.ts";
import { inferZone } from "./infer-zone.ts";
import { timeMs } from "./time-ms.ts";

const utc = { zoneOffsetMinutes: 0 };
const day = Date.UTC(2026, 10, 29, 2, 30, 5);

describe("timeMs", () => {
  it.each([
    ["2026-11-29T02:30:05Z", day],
    ["2026-11-29T02:30:05", day],
    ["2026-11-29 02:30:05", day],
    ["2026-11-29T02:30:05.5Z", day + 500],
    ["2026-11-29T02:30:05.123456Z", day + 123.456],
    ["2026-11-29T02:30:05.000001Z", day + 0.001],
    ["2026-11-29T03:30:05+01:00", day],
    ["2026-11-28T21:00:05-0530", day],
    ["2026-11-29T04:30:05+02", day],
    ["2024-02-29T00:00:00Z", Date.UTC(2024, 1, 29)],
    ["1969-12-31T23:59:59.999Z", -1],
  ])("reads %s to the microsecond", (text, ms) => {
    expect(timeMs(text, utc)).toBeCloseTo(ms, 3);
  });

  it("takes times without a zone as those of the clock that wrote them, and no others", () => {
    expect(timeMs("2026-11-29T03:30:05", { zoneOffsetMinutes: 60 })).toBe(day);
    expect(timeMs("2026-11-29T02:30:05Z", { zoneOffsetMinutes: 60 })).toBe(day);
  });

  it.each([
    "",
    "now",
    "2026-11-29",
    "2026-11-29T02:30",
    "2026-13-01T00:00:00",
    "2026-02-30T00:00:00Z",
    "2025-02-29T00:00:00Z",
    "2026-11-29T24:00:00",
    "2026-11-29T02:60:00",
    "2026-11-29T02:30:05.",
    "2026-11-29T02:30:05.1234567891Z",
    "2026-11-29T02:30:05ZZ",
    "2026-11-29T02:30:05+1",
    "2026-11-29T02:30:05+25:00",
    "2026-11-29T02:30:05 UTC",
    "0000-01-01T00:00:00",
    "2o26-11-29T02:30:05",
    "2026-11-29X02:30:05",
  ])("does not take %j for a time", (text) => {
    expect(timeMs(text, utc)).toBeUndefined();
  });

  it("agrees with Date", () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date("0001-01-01"), max: new Date("9999-12-31"), noInvalidDate: true }),
        (date) => {
          expect(timeMs(date.toISOString(), utc)).toBeCloseTo(date.getTime(), 3);
        },
      ),
    );
  });
});

function recordsOf(steps: readonly PythonStep[], zoneOffsetMinutes: number): readonly LogRecord[] {
  return pythonLines(steps, { zoneOffsetMinutes }).flatMap((line) => {
    const record = parseRecord(line);
    return record.type === "unknown" || record.type === "unreadable" ? [] : [record];
  });
}

describe("inferZone", () => {
  const step: PythonStep = { action: "a", state: {} };

  it("finds how far Python's clock was ahead, from streams, attributes and spans", () => {
    const cases: readonly PythonStep[] = [
      { ...step, chunks: 2 },
      { ...step, attributes: { k: 1 } },
      { ...step, spans: [{ name: "s", attributes: { k: 1 } }] },
    ];
    fc.assert(
      fc.property(fc.constantFrom(...cases), fc.integer({ min: -48, max: 56 }), (one, quarters) => {
        expect(inferZone(recordsOf([step, one], quarters * 15))).toBe(quarters * 15 + 0);
      }),
    );
  });

  it("goes by the most of a log over the change to summer time", () => {
    const streamed = { ...step, chunks: 1 };
    const records = [...recordsOf([streamed], 60), ...recordsOf([streamed, streamed], 120)];
    expect(inferZone(records)).toBe(120);
  });

  it("takes this machine's zone for logs that do not tell", () => {
    const local = new Date(2026, 6, 1, 12);
    expect(inferZone(recordsOf([step], 60))).toBe(-new Date(2026, 10, 29, 4).getTimezoneOffset());
    const begin = {
      type: "begin_entry",
      start_time: "2026-07-01T12:00:00",
      action: "a",
      inputs: {},
      sequence_id: 0,
    } as const;
    expect(inferZone([begin])).toBe(-local.getTimezoneOffset());
    expect(Number.isFinite(inferZone([]))).toBe(true);
  });

  it("finds nothing to infer where all times have a zone", () => {
    const begin = {
      type: "begin_entry",
      start_time: "2026-07-01T12:00:00Z",
      action: "a",
      inputs: {},
      sequence_id: 0,
    } as const;
    expect(inferZone([begin])).toBe(-new Date().getTimezoneOffset());
  });
});
