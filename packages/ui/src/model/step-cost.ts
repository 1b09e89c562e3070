import { costOfUsage, type Price } from "@burrjs/protocol";
import type { StepColumns } from "./step-columns.ts";

/** What all steps of a run cost together; `null` where no step has used tokens, or the price of one is not known. */
export function runCost(steps: StepColumns, prices: readonly Price[]): number | null {
  let sum: number | null = null;
  for (let n = 0; n < steps.length; n += 1) {
    const usage = steps.usageAt(n);
    if (usage.length === 0) continue;
    const cost = costOfUsage(usage, prices);
    if (cost === null) return null;
    sum = (sum ?? 0) + cost;
  }
  return sum;
}
