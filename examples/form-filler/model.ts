import OpenAI from "openai";
import { z } from "zod";
import { fieldNames, questions } from "./claim.ts";
import type { Extractor } from "./extractor.ts";

/** Which model reads, and where. */
export interface ModelOptions {
  /** Of the OpenAI-compatible endpoint. Default: OpenAI's own. */
  readonly baseURL?: string;
  /** Local servers mostly take any. */
  readonly apiKey?: string;
  readonly model: string;
}

const Found = z.partialRecord(z.enum(fieldNames), z.unknown());

const instructions = `Read the fields of an insurance claim out of what the user says. Answer with a JSON object of those that are there,
and only those: ${fieldNames.map((field) => `"${field}" (${questions[field]})`).join(", ")}. Days are written as in "2025-03-14", amounts are numbers.`;

/** Lets a model find the fields. It throws when the model cannot be reached, or does not answer with what it was asked for. */
export function modelExtractor({ baseURL, apiKey = "none", model }: ModelOptions): Extractor {
  // The action tries again: that is in its policy, and seen in its history.
  const client = new OpenAI({ baseURL: baseURL ?? null, apiKey, maxRetries: 0 });
  return {
    name: model,
    async read(text, { signal, log }) {
      const messages = [
        { role: "system" as const, content: instructions },
        { role: "user" as const, content: text },
      ];
      const request = { model, messages, response_format: { type: "json_object" as const } };
      log?.({ "gen_ai.request.model": model });
      const { choices, usage } = await client.chat.completions.create(request, { signal });
      if (usage !== undefined)
        log?.({
          "gen_ai.usage.input_tokens": usage.prompt_tokens,
          "gen_ai.usage.output_tokens": usage.completion_tokens,
        });
      const found = Found.parse(JSON.parse(choices[0]?.message.content ?? ""));
      return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== null));
    },
  };
}
