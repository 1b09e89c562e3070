import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { attemptAt } from "./attempt-at.ts";
import { streamBytes } from "./stream-bytes.ts";
import { noItems, withPart } from "./stream-items.ts";

describe("a stream that is put together of parts", () => {
  const part = (from: number, ...items: readonly string[]) => ({
    from,
    items,
    dt_us: items.map((_, index) => from + index),
  });

  it("takes what goes on at its end, and nothing twice", () => {
    const two = withPart(noItems, part(0, "a", "b"));
    expect(withPart(two, part(1, "b", "c"))).toEqual({ items: ["a", "b", "c"], gapsUs: [0, 1, 2] });
    expect(withPart(two, part(0, "a"))).toBe(two);
  });

  it("waits where something is missing between", () => {
    const one = withPart(noItems, part(0, "a"));
    expect(withPart(one, part(2, "c"))).toBe(one);
  });

  it("ends up the same, whichever way the log was cut", () => {
    fc.assert(
      fc.property(fc.array(fc.string()), fc.array(fc.tuple(fc.nat(20), fc.nat(20))), (items, cuts) => {
        const parts = [
          ...cuts.map(([from, length]) => part(from, ...items.slice(from, from + length))),
          part(0, ...items),
        ];
        expect(parts.reduce(withPart, noItems).items).toEqual(items);
      }),
    );
  });
});

it("counts the bytes of texts as UTF-8, and of others as JSON", () => {
  expect(streamBytes(["é", { delta: "ab" }, { n: 1 }, undefined])).toBe(2 + 2 + 7);
});

describe("the attempt at a moment", () => {
  const streams = [
    { attempt: 1, opened_ms: 100 },
    { attempt: 2, opened_ms: 200 },
  ];

  it.each([
    { at: undefined, attempt: 2 },
    { at: 50, attempt: 1 },
    { at: 150, attempt: 1 },
    { at: 200, attempt: 2 },
  ])("at $at is $attempt", ({ at, attempt }) => {
    expect(attemptAt(streams, at)).toBe(attempt);
  });

  it("is none without streams", () => {
    expect(attemptAt([], 5)).toBeUndefined();
  });
});
