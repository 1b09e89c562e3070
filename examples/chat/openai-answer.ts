import OpenAI from "openai";
import type { AnswerAction } from "./answer.ts";
import { answered, b, type Message, type Passage } from "./chat.ts";

/** Which model answers, and where. */
export interface ModelOptions {
  /** Of the OpenAI-compatible endpoint. Default: OpenAI's own. */
  readonly baseURL?: string;
  /** Local servers mostly take any. */
  readonly apiKey?: string;
  readonly model: string;
  /** How often a request is tried again before it counts as failed. Default: 2. */
  readonly maxRetries?: number;
}

/** Why the endpoint gave no answer, in words for whoever asked. */
export class ModelError extends Error {
  override readonly name = "ModelError";
}

const remembered = 8;

/** The action that lets a model answer, from the passages only. It takes the place of `quotingAnswer` in the same graph. */
export function modelAnswer({ baseURL, apiKey = "none", model, maxRetries = 2 }: ModelOptions): AnswerAction {
  const client = new OpenAI({ baseURL: baseURL ?? null, apiKey, maxRetries });
  return b.action({
    reads: ["query", "passages", "history"],
    writes: ["history"],
    async *run(state, _inputs, { signal, log }) {
      const { history, passages } = state;
      const messages = promptOf(history, passages);
      let text = "";
      let counted: OpenAI.CompletionUsage | undefined;
      log({ "gen_ai.request.model": model });
      try {
        const request = { model, messages, stream: true, stream_options: { include_usage: true } } as const;
        for await (const { choices, usage } of await client.chat.completions.create(request, { signal })) {
          counted = usage ?? counted;
          const delta = choices[0]?.delta.content ?? "";
          if (delta === "") continue;
          text += delta;
          yield { text: delta };
        }
      } catch (error) {
        throw signal.aborted ? error : new ModelError(explain(error, { model, url: client.baseURL }), { cause: error });
      }
      signal.throwIfAborted(); // the client ends an aborted stream as if it were complete
      if (text === "")
        throw new ModelError(`The model "${model}" gave an empty answer. Try again, or set OPENAI_MODEL.`);
      if (counted !== undefined)
        log({
          "gen_ai.usage.input_tokens": counted.prompt_tokens,
          "gen_ai.usage.output_tokens": counted.completion_tokens,
        });
      const message = answered(text, passages);
      return [{ text, sources: message.sources }, state.append({ history: message })];
    },
    onAbort: (partial, state) =>
      state.append({ history: answered(partial.map(({ text }) => text).join(""), state.passages, true) }),
  });
}

function promptOf(history: readonly Message[], passages: readonly Passage[]) {
  const sources = passages.map(({ file, heading, text, code }, index) => {
    const block = code === "" ? "" : `\n\`\`\`\n${code}\n\`\`\``;
    return `[${index + 1}] ${file}, ${heading}\n${text}${block}`;
  });
  const instructions =
    "You answer questions about a set of documents. Use only the passages below, in a few plain sentences without " +
    "headings or lists; put code in backticks. After each statement cite its passage by number, like [1]. If the " +
    "passages do not answer the question, say so.";
  return [
    { role: "system" as const, content: `${instructions}\n\n${sources.join("\n\n")}` },
    ...history
      .filter(({ text }) => text !== "")
      .slice(-remembered)
      .map(({ role, text }) => ({ role, content: text })),
  ];
}

function explain(error: unknown, { model, url }: { readonly model: string; readonly url: string }): string {
  if (error instanceof OpenAI.APIConnectionError)
    return `There is no model at ${url}: the connection failed. Start the server, or correct OPENAI_BASE_URL.`;
  if (!(error instanceof OpenAI.APIError))
    return `The connection to ${url} broke off in the middle of the answer. Try again.`;
  const { status } = error as { readonly status: number | undefined };
  if (status === undefined) return `${url} reported an error in the middle of the answer. Try again.`;
  if (status === 401 || status === 403) return `${url} refused the key (${status}). Check OPENAI_API_KEY.`;
  if (status === 404) return `${url} has no model "${model}" (404). Set OPENAI_MODEL, or correct OPENAI_BASE_URL.`;
  if (status === 429) return `${url} allows no more requests now (429). Wait a while and try again.`;
  if (status >= 500) return `${url} failed (${status}). Try again in a moment.`;
  return `${url} did not accept the request (${status}). Check OPENAI_MODEL.`;
}
