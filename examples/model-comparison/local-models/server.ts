import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { setTimeout } from "node:timers/promises";
import type { Fault, LocalModel } from "./models.ts";

/** How the models are served. */
export interface ModelsOptions {
  /** Multiplies all pauses. Default: 1. */
  readonly pace?: number;
  /** Called before each word: the server waits for the promise. Default: waits as long as the model takes for a word. */
  readonly onWord?: (model: LocalModel, signal: AbortSignal) => Promise<void>;
}

/** Models on a free port of this machine, behind as much of OpenAI's chat completions as this example uses. */
export interface ModelServer extends AsyncDisposable {
  readonly baseURL: string;
}

/** Serves these models. */
export async function serveModels(models: readonly LocalModel[], options: ModelsOptions = {}): Promise<ModelServer> {
  const { pace = 1, onWord = (model, signal) => setTimeout(model.wordMs * pace, undefined, { signal }) } = options;
  const asked = new Map<string, number>();
  const server = createServer((request, response) => {
    const respond = async (): Promise<void> => {
      const { model: name, messages } = JSON.parse(await text(request)) as CompletionRequest; // our own client has sent it
      const model = models.find((one) => one.name === name);
      if (model === undefined) {
        refuse(response, 404);
        return;
      }
      const prompt = messages.at(-1)?.content ?? "";
      const key = JSON.stringify([name, prompt]);
      const count = asked.get(key) ?? 0;
      asked.set(key, count + 1);
      await answer({ model, prompt, fault: model.faults?.(prompt)[count], pace, onWord }, response);
    };
    respond().catch(() => response.destroy()); // the client has left
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo; // it listens to a port
  return {
    baseURL: `http://127.0.0.1:${port}/v1`,
    async [Symbol.asyncDispose]() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

interface CompletionRequest {
  readonly model: string;
  readonly messages: readonly { readonly content: string }[];
}

interface Answer extends Required<ModelsOptions> {
  readonly model: LocalModel;
  readonly prompt: string;
  readonly fault: Fault | undefined;
}

async function answer({ model, prompt, fault, pace, onWord }: Answer, response: ServerResponse): Promise<void> {
  if (fault === "error" || fault === "busy") {
    if (fault === "error") refuse(response, 500);
    else refuse(response, 429, { "retry-after-ms": String(300 * pace) });
    return;
  }
  const leaving = new AbortController();
  response.once("close", () => {
    leaving.abort();
  });
  const pieces = model.says(prompt).match(/\S+\s*/g) ?? [];
  const send = (choices: readonly object[], usage: object | null): void => {
    const chunk = { id: "1", object: "chat.completion.chunk", created: 1, model: model.name, choices, usage };
    response.write(`data: ${JSON.stringify(chunk)}\n\n`);
  };
  response.writeHead(200, { "content-type": "text/event-stream" });
  response.flushHeaders();
  for (const [index, content] of pieces.entries()) {
    await onWord(model, leaving.signal);
    if (fault === "lost" && index >= pieces.length / 2) {
      response.destroy();
      return;
    }
    send([{ index: 0, delta: { role: "assistant", content }, finish_reason: null }], null);
  }
  if (fault === "silent") return; // the client has to give up by itself
  send([{ index: 0, delta: {}, finish_reason: "stop" }], null);
  send([], { prompt_tokens: 1, completion_tokens: pieces.length, total_tokens: pieces.length + 1 });
  response.end("data: [DONE]\n\n");
}

function refuse(response: ServerResponse, status: number, headers: Readonly<Record<string, string>> = {}): void {
  response.writeHead(status, { "content-type": "application/json", ...headers });
  response.end(JSON.stringify({ error: { message: "no", type: "straw", code: null, param: null } }));
}
