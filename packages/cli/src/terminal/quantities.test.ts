import { expect, it } from "vitest";
import { agoText, bytesText, durationText, parseDuration } from "./quantities.ts";

it.each([
  [0.037, "37 µs"],
  [0.9996, "1 ms"],
  [2, "2 ms"],
  [611.6, "612 ms"],
  [999.7, "1.00 s"],
  [4180, "4.18 s"],
  [41_800, "41.8 s"],
  [221_000, "3 m 41 s"],
  [7_500_000, "2 h 05 m"],
  [200_000_000, "2 d 07 h"],
  [null, "–"],
  [Number.NaN, "–"],
] as const)("a duration of %s ms reads %s", (ms, text) => {
  expect(durationText(ms)).toBe(text);
});

it.each([
  [512, "512 B"],
  [1400, "1.4 KB"],
  [99_000, "99 KB"],
  [1_400_000, "1.4 MB"],
  [999_600, "1.0 MB"],
])("%s bytes read %s", (bytes, text) => {
  expect(bytesText(bytes)).toBe(text);
});

it("tells how long ago something was", () => {
  const now = 1_000_000_000;
  expect(
    [now, now - 59_000, now - 240_000, now - 7_200_000, now - 200_000_000, null].map((at) => agoText(at, now)),
  ).toEqual(["now", "59 s ago", "4 m ago", "2 h ago", "2 d ago", "–"]);
});

it.each([
  ["30d", 2_592_000_000],
  ["1.5h", 5_400_000],
  ["250 ms", 250],
  ["30", undefined],
  ["soon", undefined],
])("reads %s as a length of time", (text, ms) => {
  expect(parseDuration(text)).toBe(ms);
});
