import OpenAI from "openai";
import { type Ask, members } from "./members.ts";

/** Which model plays the members. */
export interface ModelOptions {
  /** Of the OpenAI-compatible endpoint. Default: OpenAI's own. */
  readonly baseURL?: string;
  /** Local servers mostly take any. */
  readonly apiKey?: string;
  readonly model: string;
}

/** Lets a language model play all members. Where it fails, the actions try again, so the client does not. */
export function askModel({ baseURL, apiKey = "none", model }: ModelOptions): Ask {
  const client = new OpenAI({ baseURL: baseURL ?? null, apiKey, maxRetries: 0 });
  return async function* ask(member, request, { signal, log }) {
    const messages = [
      { role: "system" as const, content: members[member] },
      { role: "user" as const, content: request },
    ];
    let answer = "";
    let isWhole = false;
    let counted: OpenAI.CompletionUsage | undefined;
    log({ "gen_ai.request.model": model });
    try {
      const body = { model, messages, stream: true, stream_options: { include_usage: true } } as const;
      for await (const { choices, usage } of await client.chat.completions.create(body, { signal })) {
        counted = usage ?? counted;
        isWhole ||= typeof choices[0]?.finish_reason === "string";
        const piece = choices[0]?.delta.content ?? "";
        answer += piece;
        if (piece !== "") yield piece;
      }
    } catch (error) {
      throw signal.aborted ? error : new MemberError(member, error);
    }
    signal.throwIfAborted(); // the client ends an aborted stream as if it were complete
    if (counted !== undefined)
      log({
        "gen_ai.usage.input_tokens": counted.prompt_tokens,
        "gen_ai.usage.output_tokens": counted.completion_tokens,
      });
    if (!isWhole) throw new MemberError(member, "the answer broke off");
    return answer.trim();
  };
}

/** A member gave no whole answer. */
export class MemberError extends Error {
  override readonly name = "MemberError";
  /** Whether another try may help. */
  readonly isPassing: boolean;

  constructor(member: string, cause: unknown) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    super(`The ${member} did not answer: ${reason}`, { cause });
    const status: unknown = cause instanceof OpenAI.APIError ? cause.status : undefined;
    this.isPassing = typeof status !== "number" || status === 429 || status >= 500;
  }
}
