import { describe, expect, it } from "vitest";
import { callCost } from "./call-cost.ts";

const usage = { input: 1812, output: 92, cached: 1024, reasoning: 11 };

describe("what a call of a model cost", () => {
  it("comes with its formula in numbers, and where the price is from", () => {
    expect(callCost({ model: "gpt-4o-2024-11-20", usage, costDollars: null }, [])).toEqual({
      text: "$0.00417",
      formula: "788 input × $2.5 + 1,024 cached × $1.25 + 92 output × $10, per million tokens",
      source: "by the list price of 2025",
    });
  });

  it("goes by the user's own price first", () => {
    const own = [{ model: "gpt-4o*", input: 1000, cached: 0, output: 0 }];
    expect(callCost({ model: "gpt-4o", usage: { ...usage, cached: null }, costDollars: null }, own)).toMatchObject({
      text: "$1.812",
      source: "by your price",
    });
  });

  it("is what the span says, where it does", () => {
    expect(callCost({ model: "x", usage, costDollars: 0.5 }, [])).toEqual({
      text: "$0.5",
      formula: "",
      source: "as the span says",
    });
  });

  it("is never 0 where it is not known", () => {
    expect(callCost({ model: "mine", usage, costDollars: null }, [])).toMatchObject({
      text: "–",
      source: "no price is known of mine: put it into the settings",
    });
    expect(
      callCost(
        { model: "mine", usage: { input: null, output: null, cached: null, reasoning: null }, costDollars: null },
        [],
      ),
    ).toBeUndefined();
  });
});
