import OpenAI from "openai";
import type { Prompt } from "./prompts.ts";

/** Which model is asked, and where. */
export interface ModelOptions {
  /** Of the OpenAI-compatible endpoint; `null`: OpenAI's own. */
  readonly baseURL: string | null;
  readonly apiKey: string;
  readonly name: string;
}

/** What a call needs to know of the step that it is made in: the context of an action is that. */
export interface ModelContext {
  readonly signal: AbortSignal;
  readonly spend: (budget: "tokens", amount: number) => number;
  readonly log: (attributes: Readonly<Record<string, unknown>>) => void;
}

/** Asks a language model, and counts what that costs. */
export class Model {
  readonly #client: OpenAI;
  readonly #name: string;

  constructor({ baseURL, apiKey, name }: ModelOptions) {
    this.#client = new OpenAI({ baseURL, apiKey, maxRetries: 0 }); // the engine tries again where the model fails
    this.#name = name;
  }

  /** The answer piece by piece. */
  async *stream({ system, user }: Prompt, { signal, spend, log }: ModelContext): AsyncGenerator<string, void, void> {
    const messages = [
      { role: "system" as const, content: system },
      { role: "user" as const, content: user },
    ];
    const request = { model: this.#name, messages, stream: true, stream_options: { include_usage: true } } as const;
    let isWhole = false;
    let counted: OpenAI.CompletionUsage | undefined;
    log({ "gen_ai.request.model": this.#name });
    try {
      for await (const { choices, usage } of await this.#client.chat.completions.create(request, { signal })) {
        spend("tokens", usage?.total_tokens ?? 0);
        counted = usage ?? counted;
        isWhole ||= typeof choices[0]?.finish_reason === "string";
        const piece = choices[0]?.delta.content ?? "";
        if (piece !== "") yield piece;
      }
    } catch (error) {
      throw signal.aborted ? error : new ModelError(reasonOf(error), { cause: error });
    }
    signal.throwIfAborted(); // the client ends an aborted stream as if it were complete
    if (counted !== undefined)
      log({
        "gen_ai.usage.input_tokens": counted.prompt_tokens,
        "gen_ai.usage.output_tokens": counted.completion_tokens,
      });
    if (!isWhole) throw new ModelError("The model's answer broke off.");
  }

  /** The whole answer. */
  async ask(prompt: Prompt, context: ModelContext): Promise<string> {
    let answer = "";
    for await (const piece of this.stream(prompt, context)) answer += piece;
    return answer;
  }
}

/** A model gave no whole answer; another try may do. */
export class ModelError extends Error {
  override readonly name = "ModelError";
}

function reasonOf(error: unknown): string {
  if (error instanceof OpenAI.APIConnectionError) return "The model cannot be reached.";
  if (!(error instanceof OpenAI.APIError)) return "The model's answer broke off.";
  const { status } = error as { readonly status: number | undefined };
  return `The model's endpoint says ${status ?? "that it has failed"}.`;
}
