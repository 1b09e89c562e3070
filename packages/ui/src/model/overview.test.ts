import { expect, it } from "vitest";
import { overviewOf, stepTicksOf, tallness, ticksOf } from "./overview.ts";
import { runClock, lookEveryMs } from "./run-clock.ts";
import { stepColumns, stepRow } from "./step/steps-for-tests.ts";

const tokens = { input: 90, output: 10, cached: 0, reasoning: 0 };
const rows = [
  stepRow(0, { started_ms: 0, duration_ms: 100 }),
  stepRow(1, { started_ms: 100, duration_ms: 300, kind: "stream", chunks: 6, tokens }),
  stepRow(2, { started_ms: 400, duration_ms: 100, status: "failed" }),
];

it("a long step fills all its columns, and its tokens and chunks are spread over them", () => {
  const steps = stepColumns(rows);
  const clock = runClock(steps, { fold: false, endMs: 500 });
  const { columns, longestMs, mostTokens } = overviewOf(steps, { count: 10, clock, byStep: false, endMs: 500 });
  expect(longestMs).toBe(300);
  const stream = columns.filter((column) => column?.tone === "stream");
  expect(stream.map((column) => column?.begins)).toEqual([true, false, false, false, false, false]);
  const sum = columns.reduce((all, column) => all + (column?.tokens ?? 0), 0);
  expect(sum).toBeCloseTo(100);
  expect(mostTokens).toBeLessThan(100);
});

it("where steps are side by side each has columns of its own", () => {
  const steps = stepColumns(rows);
  const clock = runClock(steps, { fold: false, endMs: 500 });
  const { columns } = overviewOf(steps, { count: 6, clock, byStep: true, endMs: 500 });
  expect(columns.map((column) => column?.tone)).toEqual(["plain", "plain", "stream", "stream", "failed", "failed"]);
});

it("of steps that share a column the worst shows", () => {
  const steps = stepColumns(
    Array.from({ length: 100 }, (_, n) =>
      stepRow(n, { started_ms: n, duration_ms: 1, status: n === 42 ? "failed" : "completed" }),
    ),
  );
  const clock = runClock(steps, { fold: false, endMs: 100 });
  const { columns } = overviewOf(steps, { count: 2, clock, byStep: true, endMs: 100 });
  expect(columns.map((column) => column?.tone)).toEqual(["failed", "plain"]);
});

it("a step that runs is as long as it has run", () => {
  const steps = stepColumns([stepRow(0, { started_ms: 0, duration_ms: null, status: "running" })]);
  const clock = runClock(steps, { fold: false, endMs: 2000 });
  expect(overviewOf(steps, { count: 4, clock, byStep: false, endMs: 2000 })).toMatchObject({
    longestMs: 2000,
    columns: [{ tone: "running" }, {}, {}, {}],
  });
});

it("no step gives no column", () => {
  const steps = stepColumns([]);
  const clock = runClock(steps, { fold: true, endMs: 0 });
  expect(overviewOf(steps, { count: 2, clock, byStep: false, endMs: 0 }).columns).toEqual([undefined, undefined]);
});

it("the longest step is the tallest, and the shortest can be seen", () => {
  expect(tallness(60_000, 60_000)).toBe(1);
  expect(tallness(0, 60_000)).toBeGreaterThan(0);
});

it.each([
  [45, [0, 10, 20, 30, 40]],
  [221_000, [0, 60_000, 120_000, 180_000]],
])("an axis of %i ms has round places", (lengthMs, places) => {
  expect(ticksOf(lengthMs)).toEqual(places);
});

it.each([
  [1, [0]],
  [5, [0, 1, 2, 3, 4]],
  [1204, [0, 500, 1000]],
])("an axis of %i steps has round places", (count, places) => {
  expect(stepTicksOf(count)).toEqual(places);
});

it.each([
  { length: 0, pace: 2 },
  { length: 450, pace: 2 },
  { length: 900, pace: 4 },
  { length: 3600, pace: 16 },
])("what has gone on for $length s is drawn anew every $pace s", ({ length, pace }) => {
  expect(lookEveryMs(length * 1000, 200)).toBe(pace * 1000);
});
