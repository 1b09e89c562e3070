import { countText, moneyText } from "../../format/quantities.ts";
import { costOf, type Price, priceOf, pricesFrom } from "@burrjs/protocol";
import type { ModelCall } from "./model-call.ts";

/** What a call of a model cost, and how that is known. */
export interface CallCost {
  /** `–`: it is not known. */
  readonly text: string;
  /** How it comes about, in its own numbers; "" where nothing was computed. */
  readonly formula: string;
  /** Where the price is from. */
  readonly source: string;
}

/**
 * What a call cost: as its span says, else by the prices that are known. `undefined`: it says of nothing that costs.
 *
 * @param own - Prices of the user, which count before the list's.
 */
export function callCost(
  call: Pick<ModelCall, "model" | "usage" | "costDollars">,
  own: readonly Price[],
): CallCost | undefined {
  const { model, usage, costDollars } = call;
  if (costDollars !== null) return { text: moneyText(costDollars), formula: "", source: "as the span says" };
  if (usage.input === null && usage.output === null) return undefined;
  const tokens = { input: usage.input ?? 0, output: usage.output ?? 0, cached: usage.cached ?? 0 };
  const price = priceOf(model, own);
  if (price === undefined)
    return { text: "–", formula: "", source: `no price is known of ${model}: put it into the settings` };
  const cached = Math.min(tokens.cached, tokens.input);
  const terms = [
    [tokens.input - cached, "input", price.input],
    [cached, "cached", price.cached],
    [tokens.output, "output", price.output],
  ] as const;
  const formula = terms
    .filter(([count]) => count > 0)
    .map(([count, name, dollars]) => `${countText(count)} ${name} × ${moneyText(dollars)}`)
    .join(" + ");
  return {
    text: moneyText(costOf(model, tokens, own)),
    formula: formula === "" ? "" : `${formula}, per million tokens`,
    source: own.includes(price) ? "by your price" : `by the list price of ${pricesFrom}`,
  };
}
