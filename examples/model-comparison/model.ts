import { burr } from "@burrjs/core";
import OpenAI from "openai";

/** What a model has answered, and how long that took. */
export interface Answer {
  readonly text: string;
  /** From the request to the first piece of text, in milliseconds. */
  readonly firstChunkMs: number;
  /** From the request to the end, in milliseconds. */
  readonly totalMs: number;
  /** As the endpoint has counted them; 0 where it does not say. */
  readonly tokens: number;
}

const b = burr<{ prompt: string; answer: Answer }>();

/** The action that asks one model: streams its answer, and ends with all that is to be known of it. */
export function askModel(client: OpenAI, model: string) {
  return b.action({
    reads: ["prompt"],
    writes: ["answer"],
    async *run({ prompt }, _inputs, { signal, log }) {
      const beganMs = performance.now();
      const messages = [{ role: "user" as const, content: prompt }];
      const request = { model, messages, stream: true, stream_options: { include_usage: true } } as const;
      let text = "";
      let firstChunkMs: number | undefined;
      let counted: OpenAI.CompletionUsage | undefined;
      let isWhole = false;
      log({ "gen_ai.request.model": model });
      try {
        for await (const { choices, usage } of await client.chat.completions.create(request, { signal })) {
          counted = usage ?? counted;
          isWhole ||= typeof choices[0]?.finish_reason === "string";
          const piece = choices[0]?.delta.content ?? "";
          if (piece === "") continue;
          firstChunkMs ??= performance.now() - beganMs;
          text += piece;
          yield piece;
        }
      } catch (error) {
        throw signal.aborted ? error : new ModelError(error);
      }
      signal.throwIfAborted(); // the client ends an aborted stream as if it were complete
      if (counted !== undefined)
        log({
          "gen_ai.usage.input_tokens": counted.prompt_tokens,
          "gen_ai.usage.output_tokens": counted.completion_tokens,
        });
      if (!isWhole || firstChunkMs === undefined) throw new ModelError();
      const tokens = counted?.completion_tokens ?? 0;
      return { answer: { text, firstChunkMs, totalMs: performance.now() - beganMs, tokens } };
    },
  });
}

/** Why a model gave no whole answer, in a few words. */
export class ModelError extends Error {
  override readonly name = "ModelError";
  /** Whether another try may do. */
  readonly isPassing: boolean;
  /** How long the endpoint wants to be left alone; `undefined` where it does not say. */
  readonly retryAfterMs: number | undefined;

  /** Without a cause: the answer has come to no proper end. */
  constructor(cause?: unknown) {
    const { status, headers } = cause instanceof OpenAI.APIError ? (cause as HttpFailure) : {};
    super(status === undefined ? "the answer broke off" : `HTTP ${status}`, { cause });
    this.isPassing = status === undefined || status === 429 || status >= 500;
    const asked = Number(headers?.get("retry-after-ms") ?? Number(headers?.get("retry-after") ?? Number.NaN) * 1000);
    this.retryAfterMs = Number.isNaN(asked) ? undefined : asked;
  }
}

/** What the client tells of a response that is an error; its own types leave that open. */
interface HttpFailure {
  readonly status?: number;
  readonly headers?: Headers;
}
