import type { RunIndex, TokenKind } from "./run-index.ts";

/** Names of OpenTelemetry for GenAI, the older ones too. */
const tokenKeys: ReadonlyMap<string, TokenKind> = new Map([
  ["gen_ai.usage.input_tokens", "input"],
  ["gen_ai.usage.prompt_tokens", "input"],
  ["gen_ai.usage.output_tokens", "output"],
  ["gen_ai.usage.completion_tokens", "output"],
  ["gen_ai.usage.cache_read.input_tokens", "cached"],
  ["gen_ai.usage.cache_read_input_tokens", "cached"],
  ["gen_ai.usage.cached_tokens", "cached"],
  ["gen_ai.usage.reasoning.output_tokens", "reasoning"],
  ["gen_ai.usage.reasoning_tokens", "reasoning"],
]);

/** Adds what an attribute says of the tokens and models that a step has used. */
export function noteUsage(index: RunIndex, step: number, key: string, value: unknown): void {
  if (!key.startsWith("gen_ai.")) return;
  const kind = tokenKeys.get(key);
  if (kind !== undefined && typeof value === "number" && value > 0) {
    index.addTokens(step, kind, Math.min(value, 0xffff_ffff));
  }
  if (typeof value !== "string" || value === "") return;
  if (key !== "gen_ai.request.model" && key !== "gen_ai.response.model") return;
  const isAsked = key === "gen_ai.request.model";
  // Who answers goes by other names, with a date, say: only where nobody says who was asked does it count.
  if (!isAsked && index.requestModels.has(index.steps.get("model", step))) return;
  const model = index.texts.add(value);
  (isAsked ? index.requestModels : index.responseModels).add(model);
  if (isAsked || index.steps.get("model", step) === 0) index.steps.set("model", step, model);
}
