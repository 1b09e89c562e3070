import type { Parameters } from "./api.ts";
import { pricesSetting, shownZone } from "./settings.ts";

/** The parameters of what a query asks for, with what else tells what it means: the prices of the user, and the zone whose days are meant. */
export function asked(parameters: Parameters): Parameters {
  const prices = pricesSetting.get();
  return { ...parameters, prices: prices.length === 0 ? undefined : JSON.stringify(prices), zone: shownZone() };
}
