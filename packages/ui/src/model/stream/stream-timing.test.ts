import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { stepColumns, stepRow } from "../step/steps-for-tests.ts";
import { gapLimits, gapTone, itemBy, seenAt, streamNumbers, timingOf, usualGapMs } from "./stream-timing.ts";

const timing = timingOf([921_000, 18_000, 250_000, 22_000, 500_000]);
const limits = gapLimits(timing);

describe("the times of a stream", () => {
  it("are those since it was opened", () => {
    expect([...timing.atMs]).toEqual([921, 939, 1189, 1211, 1711]);
    expect([...timingOf([5000, -3]).atMs]).toEqual([5, 5]);
  });

  it("give the numbers: first item, rate, gaps, stalls", () => {
    expect(streamNumbers(timing, { slowMs: 200, stalledMs: 400 })).toMatchObject({
      firstMs: 921,
      perSecond: (4 / 790) * 1000,
      medianGapMs: 136,
      slow: [2],
      stalls: [4],
      longest: 4,
      totalMs: 1711,
    });
  });

  it("say nothing of gaps where there are none", () => {
    const one = timingOf([3000]);
    expect(streamNumbers(one, gapLimits(one))).toMatchObject({
      firstMs: 3,
      perSecond: null,
      medianGapMs: null,
      longest: null,
    });
    const none = timingOf([]);
    expect(streamNumbers(none, gapLimits(none))).toMatchObject({ firstMs: null, totalMs: 0 });
  });
});

describe("what counts as slow", () => {
  it("is measured by what is usual in the run, and is never less than 200 ms", () => {
    expect(gapLimits(timing, 10)).toEqual({ slowMs: 200, stalledMs: 400 });
    expect(gapLimits(timing, 100)).toEqual({ slowMs: 400, stalledMs: 800 });
  });

  it("is never the wait for the first item", () => {
    expect([0, 1, 2, 4].map((index) => gapTone(timing, index, { slowMs: 200, stalledMs: 400 }))).toEqual(["usual", "usual", "slow", "stalled"]); // prettier-ignore
    expect(limits.slowMs).toBeGreaterThan(200);
  });

  it("is told by the run where enough of its steps have streamed", () => {
    const row = (n: number) => stepRow(n, { chunks: 11, duration_ms: 1100, first_chunk_ms: 100 });
    expect(usualGapMs(stepColumns([row(0), row(1), row(2)]))).toBeCloseTo(100);
    expect(usualGapMs(stepColumns([row(0), row(1)]))).toBeUndefined();
  });
});

describe("the playhead in a stream", () => {
  it("has seen what had come", () => {
    expect([0, 920, 921, 1200, 9999].map((ms) => seenAt(timing, ms))).toEqual([0, 0, 1, 3, 5]);
  });

  it("goes by items, and over those that came at once", () => {
    const bursts = timingOf([1000, 0, 0, 1000]);
    expect(itemBy(timing, 2, 1)).toBe(2);
    expect(itemBy(timing, 5, 1)).toBe(4);
    expect(itemBy(bursts, 4, -1)).toBe(2);
    expect(itemBy(bursts, 3, -1)).toBe(0);
  });

  it("sees an item at the time at which that came, whatever the gaps, also when the address has rounded it", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(2_000_000), { minLength: 1, maxLength: 50 }), fc.nat(49), (gaps, at) => {
        const times = timingOf(gaps);
        const index = at % gaps.length;
        const rounded = Math.round((times.atMs[index] ?? 0) * 1000) / 1000;
        expect(seenAt(times, rounded)).toBeGreaterThan(index);
      }),
    );
  });
});
