import * as z from "zod";
import { jsonText } from "../http/answer.ts";
import { linesStream } from "../http/lines-stream.ts";
import { runParams } from "../schemas/params.ts";
import type { RunView } from "../store/store.ts";
import { checked } from "./checked.ts";
import { documented } from "./documented.ts";
import { runOf } from "./look-up.ts";
import type { App, Services } from "./services.ts";

const failure = `${jsonText({ error: { code: "internal", message: "The search broke off.", hint: "Ask again." } })}\n`;

/**
 * Adds the search in an application's log.
 *
 * @param app - The router.
 * @param services - What the routes work with.
 */
export function searchRoutes(app: App, { settings: { store, onError }, hold }: Services): void {
  app.get(
    "/api/v1/projects/:project/runs/:partition/:app/search",
    documented({
      summary: "Where a text stands in the log: a SearchHit per line, each sent when it is found.",
      tag: "steps",
      answer: ["application/x-ndjson"],
      errors: [404],
    }),
    checked("param", runParams),
    checked(
      "query",
      z.object({ q: z.string().min(1).max(1024), limit: z.coerce.number().int().min(1).max(10_000).default(1000) }),
    ),
    async (c) => {
      const run = await runOf(store, c.req.valid("param"));
      const { q, limit } = c.req.valid("query");
      const body = linesStream((signal) => hits(run, { text: q, limit, signal }), { closed: hold(), onError, failure });
      return c.body(body, 200, { "content-type": "application/x-ndjson" });
    },
  );
}

async function* hits(
  run: RunView,
  { text, limit, signal }: { text: string; limit: number; signal: AbortSignal },
): AsyncGenerator<string, void, void> {
  let count = 0;
  for await (const hit of run.search(text, signal)) {
    yield `${jsonText(hit)}\n`;
    count += 1;
    if (count === limit) return;
  }
}
