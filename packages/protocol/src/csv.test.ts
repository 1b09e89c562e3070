import fc from "fast-check";
import { expect, it } from "vitest";
import { csvField, toCsv } from "./csv.ts";

it.each([
  ["text", "text"],
  ["a,b", '"a,b"'],
  ['say "no"', '"say ""no"""'],
  ["two\nlines", '"two\nlines"'],
  ["", ""],
  [null, ""],
  [undefined, ""],
  [-1.5, "-1.5"],
  [true, "true"],
  [12n, "12"],
  ['=HYPERLINK("http://x")', '"\'=HYPERLINK(""http://x"")"'],
  ["+1", "'+1"],
  ["-1", "'-1"],
  ["@SUM(A1)", "'@SUM(A1)"],
  ["\t=1", "'\t=1"],
  ["\r=1", '"\'\r=1"'],
  ["a=1", "a=1"],
])("writes %o as %o", (value, field) => {
  expect(csvField(value)).toBe(field);
});

it("ends each row", () => {
  expect(toCsv([["a", 1], [], [null, "b"]])).toBe("a,1\r\n\r\n,b\r\n");
});

it("writes no text that a spreadsheet would take for a formula, and loses nothing", () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom("=", "+", "-", "@", "\t", "\r", '"', ",", "a", "\n") }), (text) => {
      const field = csvField(text);
      const inner = field.startsWith('"') ? field.slice(1, -1).replaceAll('""', '"') : field;
      expect(inner).not.toMatch(/^[=+\-@\t\r]/);
      expect(inner === text || inner === `'${text}`).toBe(true);
    }),
  );
});
