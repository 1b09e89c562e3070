import { expect, it } from "vitest";
import { beginOf } from "./begin-of.ts";

it.each([
  { text: "abc", length: 2, begin: "ab" },
  { text: "abc", length: 3, begin: "abc" },
  { text: "a🌾b", length: 2, begin: "a" },
  { text: "a🌾b", length: 3, begin: "a🌾" },
  { text: "🌾", length: 1, begin: "" },
  { text: "a\uD83C", length: 2, begin: "a\uD83C" },
])("$text begins with $begin in $length units", ({ text, length, begin }) => {
  expect(beginOf(text, length)).toBe(begin);
});
