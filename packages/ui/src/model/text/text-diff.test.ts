import fc from "fast-check";
import { expect, it } from "vitest";
import { lineDiff, wordDiff } from "./text-diff.ts";

it("gives both texts back, whatever they are", () => {
  const text = fc
    .array(fc.constantFrom("a", "bc", " ", "\n", ".", "語", "é", "👍🏽", "\u200d"), { maxLength: 60 })
    .map((parts) => parts.join(""));
  fc.assert(
    fc.property(text, text, (before, after) => {
      const pieces = wordDiff(before, after);
      const without = (kind: string): string => pieces.filter((piece) => piece.kind !== kind).map((piece) => piece.text).join(""); // prettier-ignore
      expect([without("add"), without("remove")]).toEqual([before, after]);
    }),
  );
});

it("tells lines apart", () => {
  expect(lineDiff("a\nb\nc", "a\nx\nc")).toEqual([
    { kind: "same", text: "a" },
    { kind: "remove", text: "b" },
    { kind: "add", text: "x" },
    { kind: "same", text: "c" },
  ]);
});
