import { Hono } from "hono";
import { isRefused, notFound, refused } from "./errors.ts";
import { errorAnswer } from "./http/error-answer.ts";
import type { ServerOptions, Settings } from "./options.ts";
import { addRoutes } from "./routes/add-routes.ts";
import { answerPage } from "./routes/pages.ts";
import { RunnerHub } from "./runner/runner-hub.ts";
import { guard, type GuardRules } from "./security/guard.ts";
import { secured } from "./security/headers.ts";
import { sessionsOf } from "./security/session.ts";
import { slots } from "./security/slots.ts";
import { notesOf } from "./notes/notes.ts";
import { settingsOf } from "./settings.ts";

/** A server without a port: whoever has one passes requests on to it. */
export interface TrackingServer {
  /** Answers a request. Never rejects. */
  fetch(request: Request): Promise<Response>;
  /** Ends the event streams. What comes after that is refused. The store stays open. */
  close(): Promise<void>;
}

/**
 * Makes the tracking API over logs, as a function from requests to answers that Hono, Next, Bun, Deno and others can call.
 *
 * @param options - The logs, and who may see them.
 * @returns The server.
 * @throws `invalid-option`.
 */
export function trackingServer(options: ServerOptions): TrackingServer {
  const settings = settingsOf(options);
  const { basePath, limits, port } = settings;
  const session = sessionsOf({
    token: settings.token,
    ingestTokens: settings.ingestTokens,
    runnerTokens: settings.runnerTokens,
    port,
    path: basePath === "" ? "/" : basePath,
  });
  const rules: GuardRules = { ...settings, allowedHosts: new Set(settings.allowedHosts), session };
  const closing = new AbortController();
  const places = slots(limits.requests);
  const app = new Hono({ getPath: (request) => pathBelow(request, basePath) ?? "/" });
  addRoutes(app, {
    settings,
    session,
    notes: settings.annotations && notesOf(settings.annotations, settings),
    hold() {
      const leave = places.take();
      if (leave === undefined) throw tooMany();
      return leave;
    },
    eventSlots: slots(limits.eventStreams),
    ingestSlots: slots(limits.ingestRequests),
    runnerSlots: slots(limits.runners),
    runners: new RunnerHub(settings),
    closing: closing.signal,
  });
  app.notFound((c) => answerPage(c.req.raw, c.req.path, settings));
  app.onError((error) => failureAnswer(error, settings));

  async function answer(request: Request): Promise<Response> {
    const path = pathBelow(request, basePath);
    const refusal = await guard(request, path ?? "/", rules);
    if (refusal !== undefined) return refusal;
    if (path === undefined) throw notFound("path");
    if (closing.signal.aborted) throw busy("The server is closing.");
    const leave = places.take();
    if (leave === undefined) throw tooMany();
    try {
      return await app.fetch(request);
    } finally {
      leave();
    }
  }

  return {
    async fetch(request) {
      try {
        // The answer to HEAD is that to GET, and nobody reads its body.
        const response = await answer(request.method === "HEAD" ? asGet(request) : request);
        if (request.method !== "HEAD") return secured(response);
        await response.body?.cancel();
        return secured(new Response(null, response));
      } catch (error) {
        return secured(failureAnswer(error, settings));
      }
    },
    close() {
      closing.abort();
      return Promise.resolve();
    },
  };
}

function asGet({ url, headers, signal }: Request): Request {
  return new Request(url, { headers: [...headers], signal });
}

/** The path as it was sent: each parameter is decoded once, by the router. */
function pathBelow(request: Request, basePath: string): string | undefined {
  const path = /^[a-z]+:\/\/[^/?#]*([^?#]*)/i.exec(request.url)?.[1] ?? "";
  if (basePath === "") return path === "" ? "/" : path;
  if (path === basePath) return "/";
  return path.startsWith(`${basePath}/`) ? path.slice(basePath.length) : undefined;
}

function failureAnswer(error: unknown, { onError }: Settings): Response {
  if (isRefused(error)) {
    if (error.cause !== undefined) onError(error.cause);
    return errorAnswer(error.details.status, { ...error.details, message: error.message });
  }
  onError(error);
  const hint = "The server's own log has more about it.";
  return errorAnswer(500, { code: "internal", message: "Something went wrong in the server.", hint });
}

function tooMany(): Error {
  return busy("Too many requests are under way.");
}

function busy(message: string): Error {
  return refused(503, { code: "busy", message, hint: "Try again.", headers: { "retry-after": "1" } });
}
