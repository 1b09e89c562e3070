import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** One request that the endpoint got; the test writes its response. */
export interface ModelCall {
  readonly authorization: string | undefined;
  readonly body: unknown;
  /** Resolves when the connection is closed, by whichever side. */
  readonly closed: Promise<void>;
  /** Sends a piece of the answer. */
  send(text: string): void;
  /** Ends the answer properly; some endpoints tell what they have counted. */
  end(usage?: { readonly prompt_tokens: number; readonly completion_tokens: number }): void;
  /** Ends it with a status instead. */
  fail(status: number): void;
  /** Cuts the connection. */
  cut(): void;
}

/** A local endpoint that speaks as much of OpenAI's chat completions as this example uses, piece by piece. */
export async function startModel() {
  const calls: ModelCall[] = [];
  let arrived: ((call: ModelCall) => void) | undefined;
  const server = createServer((request, response) => {
    let text = "";
    request.setEncoding("utf8");
    request.on("data", (piece: string) => (text += piece));
    request.on("end", () => {
      if (request.method !== "POST" || request.url !== "/v1/chat/completions") {
        response.writeHead(404).end();
        return;
      }
      const call = callOf(request.headers.authorization, JSON.parse(text), response);
      if (arrived === undefined) calls.push(call);
      else arrived(call);
      arrived = undefined;
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    baseURL: `http://127.0.0.1:${port}/v1`,
    /** The next request. */
    nextCall: (): Promise<ModelCall> => {
      const call = calls.shift();
      return call === undefined ? new Promise((resolve) => (arrived = resolve)) : Promise.resolve(call);
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function callOf(authorization: string | undefined, body: unknown, response: ServerResponse): ModelCall {
  const line = (data: unknown): string => `data: ${typeof data === "string" ? data : JSON.stringify(data)}\n\n`;
  const chunk = (delta: object, finish: string | null) =>
    line({
      id: "1",
      object: "chat.completion.chunk",
      created: 1,
      model: "test",
      choices: [{ index: 0, delta, finish_reason: finish }],
    });
  const begin = (): void => {
    if (!response.headersSent) response.writeHead(200, { "content-type": "text/event-stream" });
  };
  return {
    authorization,
    body,
    closed: new Promise((resolve) => response.on("close", resolve)),
    send(text) {
      begin();
      response.write(chunk({ role: "assistant", content: text }, null));
    },
    end(usage) {
      begin();
      const counted = usage === undefined ? "" : line({ id: "1", object: "chat.completion.chunk", choices: [], usage });
      response.end(chunk({}, "stop") + counted + line("[DONE]"));
    },
    fail(status) {
      response.writeHead(status, { "content-type": "application/json" });
      response.end(JSON.stringify({ error: { message: "secret details", type: "test", code: null, param: null } }));
    },
    cut() {
      response.destroy();
    },
  };
}
