import fc from "fast-check";
import { expect, it } from "vitest";
import { visibleJson, visibleText } from "./visible-text.ts";

it.each([
  { what: "an escape sequence", text: "a\u001b[31mred", shown: "a␛[31mred" },
  { what: "the title of a terminal", text: "\u001b]0;owned\u0007", shown: "␛]0;owned␇" },
  { what: "a C1 control", text: "\u009b2J", shown: "<U+009B>2J" },
  { what: "a line break and a tab", text: "a\r\nb\tc\rd", shown: "a↵b⇥c␍d" },
  { what: "text that is turned round", text: "a\u202etxt.exe", shown: "a<U+202E>txt.exe" },
  { what: "a zero-width space", text: "pay\u200bpal", shown: "pay<U+200B>pal" },
  { what: "a joiner between Latin letters", text: "a\u200db", shown: "a<U+200D>b" },
  { what: "half a pair", text: "\ud800", shown: "<U+D800>" },
  { what: "tags that hide text", text: "x\u{e0041}", shown: "x<U+E0041>" },
  { what: "line separators", text: "a\u2028b\u2029c", shown: "a<U+2028>b<U+2029>c" },
])("marks $what", ({ text, shown }) => {
  expect(visibleText(text)).toBe(shown);
});

it.each(["plain", "größer – “quoted”", "日本語", "صباح الخير", "👩‍👩‍👧 ❤️ 🏳️‍🌈", "می‌خواهم", "क्‍ष", "1️⃣"])(
  "leaves %s as it is",
  (text) => {
    expect(visibleText(text)).toBe(text);
  },
);

it("keeps lines and tabs where lines are wanted", () => {
  expect(visibleText("a\r\n\tb\u001b[0m", "lines")).toBe("a\n\tb␛[0m");
});

it("lets nothing through that drives a terminal, whatever the text is", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      expect(visibleText(text)).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
      expect(visibleText(text, "lines").replaceAll(/[\n\t]/g, "")).not.toMatch(/\p{Cc}/u);
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
