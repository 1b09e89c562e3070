import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { onTestFinished } from "vitest";
import { collect } from "./test-async.ts";

/** What the client has asked. */
interface ModelRequest {
  readonly model: string;
  readonly stream?: boolean;
  readonly messages: readonly { readonly role: string; readonly content: string }[];
  readonly response_format?: unknown;
}

/** The pieces of an answer, as the model makes them; an error breaks the connection off. */
export type Answer = (request: ModelRequest) => AsyncIterable<string> | Iterable<string>;

/** An endpoint on this machine that speaks as much of OpenAI's chat completions as this example uses. */
export async function startModel(answer: Answer) {
  const requests: ModelRequest[] = [];
  const server = createServer((incoming, response) => {
    const respond = async (): Promise<void> => {
      const request = JSON.parse(await text(incoming)) as ModelRequest; // our own client has sent it
      requests.push(request);
      const base = { id: "1", created: 1, model: request.model };
      if (request.stream === true) {
        response.writeHead(200, { "content-type": "text/event-stream" });
        for await (const content of answer(request)) {
          const choices = [{ index: 0, delta: { role: "assistant", content }, finish_reason: null }];
          response.write(`data: ${JSON.stringify({ ...base, object: "chat.completion.chunk", choices })}\n\n`);
        }
        response.end("data: [DONE]\n\n");
      } else {
        const content = (await collect(answer(request))).join("");
        const choices = [{ index: 0, message: { role: "assistant", content, refusal: null }, finish_reason: "stop" }];
        response.writeHead(200, { "content-type": "application/json" });
        response.end(JSON.stringify({ ...base, object: "chat.completion", choices }));
      }
    };
    respond().catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const { port } = server.address() as AddressInfo;
  return { baseURL: `http://127.0.0.1:${port}/v1`, requests };
}
