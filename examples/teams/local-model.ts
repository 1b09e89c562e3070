import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { setTimeout } from "node:timers/promises";
import { cast } from "./cast.ts";
import { type Member, members } from "./members.ts";

/** What the client sends, as far as it matters here. */
interface ModelRequest {
  readonly model: string;
  readonly messages: readonly { readonly content: string }[];
}

/** How the model is played. */
export interface LocalModelOptions {
  /** Between two words, in milliseconds. */
  readonly wordMs: number;
  /** Whose first answer breaks off behind the first word. */
  readonly shy: readonly Member[];
}

/** A server on this machine that speaks as much of OpenAI's chat completions as is needed, and plays all members. */
export async function startLocalModel({ wordMs, shy }: LocalModelOptions) {
  const isShy = new Set<Member>(shy);
  const closing = new AbortController();
  const server = createServer((incoming, response) => {
    const respond = async (): Promise<void> => {
      const { model, messages } = JSON.parse(await text(incoming)) as ModelRequest; // our own client has sent it
      const member = memberOf(messages[0]?.content);
      const send = (delta: object, finish: string | null): void => {
        const chunk = { id: "1", object: "chat.completion.chunk", created: 1, model };
        const choices = [{ index: 0, delta, finish_reason: finish }];
        response.write(`data: ${JSON.stringify({ ...chunk, choices })}\n\n`);
      };
      response.writeHead(200, { "content-type": "text/event-stream" });
      for (const content of cast[member](messages[1]?.content ?? "").split(/(?<=\s)/)) {
        if (wordMs > 0) await setTimeout(wordMs, undefined, { signal: closing.signal });
        send({ role: "assistant", content }, null);
        if (isShy.delete(member)) {
          response.end();
          return;
        }
      }
      send({}, "stop");
      response.end("data: [DONE]\n\n");
    };
    respond().catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo; // of a server that listens on a port
  return {
    baseURL: `http://127.0.0.1:${port}/v1`,
    async [Symbol.asyncDispose]() {
      closing.abort();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Who is to answer: that is told by the instructions. */
function memberOf(instructions: string | undefined): Member {
  for (const [member, own] of Object.entries(members)) if (own === instructions) return member as Member; // a key of `members`
  throw new Error("These instructions are those of no member.");
}
