import { expect, test } from "vitest";
import { costOf, costOfUsage } from "./cost-of.ts";
import { parsePrices, priceOf } from "./prices.ts";

const million = { input: 1e6, output: 1e6, cached: 0, reasoning: 0 };

test.each([
  ["gpt-4o-mini-2024-07-18", 0.15],
  ["gpt-4o", 2.5],
  ["openai/gpt-4o", 2.5],
  ["Claude-Sonnet-4-20250514", 3],
  ["gull-large-2", undefined],
  ["", undefined],
])("the input of %s costs %s dollars per million", (model, input) => {
  expect(priceOf(model)?.input).toBe(input);
});

test("cached input costs less, and reasoning is part of the output", () => {
  expect(costOf("gpt-4o", million)).toBeCloseTo(12.5);
  expect(costOf("gpt-4o", { ...million, cached: 400_000 })).toBeCloseTo(0.6 * 2.5 + 0.4 * 1.25 + 10);
});

test("more cached tokens than there is input are no gain", () => {
  expect(costOf("gpt-4o", { input: 10, cached: 99, output: 0 })).toBeCloseTo((10 * 1.25) / 1e6);
});

test("a price that nobody knows is none, and not 0", () => {
  expect(costOf("gull-large-2", million)).toBeNull();
});

test("the user's own price counts first", () => {
  expect(costOf("gpt-4o", million, [{ model: "gpt-*", input: 1, cached: 1, output: 1 }])).toBeCloseTo(2);
});

test.each([
  ["gull-*-2", "gull-large-2", true],
  ["gull-*-2", "gull-2", false],
  ["*", "x", true],
  ["a*a", "a", false],
])("%s fits %s: %s", (model, name, isFit) => {
  expect(priceOf(name, [{ model, input: 7, cached: 7, output: 7 }])?.input === 7).toBe(isFit);
});

test("what was kept and is no price is left out", () => {
  const good = { model: "x", input: 1, cached: 0.5, output: 2 };
  expect(
    parsePrices([good, { model: "", input: 1, output: 1 }, { model: "y", input: -1, output: 1 }, null, 3]),
  ).toEqual([good]);
  expect(parsePrices([{ model: " z ", input: 1, output: 2 }])).toEqual([
    { model: "z", input: 1, cached: 1, output: 2 },
  ]);
  expect(parsePrices("no")).toEqual([]);
});

test("several models cost what they cost together, if all prices are known", () => {
  const known = [
    { model: "gpt-4o", ...million },
    { model: "gpt-4o-mini", ...million },
  ];
  expect(costOfUsage(known)).toBeCloseTo(12.5 + 0.75);
  expect(costOfUsage([...known, { model: "gull-large-2", ...million }])).toBeNull();
  expect(costOfUsage([])).toBeNull();
});
