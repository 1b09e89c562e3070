import type { Parameters } from "./api.ts";
import { pricesSetting } from "./settings.ts";

/** The parameters of what a query asks for, with the prices of the user: by them the server tells what costs how much. */
export function asked(parameters: Parameters): Parameters {
  const prices = pricesSetting.get();
  return { ...parameters, prices: prices.length === 0 ? undefined : JSON.stringify(prices) };
}
