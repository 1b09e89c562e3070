import type { ServerMeta } from "@burrjs/protocol";
import * as z from "zod";
import { refused } from "../errors.ts";
import { answerJson } from "../http/answer.ts";
import { jsonBody } from "../http/json-body.ts";
import { runnerSummary } from "../schemas/runner.ts";
import { sessionPath } from "../security/guard.ts";
import { version } from "../version.ts";
import { documented } from "./documented.ts";
import type { App, Services } from "./services.ts";

const meta = z
  .object({
    name: z.literal("burr"),
    version: z.string(),
    capabilities: z.object({ notes: z.boolean(), ingestion: z.boolean(), writes: z.boolean(), forks: z.boolean() }),
    security: z.object({ reads: z.enum(["token", "open"]), writes: z.enum(["token", "none"]) }),
    dir: z.string().nullable().meta({ description: "The folder of the logs; `null`: they are in none." }),
    is_usual_dir: z.boolean().meta({ description: "Whether trackers and commands take that folder by themselves." }),
    runners: z.array(runnerSummary).meta({ description: "Programs that can fork runs." }),
    limits: z.object({ body_bytes: z.number(), ingest_bytes: z.number(), event_streams: z.number() }),
  })
  .meta({ id: "Meta" });

const login = z.object({
  token: z.string().max(512).meta({ description: "The one of the address that the server printed." }),
});

/**
 * Adds what is about the server itself: whether it is up, what it can do, who may ask.
 *
 * @param app - The router.
 * @param services - What the routes work with.
 */
export function serverRoutes(app: App, { settings, session, notes, runners }: Services): void {
  const { limits } = settings;
  const ready = z.object({ ready: z.literal(true) });
  app.get("/ready", documented({ summary: "Whether the server is up.", tag: "server", answer: ready }), (c) =>
    answerJson(c.req.raw, { ready: true }),
  );

  app.get(
    "/api/v1/meta",
    documented({ summary: "What this server is and can do.", tag: "server", answer: meta, errors: [304] }),
    (c) =>
      answerJson(c.req.raw, {
        name: "burr",
        version,
        capabilities: {
          notes: notes !== undefined,
          ingestion: settings.ingest !== undefined && !settings.readOnly,
          writes: !settings.readOnly,
          forks: !settings.readOnly && settings.runnerTokens.length > 0,
        },
        security: { reads: settings.noToken ? "open" : "token", writes: settings.readOnly ? "none" : "token" },
        dir: settings.dir ?? null,
        is_usual_dir: settings.isUsualDir,
        runners: runners.view.runners,
        limits: {
          body_bytes: limits.bodyBytes,
          ingest_bytes: limits.ingestBytes,
          event_streams: limits.eventStreams,
        },
      } satisfies ServerMeta),
  );

  const items = z.array(z.object({ path: z.string(), what: z.string(), remedy: z.string() }));
  app.get(
    "/api/v1/unreadable",
    documented({
      summary: "Files and folders of the logs that are there, and cannot be read.",
      tag: "server",
      answer: z.object({ items }),
      errors: [304],
    }),
    async (c) => answerJson(c.req.raw, { items: await settings.unreadable() }),
  );

  const done = z.object({ ok: z.literal(true) });
  app.post(
    sessionPath,
    documented({
      summary: "Swaps the token for a cookie. Needs the headers `X-UI: 1` and `Content-Type: application/json`.",
      tag: "server",
      answer: done,
      errors: [413, 415],
      body: { type: "application/json", schema: login },
    }),
    async (c) => {
      const body = login.safeParse(await jsonBody(c.req.raw, { bytes: 4096, depth: 8 }));
      const cookie = body.success ? await session.open(body.data.token, isSecure(c.req.raw, settings)) : undefined;
      if (cookie === undefined) {
        const hint = "Open the address that the server printed when it was started last.";
        throw refused(401, { code: "unauthorized", message: "This is not the token.", hint });
      }
      return answerJson(c.req.raw, { ok: true }, { headers: { "set-cookie": cookie } });
    },
  );
  app.delete(sessionPath, documented({ summary: "Takes the cookie away.", tag: "server", answer: done }), (c) =>
    answerJson(c.req.raw, { ok: true }, { headers: { "set-cookie": session.close(isSecure(c.req.raw, settings)) } }),
  );
}

function isSecure(request: Request, { trustProxy }: { trustProxy: boolean }): boolean {
  const forwarded = trustProxy ? request.headers.get("x-forwarded-proto") : null;
  return forwarded === "https" || (forwarded === null && new URL(request.url).protocol === "https:");
}
