import * as fc from "fast-check";
import { expect, it } from "vitest";
import { busyTimes, foldedClock, openEndMs } from "../run-clock.ts";
import { stepDetail, stepRow, stepColumns } from "../step/steps-for-tests.ts";
import { scaleOf } from "../time-scale.ts";
import { axisTicks, roundMs, tickText } from "./axis-ticks.ts";
import { barPhases } from "./bar-phases.ts";
import { barOf } from "./bars.ts";
import { criticalPath } from "./critical-path.ts";
import { foldLengthMs, idleTime } from "./idle-time.ts";
import { stepNodes } from "./step-nodes.ts";
import {
  isSameWindow,
  pannedWindow,
  windowAround,
  windowOf,
  windowText,
  windowWith,
  withinRun,
  zoomedWindow,
} from "./time-window.ts";

const plain = foldedClock({ startMs: 1000, endMs: 11_000, gaps: [] }, 0);

it("zooms at the pointer: the moment under it stays where it is", () => {
  const window = zoomedWindow({ from: 0, to: 1000 }, { at: 0.25, factor: 0.5, lengthMs: 1000 });
  expect(window).toEqual({ from: 125, to: 625 });
  expect(window.from + 0.25 * (window.to - window.from)).toBe(250);
});

it("never shows anything outside of the run, whatever is done", () => {
  const window = fc.record({
    from: fc.double({ min: -1e6, max: 1e6, noNaN: true }),
    length: fc.double({ min: 0, max: 1e6, noNaN: true }),
  });
  fc.assert(
    fc.property(
      window,
      fc.double({ min: 1, max: 1e6, noNaN: true }),
      fc.double({ min: 0.01, max: 10, noNaN: true }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (given, lengthMs, factor, at) => {
        const first = withinRun({ from: given.from, to: given.from + given.length }, lengthMs);
        for (const shown of [
          first,
          zoomedWindow(first, { at, factor, lengthMs }),
          pannedWindow(first, factor, lengthMs),
          windowAround(first, lengthMs),
          windowWith(first, { from: given.from, to: given.from + 1 }, lengthMs),
        ]) {
          expect(shown.from).toBeGreaterThanOrEqual(0);
          expect(shown.to).toBeLessThanOrEqual(lengthMs + 1e-6);
          expect(shown.to).toBeGreaterThan(shown.from);
        }
      },
    ),
  );
});

it("moves a zoomed window only as far as it must", () => {
  const window = { from: 400, to: 600 };
  expect(windowWith(window, { from: 450, to: 460 }, 1000)).toBe(window);
  expect(windowWith(window, { from: 700, to: 710 }, 1000)).toEqual({ from: 530, to: 730 });
  expect(windowWith(window, { from: 100, to: 110 }, 1000)).toEqual({ from: 80, to: 280 });
  expect(isSameWindow({ from: 0, to: 1000 }, { from: 0.01, to: 1000 })).toBe(true);
});

it("an address has the part of the time that is shown, also where waiting times are folded", () => {
  const busy = { startMs: 1.7e12, endMs: 1.7e12 + 100_000, gaps: [{ atMs: 1.7e12 + 3000, lengthMs: 90_000 }] };
  const clocks = [foldedClock(busy, 500), foldedClock({ ...busy, gaps: [] }, 500)];
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(fc.constantFrom(...clocks), share, share, (clock, one, length) => {
      const window = withinRun({ from: one * clock.lengthMs, to: (one + length) * clock.lengthMs + 1 }, clock.lengthMs);
      const read = windowOf(clock, windowText(clock, window));
      expect(read?.from).toBeCloseTo(window.from, 2);
      expect(read?.to).toBeCloseTo(window.to, 2);
    }),
  );
});

it.each(["", "x", "5", "9-5", "-3-5", "1e3-2e3", "200000-300000"])(
  "an address with the time %j shows the whole run",
  (text) => {
    expect(windowOf(foldedClock({ startMs: 0, endMs: 100_000, gaps: [] }, 500), text)).toBeUndefined();
  },
);

