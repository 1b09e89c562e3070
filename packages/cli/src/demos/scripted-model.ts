import type { OpenSpan, SpanScope } from "@burrjs/core";
import type { DemoTools } from "./demo.ts";

/** What a model is asked, and what it is going to say. */
export interface ModelCall {
  readonly model: string;
  readonly prompt: string;
  readonly answer: string;
  /** After so many words it fails. Default: it does not. */
  readonly failsAfter?: number;
}

/** The error of a model that is too busy. */
export class ModelError extends Error {
  override readonly name = "ModelError";
}

/**
 * Says an answer word by word, with the pauses of a real model: a long one before the first word, short ones between words, and
 * now and then a stall. The call is a span with the attributes of OpenTelemetry's conventions for generative AI.
 */
export async function* streamModel(
  scope: SpanScope & { readonly signal: AbortSignal },
  { random, pace }: Pick<DemoTools, "random" | "pace">,
  call: ModelCall,
): AsyncGenerator<string, string, void> {
  const span = scope.startSpan(`chat ${call.model}`);
  logRequest(span, call);
  let text = "";
  let failure: unknown = null;
  try {
    await pace(random.whole(180, 620), scope.signal);
    for (const [index, word] of wordsOf(call.answer).entries()) {
      if (index === call.failsAfter) throw new ModelError("The model is overloaded (503). Try again later.");
      if (index > 0) await pace(random.next() < 0.03 ? random.whole(250, 420) : random.whole(10, 36), scope.signal);
      text += word;
      yield word;
    }
    return text;
  } catch (error) {
    failure = error;
    throw error;
  } finally {
    logUsage(span, call, text);
    span.end(failure);
  }
}

/** Gives an answer in one piece. */
export async function askModel(
  scope: SpanScope & { readonly signal: AbortSignal },
  { random, pace }: Pick<DemoTools, "random" | "pace">,
  call: ModelCall,
): Promise<string> {
  return await scope.span(`chat ${call.model}`, async (span) => {
    logRequest(span, call);
    await pace(random.whole(120, 420), scope.signal);
    if (call.failsAfter !== undefined) throw new ModelError("The model is overloaded (503). Try again later.");
    logUsage(span, call, call.answer);
    return call.answer;
  });
}

/** Words with the space behind them. */
export function wordsOf(text: string): string[] {
  return text.match(/\S+\s*/g) ?? [];
}

function logRequest(span: OpenSpan, { model, prompt }: ModelCall): void {
  span.log({
    "gen_ai.operation.name": "chat",
    "gen_ai.provider.name": "scripted",
    "gen_ai.request.model": model,
    "gen_ai.request.temperature": 0.2,
    "gen_ai.input.messages": [{ role: "user", parts: [{ type: "text", content: prompt }] }],
  });
}

function logUsage(span: OpenSpan, { model, prompt }: ModelCall, text: string): void {
  span.log({
    "gen_ai.response.model": model,
    "gen_ai.usage.input_tokens": tokensIn(prompt) + 40,
    "gen_ai.usage.output_tokens": tokensIn(text),
    "gen_ai.response.finish_reasons": ["stop"],
  });
}

function tokensIn(text: string): number {
  return Math.ceil(text.length / 4);
}
