import fc from "fast-check";
import { expect, it } from "vitest";
import { visibleJson, visibleLine, visibleText } from "./visible-text.ts";

it.each([
  { what: "an escape sequence", text: "a\u001b[31mred", shown: "a␛[31mred" },
  { what: "the title of a terminal", text: "\u001b]0;owned\u0007", shown: "␛]0;owned␇" },
  { what: "a C1 control", text: "\u009b2J", shown: "<U+009B>2J" },
  { what: "a line break and a tab", text: "a\r\nb\tc\rd", shown: "a↵b⇥c␍d" },
  { what: "text that is turned round", text: "a\u202etxt.exe", shown: "a<U+202E>txt.exe" },
  { what: "a zero-width space", text: "pay\u200bpal", shown: "pay<U+200B>pal" },
  { what: "joiners between Latin letters", text: "a\u200db\u200cc", shown: "a<U+200D>b<U+200C>c" },
  { what: "half a pair", text: "\ud800", shown: "<U+D800>" },
  { what: "tags that only models read", text: "x\u{e0041}", shown: "x<U+E0041>" },
  { what: "variants of nothing", text: "x\ufe00\u{e0100}", shown: "x<U+FE00><U+E0100>" },
  { what: "a filler", text: "a\u3164b", shown: "a<U+3164>b" },
  { what: "line separators", text: "a\u2028b\u2029c", shown: "a<U+2028>b<U+2029>c" },
])("marks $what", ({ text, shown }) => {
  expect(visibleLine(text)).toBe(shown);
});

it.each(["plain", "größer – “quoted”", "日本語", "葛\u{e0100}城", "صباح الخير", "👩‍👩‍👧 👩🏽‍🚀 ❤️ 🏳️‍🌈", "می‌خواهم", "क्‍ष", "1️⃣"])(
  "leaves %s as it is",
  (text) => {
    expect(visibleLine(text)).toBe(text);
  },
);

it("keeps lines and tabs where lines are wanted", () => {
  expect(visibleText("a\r\n\tb\u001b[0m")).toBe("a\n\tb␛[0m");
});

it("lets nothing through that drives a terminal, whatever the text is", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      expect(visibleLine(text)).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
      expect(visibleText(text).replaceAll(/[\n\t]/g, "")).not.toMatch(/\p{Cc}/u);
      expect(visibleText(visibleText(text))).toBe(visibleText(text));
    }),
  );
});

it("writes JSON that means the same, and drives nothing", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      const json = visibleJson(JSON.stringify({ text }, null, 2));
      expect(JSON.parse(json)).toEqual({ text });
      expect(json.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069\u200b]/u);
    }),
  );
});