it.each([
  { ms: 0, step: 1000, text: "0" },
  { ms: 0.15, step: 0.05, text: "150\u202fµs" },
  { ms: 2.5, step: 0.5, text: "2.5\u202fms" },
  { ms: 20, step: 10, text: "20\u202fms" },
  { ms: 2150, step: 50, text: "2.15\u202fs" },
  { ms: 2000, step: 1000, text: "2\u202fs" },
  { ms: 221_500, step: 500, text: "3:41.5" },
  { ms: 120_000, step: 60_000, text: "2:00" },
  { ms: 7_500_000, step: 300_000, text: "2:05:00" },
])("writes a mark at $ms ms as $text", ({ ms, step, text }) => {
  expect(tickText(ms, step)).toBe(text);
});

it("puts marks at round times", () => {
  expect(axisTicks(plain, { from: 0, to: 10_000 }, 5).map(({ sinceStartMs }) => sinceStartMs)).toEqual([
    0, 2000, 4000, 6000, 8000, 10_000,
  ]);
  expect(axisTicks(plain, { from: 2100, to: 2200 }, 4).map(({ sinceStartMs }) => sinceStartMs)).toEqual([
    2100, 2150, 2200,
  ]);
  expect([roundMs(0.03), roundMs(0.5), roundMs(7), roundMs(90_000_000)]).toEqual([0.05, 0.5, 10, 172_800_000]);
});

it("has no marks in a fold, and true times behind it", () => {
  const clock = foldedClock({ startMs: 0, endMs: 104_000, gaps: [{ atMs: 2000, lengthMs: 100_000 }] }, 400);
  const ticks = axisTicks(clock, { from: 0, to: clock.lengthMs }, 5);
  expect(ticks.map(({ sinceStartMs }) => sinceStartMs)).toEqual([0, 1000, 2000, 103_000, 104_000]);
  expect(ticks.map(({ at }) => at)).toEqual(ticks.map(({ at }) => at).toSorted((one, other) => one - other));
});

it("parts a streaming step into waiting, streaming and what came behind", () => {
  const step = { kind: "stream" as const, startedMs: 1000, durationMs: 100, firstChunkMs: 20 };
  const stream = {
    attempt: 1,
    items: 3,
    opened_ms: 1005,
    first_item_ms: 1025,
    ended_ms: 1080,
    recorded: true,
    dropped: 0,
  };
  expect(barPhases(step, { openEndMs: 0, stream }).map(({ kind, fromMs, toMs }) => [kind, fromMs, toMs])).toEqual([
    ["wait", 1000, 1025],
    ["stream", 1025, 1080],
    ["reduce", 1080, 1100],
  ]);
  expect(barPhases(step, { openEndMs: 0, stream: undefined }).map(({ kind }) => kind)).toEqual(["wait", "stream"]);
  expect(
    barPhases({ ...step, firstChunkMs: null }, { openEndMs: 0, stream: undefined }).map(({ kind }) => kind),
  ).toEqual(["whole"]);
  expect(barPhases({ ...step, firstChunkMs: null, durationMs: null }, { openEndMs: 1300, stream: undefined })).toEqual([
    { kind: "wait", fromMs: 1000, toMs: 1300 },
  ]);
  expect(barPhases({ ...step, kind: "action" }, { openEndMs: 0, stream: undefined })).toEqual([
    { kind: "whole", fromMs: 1000, toMs: 1100 },
  ]);
});

it("draws every bar at least two pixels wide, within the column", () => {
  const area = { clock: plain, window: { from: 0, to: 10_000 }, width: 200 };
  expect(barOf([{ kind: "whole", fromMs: 3000, toMs: 3000.01 }], area)).toMatchObject({
    left: 40,
    right: 42,
    outside: undefined,
  });
  expect(barOf([{ kind: "whole", fromMs: 11_000, toMs: 11_000 }], area)).toMatchObject({ left: 198, right: 200 });
});

