import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { setTimeout } from "node:timers/promises";
import { answerOf, type Asked } from "./straw.ts";

/** How the model is served. */
export interface ServerOptions {
  /** Between two words. Default: 0. */
  readonly wordMs?: number;
  /** Called when a request has arrived: the server waits for the promise, and answers with the status that it gives, if any. */
  readonly onRequest?: (asked: Asked) => Promise<number | undefined>;
}

/** The model of straw on a free port of this machine, behind as much of OpenAI's chat completions as this example uses. */
export async function serveStraw({ wordMs = 0, onRequest = async () => undefined }: ServerOptions = {}) {
  const server = createServer((request, response) => {
    const respond = async (): Promise<void> => {
      const { messages } = JSON.parse(await text(request)) as CompletionRequest; // our own client has sent it
      const [system, user] = messages.map(({ content }) => content);
      const asked = { system: system ?? "", user: user ?? "" };
      const status = await onRequest(asked);
      if (status === undefined) await answer(asked, wordMs, response);
      else response.writeHead(status, { "content-type": "application/json" }).end("{}");
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
  readonly messages: readonly { readonly content: string }[];
}

async function answer(asked: Asked, wordMs: number, response: ServerResponse): Promise<void> {
  const leaving = new AbortController();
  response.once("close", () => {
    leaving.abort();
  });
  const send = (choices: readonly object[], usage: object | null = null): void => {
    const chunk = { id: "1", object: "chat.completion.chunk", created: 1, model: "straw", choices, usage };
    response.write(`data: ${JSON.stringify(chunk)}\n\n`);
  };
  response.writeHead(200, { "content-type": "text/event-stream" });
  const pieces = answerOf(asked).match(/\S+\s*/g) ?? [];
  for (const content of pieces) {
    if (wordMs > 0) await setTimeout(wordMs, undefined, { signal: leaving.signal });
    send([{ index: 0, delta: { role: "assistant", content }, finish_reason: null }]);
  }
  send([{ index: 0, delta: {}, finish_reason: "stop" }]);
  const prompt_tokens = `${asked.system} ${asked.user}`.split(/\s+/).length;
  send([], { prompt_tokens, completion_tokens: pieces.length, total_tokens: prompt_tokens + pieces.length });
  response.end("data: [DONE]\n\n");
}
