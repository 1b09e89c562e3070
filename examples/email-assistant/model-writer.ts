import OpenAI from "openai";
import { zodResponseFormat } from "openai/helpers/zod";
import { z } from "zod";
import type { Brief } from "./state.ts";
import { type Writer, WriterError } from "./writer.ts";

/** Which model writes, and for whom. */
export interface ModelWriterOptions {
  /** Of the OpenAI-compatible endpoint. Default: OpenAI's own. */
  readonly baseURL?: string;
  /** Local servers mostly take any. */
  readonly apiKey?: string;
  readonly model: string;
  /** Who signs. */
  readonly sender: string;
}

const Questions = z.object({ questions: z.array(z.string()).max(3) });

/** A writer that asks a language model. The engine tries again where it fails, so the client does not. */
export function modelWriter({ baseURL, apiKey = "none", model, sender }: ModelWriterOptions): Writer {
  const client = new OpenAI({ baseURL: baseURL ?? null, apiKey, maxRetries: 0 });
  const explained = (error: unknown, signal: AbortSignal): unknown => {
    if (signal.aborted || error instanceof WriterError) return error;
    const reason = error instanceof Error ? error.message : String(error);
    return new WriterError(`The model "${model}" at ${client.baseURL} did not answer: ${reason}`, { cause: error });
  };
  return {
    name: `the model ${model}`,
    async questions(request, { signal, log }) {
      log({ "gen_ai.request.model": model });
      const messages = [
        { role: "system" as const, content: `${task(sender)} ${unclear}` },
        { role: "user" as const, content: request },
      ];
      const response_format = zodResponseFormat(Questions, "questions");
      try {
        const body = { model, messages, response_format };
        const { choices, usage } = await client.chat.completions.parse(body, { signal });
        if (usage !== undefined) log(countsOf(usage));
        return choices[0]?.message.parsed?.questions ?? [];
      } catch (error) {
        throw explained(error, signal);
      }
    },
    async *write(brief, { signal, log }) {
      const messages = messagesOf(brief, sender);
      let counted: OpenAI.CompletionUsage | undefined;
      log({ "gen_ai.request.model": model });
      try {
        const request = { model, messages, stream: true, stream_options: { include_usage: true } } as const;
        for await (const { choices, usage } of await client.chat.completions.create(request, { signal })) {
          counted = usage ?? counted;
          const piece = choices[0]?.delta.content ?? "";
          if (piece !== "") yield piece;
        }
      } catch (error) {
        throw explained(error, signal);
      }
      signal.throwIfAborted(); // the client ends an aborted stream as if it were complete
      if (counted !== undefined) log(countsOf(counted));
    },
  };
}

/** What the endpoint has counted, under the names of OpenTelemetry. */
function countsOf({ prompt_tokens, completion_tokens }: OpenAI.CompletionUsage) {
  return { "gen_ai.usage.input_tokens": prompt_tokens, "gen_ai.usage.output_tokens": completion_tokens };
}

function task(sender: string): string {
  return `You help ${sender} to write an e-mail, from a request in ${sender}'s own words.`;
}

const unclear =
  "Which facts are missing, without which the e-mail cannot be written? Ask for them, in at most three short questions. " +
  "Do not ask for the address, for the tone, or for what can be left out. If nothing is missing, ask nothing.";

const form =
  "Answer with the e-mail alone: a first line “Subject: …”, an empty line, then the text, in plain words and without " +
  "placeholders.";

/** The request, then each draft with what was wished instead. */
function messagesOf({ request, to, facts, revisions }: Brief, sender: string) {
  const known = facts.map(({ question, answer }) => `${question} ${answer}`);
  return [
    { role: "system" as const, content: `${task(sender)} ${form}` },
    { role: "user" as const, content: [`${request}\n`, `It goes to ${to}.`, ...known].join("\n") },
    ...revisions.flatMap(({ draft: { subject, text }, wish }) => [
      { role: "assistant" as const, content: `Subject: ${subject}\n\n${text}` },
      { role: "user" as const, content: wish },
    ]),
  ];
}
