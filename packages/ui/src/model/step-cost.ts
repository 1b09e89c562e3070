import { costOf, type Price } from "./prices.ts";
import type { StepColumns, StepUsage } from "./step-columns.ts";

/** What a step cost, in dollars; `null`: nothing that has a price, or none that is known. */
export function stepCost(usage: StepUsage | null | undefined, prices: readonly Price[]): number | null {
  return usage === null || usage === undefined ? null : costOf(usage.model, usage, prices);
}

/** What all steps of a run cost together; `null` where no step has used tokens, or the price of one is not known. */
export function runCost(steps: StepColumns, prices: readonly Price[]): number | null {
  let sum: number | null = null;
  for (let n = 0; n < steps.length; n += 1) {
    const usage = steps.usageAt(n);
    if (usage === null) continue;
    const cost = stepCost(usage, prices);
    if (cost === null) return null;
    sum = (sum ?? 0) + cost;
  }
  return sum;
}