it("says on which side a bar is that is out of sight", () => {
  const area = { clock: plain, window: { from: 4000, to: 5000 }, width: 200 };
  expect(barOf([{ kind: "whole", fromMs: 2000, toMs: 3000 }], area).outside).toBe("left");
  expect(barOf([{ kind: "whole", fromMs: 8000, toMs: 9000 }], area).outside).toBe("right");
  expect(barOf([{ kind: "whole", fromMs: 1000, toMs: 9000 }], area)).toMatchObject({
    outside: undefined,
    left: 0,
    right: 200,
  });
});

it("pieces of a bar follow one another without a hole", () => {
  const bar = barOf(
    [
      { kind: "wait", fromMs: 1000, toMs: 3000 },
      { kind: "stream", fromMs: 3000, toMs: 6000 },
      { kind: "reduce", fromMs: 6000, toMs: 6001 },
    ],
    { clock: plain, window: { from: 0, to: 10_000 }, width: 100 },
  );
  expect(bar.pieces.map(({ left, width }) => [left, left + width].map((at) => Math.round(at * 100) / 100))).toEqual([
    [0, 20],
    [20, 50],
    [50, 50.01],
  ]);
});

it("offers to fold only where much of the time nothing ran", () => {
  const busy = busyTimes(
    [
      { startedMs: 0, durationMs: 1000 },
      { startedMs: 9000, durationMs: 1000 },
    ],
    { overMs: 1000, endMs: 0 },
  );
  expect(idleTime(busy)).toEqual({ wholeMs: 10_000, idleMs: 8000, share: 0.8 });
  expect(foldLengthMs(busy)).toBeCloseTo(200);
  expect(idleTime({ ...busy, gaps: [] })).toBeUndefined();
});

it("finds what the end has waited for", () => {
  const nodes = [
    { id: "first", fromMs: 0, toMs: 10 },
    { id: "beside", fromMs: 2, toMs: 6 },
    {
      id: "last",
      fromMs: 10,
      toMs: 30,
      children: [
        { id: "long", fromMs: 11, toMs: 29 },
        { id: "short", fromMs: 11, toMs: 20 },
      ],
    },
    { id: "parallel", fromMs: 12, toMs: 25 },
  ];
  expect([...criticalPath(nodes)].toSorted()).toEqual(["first", "last", "long"]);
});

it("does not lose the path where clocks are a little off", () => {
  expect(
    criticalPath([
      { id: "a", fromMs: 0, toMs: 10.05 },
      { id: "b", fromMs: 10, toMs: 20 },
    ]).size,
  ).toBe(2);
});

it("makes a tree of spans and child runs, without forks", () => {
  const child = { app_id: "kid", partition_key: null, kind: "spawn" as const, sequence_id: 0, at_ms: 5 };
  const detail = stepDetail(0, {
    spans_list: [
      { span_id: "a", name: "a", parent: null, started_ms: 0, duration_ms: 9, error: null, attributes: [] },
      { span_id: "b", name: "b", parent: "a", started_ms: 1, duration_ms: null, error: null, attributes: [] },
    ],
    children_list: [child, { ...child, app_id: "fork", kind: "fork" }],
  });
  const nodes = stepNodes(detail, { headerOf: () => undefined, openEndMs: 7 });
  expect(nodes).toEqual([
    { id: "span:a", fromMs: 0, toMs: 9, children: [{ id: "span:b", fromMs: 1, toMs: 7, children: [] }] },
  ]);
});

it("takes the last sign of life as the end of what never ended", () => {
  expect(openEndMs({ status: "lost", last_written_ms: 500 }, 9000)).toBe(500);
  expect(openEndMs({ status: "running", last_written_ms: 500 }, 9000)).toBe(9000);
  expect(openEndMs(undefined, 9000)).toBe(9000);
});

it("scales bars so that a long pause does not push all others together", () => {
  const steps = stepColumns([
    stepRow(0, { started_ms: 0, duration_ms: 100 }),
    stepRow(1, { started_ms: 1_000_000, duration_ms: 100 }),
  ]);
  const scale = scaleOf([steps.timesAt(0), steps.timesAt(1)], 0);
  expect(scale.bar(steps.timesAt(0)).width).toBeGreaterThan(40);
  expect(scale.bar(steps.timesAt(1)).left).toBeGreaterThan(50);
});
