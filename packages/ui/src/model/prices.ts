import type { TokenCounts } from "@burrjs/protocol";

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

/** When the list below was put together. Providers change their prices: put your own into the settings. */
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

/** How a cost comes about, for people. */
export const costFormula =
  "(input − cached) × input price + cached × cached price + output × output price; reasoning is part of the output";

/** The price of a model: the user's own first. `undefined`: it is not known. */
export function priceOf(model: string, own: readonly Price[] = []): Price | undefined {
  return [...own, ...listPrices].find((price) => fits(price.model, model));
}

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

/** Reads prices that were kept; what is none is left out. */
export function parsePrices(value: unknown): readonly Price[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((one: unknown) => {
    if (typeof one !== "object" || one === null) return [];
    const { model, input, cached, output } = one as Readonly<Record<string, unknown>>;
    const isPrice = (price: unknown): price is number =>
      typeof price === "number" && Number.isFinite(price) && price >= 0;
    if (typeof model !== "string" || model.trim() === "" || !isPrice(input) || !isPrice(output)) return [];
    return [{ model: model.trim(), input, cached: isPrice(cached) ? cached : input, output }];
  });
}

/** Names of providers are no part of it: `openai/gpt-4o` fits `gpt-4o*`. */
function fits(pattern: string, model: string): boolean {
  const name = model.toLowerCase();
  return matches(pattern.toLowerCase(), name) || matches(pattern.toLowerCase(), name.slice(name.lastIndexOf("/") + 1));
}

function matches(pattern: string, name: string): boolean {
  const [begin = "", ...parts] = pattern.split("*");
  if (parts.length === 0) return name === begin;
  if (!name.startsWith(begin)) return false;
  const end = parts.pop() ?? "";
  let at = begin.length;
  for (const part of parts) {
    const found = name.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return name.length - end.length >= at && name.endsWith(end);
}
