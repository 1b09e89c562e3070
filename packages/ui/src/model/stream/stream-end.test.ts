import { describe, expect, it } from "vitest";
import { streamEnd } from "./stream-end.ts";

describe("how a stream ended", () => {
  const stream = { items: 7, opened_ms: 100, ended_ms: 140 };

  it.each([
    {
      when: "an attempt was taken back",
      step: { status: "completed", committed: true },
      isLast: false,
      text: /failed after 7 items: they were taken back/,
    },
    {
      when: "the step failed",
      step: { status: "failed", committed: false },
      isLast: true,
      text: /nothing of them is in the state/,
    },
    {
      when: "it was aborted",
      step: { status: "aborted", committed: false },
      isLast: true,
      text: /aborted after 7 items: nothing/,
    },
    {
      when: "it was aborted and kept",
      step: { status: "aborted", committed: true },
      isLast: true,
      text: /kept what it had/,
    },
    { when: "the process is gone", step: { status: "lost", committed: false }, isLast: true, text: /process is gone/ },
    {
      when: "it gives no sign of life",
      step: { status: "stalled", committed: false },
      isLast: true,
      text: /No sign of life/,
    },
    { when: "it streams", step: { status: "running", committed: false }, isLast: true, text: /Streaming/ },
  ] as const)("is told when $when", ({ step, isLast, text }) => {
    expect(streamEnd(step, stream, isLast)?.text).toMatch(text);
  });

  it("is nothing worth telling when it ended as it should", () => {
    const done = { status: "completed", committed: true } as const;
    expect(streamEnd(done, stream, true)).toBeUndefined();
    expect(streamEnd(done, { ...stream, ended_ms: null }, true)?.text).toMatch(/no end/);
    expect(streamEnd(done, { ...stream, items: 0 }, true)?.text).toMatch(/40.ms without an item/);
  });
});
