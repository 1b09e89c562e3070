import { randomUUID } from "node:crypto";
import type { AddressInfo } from "node:net";
import { createAdaptorServer, type ServerType } from "@hono/node-server";
import { type Context, Hono, type MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import { type Assets, createAssets } from "./assets.ts";
import { Conversation } from "./conversation.ts";
import { type ChatOptions, createChat } from "./graph.ts";

/** What the server needs besides the parts of a conversation. */
export interface ServerOptions extends ChatOptions {
  /** Where answers come from, as the page says it. */
  readonly answeredBy: string;
  /** `"any"`: 3000 if it is free, else one that is. */
  readonly port: number | "any";
  /** Folder of the built `@burrjs/core`, for the browser. Default: where the package is installed. */
  readonly coreFolder?: string;
}

/** A server that is listening. */
export interface ChatServer {
  readonly url: string;
  /** Stops the answers under way and closes all connections. */
  close(): Promise<void>;
}

const host = "127.0.0.1";
const usualPort = 3000;
const mostBytes = 16_384;
const mostCharacters = 2000;
const mostConversations = 200;

/** Serves the page and its conversations to this machine only; conversations live as long as the server. */
export async function startServer(options: ServerOptions): Promise<ChatServer> {
  const conversations = new Map<string, Conversation>();
  const app = createApp(options, conversations, createAssets(options.coreFolder));
  const server = await listen(app, options.port);
  return {
    url: `http://${host}:${portOf(server)}`,
    async close() {
      await Promise.all([...conversations.values()].map((one) => one.stop()));
      const closed = new Promise((resolve) => server.close(resolve));
      if ("closeAllConnections" in server) server.closeAllConnections();
      await closed;
    },
  };
}

function createApp(options: ServerOptions, conversations: Map<string, Conversation>, assets: Assets): Hono {
  const app = new Hono();
  app.use(protect, bodyLimit({ maxSize: mostBytes, onError: (c) => refuse(c, 413, "The question is too long.") }));
  app.onError((error, c) => {
    console.error(error);
    return refuse(c, 500, "The server failed. Its log says why.");
  });
  app.notFound((c) => refuse(c, 404, "There is nothing here."));

  app.get("/", assets.page);
  app.get("/c/:id", assets.page);
  app.get("/page/:file", assets.pageFile);
  app.get("/core/*", assets.coreFile);

  app.get("/documents/:file{.+}", (c) => {
    const document = options.library.documents.find(({ file }) => file === c.req.param("file"));
    return document === undefined ? c.notFound() : c.text(document.markdown);
  });

  const about = describe(options);
  app.get("/api/about", (c) => c.json(about));

  app.post("/api/conversations", (c) => {
    const idle = [...conversations.values()].find(({ isRunning }) => !isRunning);
    if (conversations.size >= mostConversations && idle !== undefined) conversations.delete(idle.id);
    const conversation = new Conversation(randomUUID(), options);
    conversations.set(conversation.id, conversation);
    return c.json(conversation.snapshot(), 201);
  });

  const withConversation = (
    use: (conversation: Conversation, c: Context) => Response | Promise<Response>,
  ): ((c: Context) => Response | Promise<Response>) => {
    return (c) => {
      const conversation = conversations.get(c.req.param("id") ?? "");
      return conversation === undefined
        ? refuse(c, 404, "This conversation is gone: the server was started anew. Begin another one.")
        : use(conversation, c);
    };
  };

  app.get(
    "/api/conversations/:id",
    withConversation((conversation, c) => c.json(conversation.snapshot())),
  );
  app.post(
    "/api/conversations/:id/questions",
    withConversation(async (conversation, c) => {
      const question = questionOf(await c.req.json().catch(() => undefined));
      if (question === undefined)
        return refuse(c, 400, `Send {"question": "…"}, with 1 to ${mostCharacters} characters.`);
      if (conversation.isRunning)
        return refuse(c, 409, "An answer is under way in this conversation. Stop it, or wait.");
      return conversation.ask(question);
    }),
  );
  app.post(
    "/api/conversations/:id/retry",
    withConversation((conversation, c) =>
      conversation.canRetry ? conversation.retry() : refuse(c, 409, "There is nothing to try again."),
    ),
  );
  app.post(
    "/api/conversations/:id/stop",
    withConversation(async (conversation, c) => c.json({ wasRunning: await conversation.stop() })),
  );
  return app;
}

/** What the page shows around a conversation: the graph, what is read, who answers. */
function describe(options: ServerOptions) {
  const { graph } = createChat(options);
  const { documents, passages, topics } = options.library;
  return {
    answeredBy: options.answeredBy,
    documents: documents.map(({ file }) => file),
    passages: passages.length,
    topics,
    graph: {
      entrypoint: graph.entrypoint,
      actions: Object.entries(graph.actions).map(([name, { isStreaming }]) => ({ name, isStreaming })),
      transitions: graph.transitions.map(({ from, to, condition }) => ({ from, to, condition: condition.name })),
    },
  };
}

/** Refuses what another site may have sent: foreign host names (DNS rebinding) and origins. Sets the headers of every answer. */
const protect: MiddlewareHandler = async (c, next) => {
  const url = new URL(c.req.url);
  const isLocal = url.hostname === host || url.hostname === "localhost";
  const origin = c.req.header("origin");
  if (!isLocal) return refuse(c, 421, "This server answers to this machine only.");
  if (origin !== undefined && origin !== url.origin) return refuse(c, 403, "This came from another site.");
  await next();
  c.header(
    "content-security-policy",
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
      "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  );
  c.header("x-content-type-options", "nosniff");
  c.header("referrer-policy", "no-referrer");
  return undefined;
};

function refuse(c: Context, status: 400 | 403 | 404 | 409 | 413 | 421 | 500, error: string): Response {
  return c.json({ error }, status);
}

function questionOf(body: unknown): string | undefined {
  const isAsked = typeof body === "object" && body !== null && "question" in body && typeof body.question === "string";
  const question = isAsked ? String(body.question).trim() : "";
  return question === "" || question.length > mostCharacters ? undefined : question;
}

async function listen(app: Hono, port: number | "any"): Promise<ServerType> {
  try {
    return await listenAt(app, port === "any" ? usualPort : port);
  } catch (error) {
    if (port === "any") return await listenAt(app, 0);
    throw error;
  }
}

function listenAt(app: Hono, port: number): Promise<ServerType> {
  const server = createAdaptorServer({ fetch: app.fetch, hostname: host });
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      resolve(server);
    });
  });
}

function portOf(server: ServerType): number {
  return (server.address() as AddressInfo).port; // it listens on a port, not on a pipe
}
