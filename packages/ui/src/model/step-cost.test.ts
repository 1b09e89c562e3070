import { expect, it } from "vitest";
import type { StepRow } from "@burrjs/protocol";
import { stepRow } from "./step/steps-for-tests.ts";
import { StepColumns } from "./step-columns.ts";
import { runCost } from "./step-cost.ts";

const prices = [{ model: "m1", input: 2, cached: 0.5, output: 8 }];
const used = (n: number, model: string | null, input: number, cached = 0): StepRow =>
  stepRow(n, { usage: [{ model: model ?? "", input, output: 500, cached, reasoning: 0 }] });

it.each([
  // (1,000 × 2 + 500 × 8) / 1e6, and 400 of the second step's input kept by the provider: (600 × 2 + 400 × 0.5 + 500 × 8) / 1e6
  ["the sum of its steps", [used(0, "m1", 1000), stepRow(1), used(2, "m1", 1000, 400)], 0.006 + 0.0054],
  ["not known where a price is not", [used(0, "m1", 1000), used(1, "of nobody", 1)], null],
  ["not known where the model is not", [used(0, null, 1000)], null],
  ["nothing to tell where no tokens were used", [stepRow(0)], null],
])("what a run cost is %s", (_what, rows, dollars) => {
  expect(runCost(StepColumns.empty.with(rows), prices)).toBe(dollars);
});
