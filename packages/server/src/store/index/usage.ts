import { crc32 } from "node:zlib";
import type { AttributeRecord, ModelUsage } from "@burrjs/protocol";
import { type RunIndex, type TokenKind, tokenKinds } from "./run-index.ts";

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

/** Of so many calls it is still known which span they are of; who tells of one later begins another. */
const openCalls = 64;

/** Adds what an attribute says of the tokens and models that a step has used. */
export function noteUsage(index: RunIndex, step: number, { key, value, span_id: span }: AttributeRecord): void {
  if (!key.startsWith("gen_ai.")) return;
  const kind = tokenKeys.get(key);
  if (kind !== undefined && typeof value === "number" && value > 0) {
    const count = Math.min(value, 0xffff_ffff);
    index.addTokens(step, kind, count);
    const call = callOf(index, step, span);
    index.calls.set(kind, call, index.calls.get(kind, call) + count);
  }
  const isAsked = key === "gen_ai.request.model";
  if (typeof value !== "string" || value === "" || !(isAsked || key === "gen_ai.response.model")) return;
  const model = index.texts.add(value);
  const call = callOf(index, step, span, isAsked ? model : undefined);
  // Who answers goes by other names, with a date, say: only where nobody says who was asked does it count.
  if (!isAsked && index.calls.get("isAsked", call) === 1) return;
  index.calls.set("model", call, model);
  index.calls.set("isAsked", call, isAsked ? 1 : 0);
  (isAsked ? index.requestModels : index.responseModels).add(model);
  if (isAsked || index.steps.get("model", step) === 0) index.steps.set("model", step, model);
}

/**
 * The number of the model that all tokens of a log are of which none is named for: the only one that is named; 0 when there is none,
 * or several. Who answers goes by other names, with a date, say: these only count where nobody says who was asked.
 */
export function onlyModel({ requestModels, responseModels }: RunIndex): number {
  const named = requestModels.size > 0 ? requestModels : responseModels;
  const [first = 0] = named;
  return named.size === 1 ? first : 0;
}

/** What a step used of each model. Tokens without one count as those of the model that was asked last, else as those of `unnamed`. */
export function usageOf(index: RunIndex, step: number, unnamed = onlyModel(index)): readonly ModelUsage[] {
  const { steps, calls, texts } = index;
  const byModel = new Map<number, Record<TokenKind, number>>();
  for (let call = steps.get("lastCall", step); call >= 0; call = calls.get("before", call)) {
    const used = tokensOf(calls, call);
    if (used.input + used.output + used.cached + used.reasoning === 0) continue;
    const model = calls.get("model", call) || steps.get("model", step) || unnamed;
    const sum = byModel.get(model);
    if (sum === undefined) byModel.set(model, used);
    else for (const kind of tokenKinds) sum[kind] += used[kind];
  }
  return [...byModel].map(([model, tokens]) => ({ model: texts.text(model), ...tokens })).toReversed();
}

/** Whether more than one span of a step tells of a model. */
export function hasSeveralCalls({ steps, calls }: RunIndex, step: number): boolean {
  const last = steps.get("lastCall", step);
  return last >= 0 && calls.get("before", last) >= 0;
}

/** The models that a step has called, in the order in which it first did. */
export function modelsOf({ steps, calls, texts }: RunIndex, step: number): readonly string[] {
  const models: number[] = [];
  for (let call = steps.get("lastCall", step); call >= 0; call = calls.get("before", call)) {
    const model = calls.get("model", call);
    if (model !== 0) models.push(model);
  }
  return [...new Set(models.toReversed())].map((model) => texts.text(model));
}

/** The call that a span tells of, a new one if there is none; `asked`: of that model, where one was asked for already. */
function callOf({ steps, calls }: RunIndex, step: number, spanId: string | null, asked?: number): number {
  const span = crc32(spanId ?? "");
  const last = steps.get("lastCall", step);
  let call = last;
  for (let looked = 0; call >= 0 && looked < openCalls; looked += 1, call = calls.get("before", call)) {
    if (calls.get("span", call) !== span) continue;
    // A step that is tried again has the same spans, and may ask another model.
    if (asked !== undefined && calls.get("isAsked", call) === 1 && calls.get("model", call) !== asked) break;
    return call;
  }
  const added = calls.add();
  calls.set("before", added, last);
  calls.set("span", added, span);
  steps.set("lastCall", step, added);
  return added;
}

function tokensOf(calls: RunIndex["calls"], call: number): Record<TokenKind, number> {
  return {
    input: calls.get("input", call),
    output: calls.get("output", call),
    cached: calls.get("cached", call),
    reasoning: calls.get("reasoning", call),
  };
}
