import { describe, expect, it } from "vitest";
import { retryAfterMs, retryDelay } from "./retry.ts";

describe("retryDelay()", () => {
  it.each([
    { failures: 1, askedMs: undefined, shortest: 125, longest: 250 },
    { failures: 3, askedMs: undefined, shortest: 500, longest: 1_000 },
    { failures: 5_000, askedMs: undefined, shortest: 15_000, longest: 30_000 },
    { failures: 1, askedMs: 7_000, shortest: 7_000, longest: 7_000 },
    { failures: 1, askedMs: 1e9, shortest: 600_000, longest: 600_000 },
  ])("is $shortest to $longest ms after $failures failures when $askedMs ms were asked", (given) => {
    const { failures, askedMs, shortest, longest } = given;
    expect(retryDelay(failures, askedMs, { random: () => 0 })).toBe(shortest);
    expect(retryDelay(failures, askedMs, { random: () => 1 })).toBe(longest);
  });
});

describe("retryAfterMs()", () => {
  it.each([
    { header: "3", ms: 3_000 },
    { header: "Thu, 01 Jan 1970 00:00:05 GMT", ms: 4_000 },
    { header: "Thu, 01 Jan 1970 00:00:00 GMT", ms: 0 },
    { header: "soon", ms: undefined },
    { header: null, ms: undefined },
  ])("reads $header as $ms", ({ header, ms }) => {
    expect(retryAfterMs(header, 1_000)).toBe(ms);
  });
});
