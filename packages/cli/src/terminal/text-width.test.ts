import fc from "fast-check";
import { expect, it } from "vitest";
import { cutText, padText, textWidth, wrapText } from "./text-width.ts";

it.each([
  { text: "abc", width: 3 },
  { text: "größe", width: 5 },
  { text: "e\u0301", width: 1 },
  { text: "日本", width: 4 },
  { text: "한국어", width: 6 },
  { text: "ｆｕｌｌ", width: 8 },
  { text: "🌾", width: 2 },
  { text: "👩‍👩‍👧", width: 2 },
  { text: "❤️", width: 2 },
  { text: "🇨🇭", width: 2 },
  { text: "صباح", width: 4 },
  { text: "", width: 0 },
])("$text takes $width columns", ({ text, width }) => {
  expect(textWidth(text)).toBe(width);
});

it.each([
  { text: "abcdefgh", width: 5, place: "end", cut: "abcd…" },
  { text: "abcdefghijklmnop", width: 9, place: "middle", cut: "abcd…mnop" },
  { text: "日本語日本語", width: 6, place: "end", cut: "日本…" },
  { text: "👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧", width: 4, place: "end", cut: "👩‍👩‍👧…" },
  { text: "short", width: 5, place: "end", cut: "short" },
  { text: "none", width: 0, place: "end", cut: "" },
] as const)("cuts $text to $width columns at the $place", ({ text, width, place, cut }) => {
  expect(cutText(text, width, place)).toBe(cut);
});

it("cuts and pads any text to the width that was asked for", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), fc.integer({ min: 1, max: 30 }), (text, width) => {
      expect(textWidth(cutText(text, width))).toBeLessThanOrEqual(width);
      expect(textWidth(cutText(text, width, "middle"))).toBeLessThanOrEqual(width);
      expect(textWidth(padText(cutText(text, width), width))).toBe(width);
    }),
  );
});

it("breaks lines between words, and long words where it must", () => {
  expect(wrapText("one two three\nfour", 8)).toEqual(["one two", "three", "four"]);
  expect(wrapText("abcdefghij kl", 4)).toEqual(["abcd", "efgh", "ij", "kl"]);
  expect(wrapText("", 10)).toEqual([""]);
});
