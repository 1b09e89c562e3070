import type { ModelUsage, TokenCounts } from "./usage.ts";
import { type Price, priceOf } from "./prices.ts";

/** How a cost comes about, for people. */
export const costFormula =
  "(input − cached) × input price + cached × cached price + output × output price; reasoning is part of the output";

/** What tokens of a model cost, in dollars; `null` when its price is not known. */
export function costOf(
  model: string,
  tokens: Pick<TokenCounts, "input" | "output" | "cached">,
  own: readonly Price[] = [],
): number | null {
  const price = priceOf(model, own);
  if (price === undefined) return null;
  const cached = Math.min(tokens.cached, tokens.input);
  return ((tokens.input - cached) * price.input + cached * price.cached + tokens.output * price.output) / 1e6;
}

/** What several models cost together, in dollars; `null` when none was used, or the price of one is not known: any sum were too small. */
export function costOfUsage(
  usage: readonly Pick<ModelUsage, "model" | "input" | "output" | "cached">[],
  own: readonly Price[] = [],
): number | null {
  let sum: number | null = null;
  for (const { model, ...tokens } of usage) {
    const cost = costOf(model, tokens, own);
    if (cost === null) return null;
    sum = (sum ?? 0) + cost;
  }
  return sum;
}
