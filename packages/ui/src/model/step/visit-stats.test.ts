import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { pathCounts, visitsOf } from "../graph/path-counts.ts";
import { stepFacts } from "../insights/run-facts.ts";
import { stepColumns, stepRow } from "./steps-for-tests.ts";
import { visitStats } from "./visit-stats.ts";

const visits = (durations: readonly (number | null)[]) =>
  stepColumns(
    durations.flatMap((ms, index) => [
      stepRow(2 * index, { duration_ms: ms }),
      stepRow(2 * index + 1, { action: "other", duration_ms: 1e6 }),
    ]),
  );

describe("the same step elsewhere", () => {
  it("counts the visits of the action, and finds its neighbours", () => {
    const stats = visitStats(visits([1, 2, 3]), 2);
    expect(stats).toMatchObject({ visits: 3, place: 2, previous: 0, next: 4, medianMs: 2 });
    expect(visitStats(visits([1]), 0)).toMatchObject({
      visits: 1,
      place: 1,
      previous: undefined,
      next: undefined,
      percentile: null,
    });
    expect(visitStats(visits([1]), 9)).toBeUndefined();
  });

  it("counts no step that undid another one", () => {
    const steps = stepColumns([
      stepRow(0, { duration_ms: 1 }),
      stepRow(1, { duration_ms: 900, role: "undo" }),
      stepRow(2, { duration_ms: 3 }),
    ]);
    expect(visitStats(steps, 2)).toMatchObject({ visits: 2, place: 2, previous: 0, medianMs: 2 });
    expect(visitStats(steps, 1)).toBeUndefined();
    expect(pathCounts(steps, 2).nodes.get("act")).toMatchObject({ visits: 2, totalMs: 4 });
    expect(visitsOf(steps, "act")).toEqual([0, 2]);
    expect(stepFacts(steps, 0).map(({ durationMs }) => durationMs)).toEqual([1, 3]);
  });

  it("tells how many took no longer, once there are enough to compare with", () => {
    const steps = visits([10, 11, 12, 13, 14, 15, 16, 17, 18, 90]);
    expect(visitStats(steps, 0)).toMatchObject({ percentile: 10, isOutlier: false });
    expect(visitStats(steps, 18)).toMatchObject({ percentile: 100, isOutlier: true, medianMs: 14.5 });
    expect(visitStats(visits([1, 2, 3, 4]), 0)?.percentile).toBeNull();
    // Nobody waits for parts of a millisecond.
    expect(visitStats(visits([0.01, 0.01, 0.01, 0.01, 0.01, 0.5]), 10)?.isOutlier).toBe(false);
  });

  it("compares nothing that still runs", () => {
    expect(visitStats(visits([1, 2, 3, 4, 5, null]), 10)).toMatchObject({
      place: 6,
      percentile: null,
      isOutlier: false,
      medianMs: 3,
    });
  });

  it("gives the middle of all durations, however they come", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(1000), { minLength: 1, maxLength: 40 }), (durations) => {
        const median = visitStats(visits(durations), 0)?.medianMs ?? -1;
        const below = durations.filter((ms) => ms < median).length;
        const above = durations.filter((ms) => ms > median).length;
        expect(Math.max(below, above)).toBeLessThanOrEqual(durations.length / 2);
      }),
    );
  });
});
