import { expect, it } from "vitest";
import { fitted, textWidth } from "./text-width.ts";

it.each([
  ["abc", 30],
  ["図書館", 54],
  ["e\u0301", 10],
  ["👩‍🚀", 18],
  ["", 0],
])("%s is about %i pixels wide", (text, width) => {
  expect(textWidth(text, 10)).toBe(width);
});

it.each([
  ["abcdef", 60, "abcdef"],
  ["abcdef", 50, "abcd…"],
  ["図書館の本", 60, "図書…"],
  ["e\u0301e\u0301e\u0301", 20, "e\u0301…"],
  ["abc", 0, "a…"],
])("%s in %i pixels is %s", (text, room, shown) => {
  expect(fitted(text, 10, room)).toBe(shown);
});
