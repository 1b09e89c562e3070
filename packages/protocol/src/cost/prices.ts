import { isObject } from "../parse/check.ts";
import { type Glob, glob } from "../query/glob.ts";

/** What a model costs, in dollars per million tokens. */
export interface Price {
  /** The name of the model; `*` stands for any text. */
  readonly model: string;
  readonly input: number;
  /** Input that the provider had kept. */
  readonly cached: number;
  /** Output; reasoning is part of it. */
  readonly output: number;
}

/** When the list below was put together. Providers change their prices: those who know better ones give them along. */
export const pricesFrom = "2025";

/** List prices of well-known models. The first that fits counts, after those of the user. */
export const listPrices: readonly Price[] = [
  { model: "gpt-5-nano*", input: 0.05, cached: 0.005, output: 0.4 },
  { model: "gpt-5-mini*", input: 0.25, cached: 0.025, output: 2 },
  { model: "gpt-5*", input: 1.25, cached: 0.125, output: 10 },
  { model: "gpt-4.1-nano*", input: 0.1, cached: 0.025, output: 0.4 },
  { model: "gpt-4.1-mini*", input: 0.4, cached: 0.1, output: 1.6 },
  { model: "gpt-4.1*", input: 2, cached: 0.5, output: 8 },
  { model: "gpt-4o-mini*", input: 0.15, cached: 0.075, output: 0.6 },
  { model: "gpt-4o*", input: 2.5, cached: 1.25, output: 10 },
  { model: "o4-mini*", input: 1.1, cached: 0.275, output: 4.4 },
  { model: "o3-mini*", input: 1.1, cached: 0.55, output: 4.4 },
  { model: "o3*", input: 2, cached: 0.5, output: 8 },
  { model: "claude-opus-4-5*", input: 5, cached: 0.5, output: 25 },
  { model: "claude-opus-4*", input: 15, cached: 1.5, output: 75 },
  { model: "claude-sonnet-4*", input: 3, cached: 0.3, output: 15 },
  { model: "claude-3-7-sonnet*", input: 3, cached: 0.3, output: 15 },
  { model: "claude-3-5-sonnet*", input: 3, cached: 0.3, output: 15 },
  { model: "claude-haiku-4-5*", input: 1, cached: 0.1, output: 5 },
  { model: "claude-3-5-haiku*", input: 0.8, cached: 0.08, output: 4 },
  { model: "gemini-2.5-pro*", input: 1.25, cached: 0.31, output: 10 },
  { model: "gemini-2.5-flash-lite*", input: 0.1, cached: 0.025, output: 0.4 },
  { model: "gemini-2.5-flash*", input: 0.3, cached: 0.075, output: 2.5 },
];

/**
 * The price of a model. Names of providers are no part of it: `openai/gpt-4o` fits `gpt-4o*`.
 *
 * @param model - As the log has it.
 * @param own - Prices that count before those of the list.
 * @returns `undefined` when it is not known.
 */
export function priceOf(model: string, own: readonly Price[] = []): Price | undefined {
  const bare = model.slice(model.lastIndexOf("/") + 1);
  const fits = (price: Price): boolean => [model, bare].some((name) => patternOf(price).matches(name));
  return own.find(fits) ?? listPrices.find(fits);
}

const patterns = new WeakMap<Price, Glob>();

/** Made once: prices are looked up for each of 100,000 steps. */
function patternOf(price: Price): Glob {
  const pattern = patterns.get(price) ?? glob(price.model);
  patterns.set(price, pattern);
  return pattern;
}

/** Reads prices that were kept or sent; what is none is left out. */
export function parsePrices(value: unknown): readonly Price[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((one: unknown) => {
    if (!isObject(one)) return [];
    const { model, input, cached, output } = one;
    if (typeof model !== "string" || model.trim() === "" || !isAmount(input) || !isAmount(output)) return [];
    return [{ model: model.trim(), input, cached: isAmount(cached) ? cached : input, output }];
  });
}

function isAmount(price: unknown): price is number {
  return typeof price === "number" && Number.isFinite(price) && price >= 0;
}
