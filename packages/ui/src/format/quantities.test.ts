import { describe, expect, it } from "vitest";
import { bytesText, countText, durationText, moneyText } from "./quantities.ts";

const plain = (text: string): string => text.replaceAll("\u202f", " ");

describe("numbers as people read them", () => {
  it.each([
    [0.037, "37 µs"],
    [2, "2 ms"],
    [612.4, "612 ms"],
    [4180, "4.18 s"],
    [221_000, "3 m 41 s"],
    [7_500_000, "2 h 05 m"],
    [null, "–"],
  ])("the duration %s is %s", (ms, text) => {
    expect(plain(durationText(ms))).toBe(text);
  });

  it.each([
    [0.00417, "$0.00417"],
    [0.000_123_456, "$0.000123"],
    [0.009_012_3, "$0.00901"],
    [0.2134, "$0.2134"],
    [12.4, "$12.4"],
    [1234.4, "$1,234"],
    [56_000, "$56 k"],
    [0.000_01, "< $0.0001"],
    [-0.5, "−$0.5"],
    [0, "$0"],
    [null, "–"],
  ])("the money %s is %s", (dollars, text) => {
    expect(plain(moneyText(dollars))).toBe(text);
  });

  it("counts and sizes have their units", () => {
    expect(plain(countText(1204))).toBe("1,204");
    expect(plain(countText(84_200))).toBe("84.2 k");
    expect(plain(bytesText(1_400_000))).toBe("1.4 MB");
  });
});
