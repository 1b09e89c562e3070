import type { SpanView, StreamSummary } from "@burrjs/protocol";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { stepDetail } from "./steps-for-tests.ts";
import { timeParts } from "./time-parts.ts";

const stream = (opened: number, first: number | null, ended: number | null, items = 3): StreamSummary => ({
  attempt: 1,
  items,
  opened_ms: opened,
  first_item_ms: first,
  ended_ms: ended,
  recorded: true,
  dropped: 0,
});
const span = (id: string, started: number, ms: number | null, more: Partial<SpanView> = {}): SpanView => ({
  span_id: id,
  name: id,
  parent: null,
  started_ms: started,
  duration_ms: ms,
  error: null,
  attributes: [],
  ...more,
});
const shown = (step: Parameters<typeof timeParts>[0]): readonly string[] =>
  timeParts(step).map(({ name, ms }) => `${name} ${ms}`);

describe("where the time of a step went", () => {
  it("is, of a stream, the wait, the stream and the rest", () => {
    const step = stepDetail(0, { started_ms: 0, duration_ms: 100, streams: [stream(5, 30, 95)] });
    expect(shown(step)).toEqual([
      "Waiting for the first item 25",
      "Streaming 3 items 65",
      "Before the stream, and after it: state update and saving 10",
    ]);
  });

  it("names attempts, and the pauses between them", () => {
    const retries = [{ attempt: 1, error: "x", delay_ms: 10 }];
    const step = stepDetail(0, {
      started_ms: 0,
      duration_ms: 100,
      retries,
      streams: [stream(0, 10, 20), { ...stream(30, 60, 100, 1), attempt: 2 }],
    });
    expect(shown(step)).toEqual([
      "Waiting for the first item, attempt 1 10",
      "Streaming 3 items, attempt 1 10",
      "Waiting for the first item, attempt 2 30",
      "Streaming 1 item, attempt 2 40",
      "Pause before the retry 10",
    ]);
  });

  it("counts a pause once, where an attempt is measured from the failure of the one before", () => {
    const retries = [{ attempt: 1, error: "x", delay_ms: 10 }];
    const streams = [
      { ...stream(0, 10, null), items: 2 },
      { ...stream(20, 60, 100, 1), attempt: 2 },
    ];
    expect(shown(stepDetail(0, { started_ms: 0, duration_ms: 100, retries, streams }))).toEqual([
      "Waiting for the first item, attempt 1 10",
      "Streaming 2 items, attempt 1 10",
      "Waiting for the first item, attempt 2 30",
      "Streaming 1 item, attempt 2 40",
      "Pause before the retry 10",
    ]);
  });

  it("is, of other steps, their outermost spans; those that overlap are counted once", () => {
    const spans = [
      span("a", 0, 40),
      span("b", 10, 10, { parent: "a" }),
      span("c", 50, 20, { name: "call" }),
      span("d", 60, 20, { name: "call" }),
    ];
    expect(shown(stepDetail(0, { started_ms: 0, duration_ms: 100, spans_list: spans }))).toEqual([
      "a 40",
      "call ×2 30",
      "Own code, and the rest 30",
    ]);
  });

  it("is not known of a step that runs, or tells of nothing inside", () => {
    expect(timeParts(stepDetail(0, { duration_ms: null }))).toEqual([]);
    expect(timeParts(stepDetail(0, { duration_ms: 5 }))).toEqual([]);
  });

  it("adds up to the whole, also where clocks disagree", () => {
    const ms = fc.double({ min: 0, max: 1000, noNaN: true });
    fc.assert(
      fc.property(ms, fc.array(fc.tuple(ms, ms), { minLength: 1, maxLength: 6 }), (whole, times) => {
        const spans = times.map(([from, length], index) => span(String(index), from, length));
        const parts = timeParts(stepDetail(0, { started_ms: 0, duration_ms: whole + 0.01, spans_list: spans }));
        expect(parts.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 3);
        for (const { share } of parts) expect(share).toBeLessThanOrEqual(1);
      }),
    );
  });
});
