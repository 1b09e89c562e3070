import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { onTestFinished } from "vitest";

/** A local endpoint that speaks as much of OpenAI's chat completions as this example uses; `answer` is what the model says. */
export async function startModel(answer: (user: string) => string | { readonly status: number }) {
  const asked: string[] = [];
  const reply = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await text(request);
    const { messages } = JSON.parse(body) as { readonly messages: readonly { readonly content: string }[] };
    const user = messages.at(-1)?.content ?? "";
    asked.push(user);
    const content = answer(user);
    if (typeof content !== "string") response.writeHead(content.status).end();
    else {
      const choices = [{ index: 0, finish_reason: "stop", message: { role: "assistant", content } }];
      response.writeHead(200, { "content-type": "application/json" });
      response.end(JSON.stringify({ id: "1", object: "chat.completion", created: 1, model: "test", choices }));
    }
  };
  const server = createServer((request, response) => void reply(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const { port } = server.address() as AddressInfo; // it listens to a port
  return { baseURL: `http://127.0.0.1:${port}/v1`, asked };
}
