import type { AddressInfo } from "node:net";
import { createAdaptorServer, type ServerType } from "@hono/node-server";
import { type Context, Hono, type MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import { type Assets, createAssets } from "./assets.ts";
import { Refusal } from "./conversation.ts";
import { Conversations } from "./conversations.ts";
import { type ChatOptions, createChat } from "./graph.ts";

/** What the server needs besides the parts of a conversation. */
export interface ServerOptions extends Omit<ChatOptions, "appId" | "partitionKey"> {
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
const uuid = "[\\da-f]{8}(?:-[\\da-f]{4}){3}-[\\da-f]{12}";

/** Serves the page and its conversations to this machine only. */
export async function startServer(options: ServerOptions): Promise<ChatServer> {
  const conversations = new Conversations({ ...options, partitionKey: "page" });
  const about = await describe(options);
  const app = createApp({ options, conversations, about, assets: createAssets(options.coreFolder) });
  const server = await listen(app, options.port);
  return {
    url: `http://${host}:${portOf(server)}`,
    async close() {
      await conversations.stop();
      const closed = new Promise((resolve) => server.close(resolve));
      if ("closeAllConnections" in server) server.closeAllConnections();
      await closed;
    },
  };
}

interface AppParts {
  readonly options: ServerOptions;
  readonly conversations: Conversations;
  readonly about: Awaited<ReturnType<typeof describe>>;
  readonly assets: Assets;
}

function createApp({ options, conversations, about, assets }: AppParts): Hono {
  const app = new Hono();
  app.use(protect, bodyLimit({ maxSize: mostBytes, onError: (c) => refuse(c, 413, "The question is too long.") }));
  app.onError((error, c) => {
    if (error instanceof Refusal) return refuse(c, 409, error.message);
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

  app.get("/api/about", (c) => c.json(about));
  app.get("/api/conversations", async (c) => c.json(await conversations.latest()));

  const one = `/api/conversations/:id{${uuid}}` as const;
  app.get(one, async (c) => {
    const snapshot = await conversations.at(c.req.param("id")).snapshot();
    return snapshot === undefined
      ? refuse(c, 404, "There is no such conversation. Begin another one.")
      : c.json(snapshot);
  });
  // The first question begins the conversation: its id is whatever the page has chosen.
  app.post(`${one}/questions`, async (c) => {
    const question = questionOf(await c.req.json().catch(() => undefined));
    if (question === undefined)
      return refuse(c, 400, `Send {"question": "…"}, with 1 to ${mostCharacters} characters.`);
    return await conversations.at(c.req.param("id")).ask(question);
  });
  app.post(`${one}/retry`, (c) => conversations.at(c.req.param("id")).retry());
  app.post(`${one}/stop`, async (c) => c.json({ wasRunning: await conversations.at(c.req.param("id")).stop() }));
  app.get(`${one}/steps/:step{\\d{1,9}}`, (c) => {
    const conversation = conversations.at(c.req.param("id"));
    return conversation.follow(Number(c.req.param("step")), c.req.header("last-event-id") ?? null, c.req.raw.signal);
  });
  return app;
}

/** What the page shows around a conversation: the graph, what is read, who answers. */
async function describe(options: ServerOptions) {
  const { graph } = await createChat(options);
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
