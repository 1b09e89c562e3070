import fc from "fast-check";
import { expect, it } from "vitest";

import { chunksIn, chunksPlace, chunksText, rowIn, rowText, snapshotIn, snapshotText } from "./stored-text.ts";

const number = fc.oneof(fc.maxSafeNat(), fc.integer(), fc.constantFrom(1_790_000_000_123.25, -1));
const place = fc.oneof(fc.integer({ min: -1e15, max: 4e15 - 1 }), fc.nat(20));
const json = fc.jsonValue().map((value) => JSON.stringify(value));

it("gives every row back as it was", () => {
  const row = fc.record({ index: fc.nat(), sequenceId: fc.integer(), body: json, delta: json, atMs: number });
  fc.assert(
    fc.property(row, (one) => {
      expect(rowIn(rowText(one), one.index)).toEqual(one);
    }),
  );
});

it("gives every snapshot back as it was", () => {
  fc.assert(
    fc.property(fc.nat(), json, (index, snapshot) => {
      expect(snapshotIn(snapshotText(index, snapshot))).toEqual({ index, snapshot });
    }),
  );
});

it("gives every batch of chunks back as it was", () => {
  const chunks = fc.array(json, { minLength: 1 });
  const batch = fc.record({ sequenceId: place, attempt: place, index: place, chunks, atMs: number });
  fc.assert(
    fc.property(batch, (one) => {
      expect(chunksIn(chunksText(one))).toEqual(one);
    }),
  );
});

it("orders the places of chunks as their numbers", () => {
  const places = fc.tuple(place, place, place);
  fc.assert(
    fc.property(places, places, (one, other) => {
      const byNumber = one.map((value, n) => value - (other[n] ?? 0)).find((difference) => difference !== 0) ?? 0;
      const [text, otherText] = [chunksPlace(...one), chunksPlace(...other)];
      expect(text < otherText ? -1 : text > otherText ? 1 : 0).toBe(Math.sign(byNumber));
    }),
  );
});

it.each(["", "1", "1 2 ", "x"])("refuses the text %j, which is none of its own", (text) => {
  expect(() => rowIn(text, 0)).toThrow("none that Burr has written");
});
