import { describe, expect, test } from "vitest";
import { sumOf } from "./insights.ts";
import { type StepFact, wholeUsage } from "./run-facts.ts";

describe("what models have used", () => {
  const counts = (input: number, cached = 0) => ({ input, output: 0, cached, reasoning: 0 });
  const one: StepFact = { action: "ask", status: "completed", startedMs: 0, durationMs: 1, firstChunkMs: null };
  const part = (model: string, input: number, steps: readonly StepFact[] = [one]) => ({
    model,
    tokens: counts(input),
    steps,
  });

  test.each([
    ["is what their steps have used", [part("a", 2), part("b", 3)], counts(5), { a: 2, b: 3 }],
    ["is more, where steps do not say which", [part("a", 2), part("b", 3)], counts(9), { a: 2, b: 3, "": 4 }],
    ["is all there is, of one alone", [part("a", 2)], counts(9), { a: 9 }],
    ["is not known without a model", [], counts(9), { "": 9 }],
    ["is nothing without tokens", [part("a", 0, [])], counts(0), {}],
    ["is told of a model without tokens", [part("a", 0)], counts(0), { a: 0 }],
  ])("%s", (_what, parts, all, expected) => {
    const whole = wholeUsage(parts, all);
    expect(Object.fromEntries(whole.map(({ model, tokens }) => [model, tokens.input]))).toEqual(expected);
    expect(sumOf(whole.map(({ tokens }) => tokens))).toEqual(all);
  });
});
