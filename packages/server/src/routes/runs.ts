import * as z from "zod";
import { notFound, refused } from "../errors.ts";
import { answerBytes, answerJson } from "../http/answer.ts";
import { jsonBody } from "../http/json-body.ts";
import { applicationModel } from "../schemas/graph.ts";
import { runHeader } from "../schemas/lists.ts";
import { count, runParams } from "../schemas/params.ts";
import { checked, invalidParameter } from "./checked.ts";
import { documented } from "./documented.ts";
import { given } from "./given.ts";
import { present, refOf, runOf } from "./look-up.ts";
import type { App, Services } from "./services.ts";

const path = "/api/v1/projects/:project/runs/:partition/:app";

/**
 * Adds what is about an application as a whole.
 *
 * @param app - The router.
 * @param services - What the routes work with.
 */
export function runRoutes(app: App, services: Services): void {
  const { settings, notes } = services;
  const { store, gzip } = settings;
  app.get(
    path,
    documented({ summary: "An application.", tag: "runs", answer: runHeader, errors: [304, 404] }),
    checked("param", runParams),
    async (c) => {
      const run = await runOf(store, c.req.valid("param"));
      const header = await run.header();
      const counts = await notes?.counts(run.ref.project);
      return answerJson(c.req.raw, counts === undefined ? header : { ...header, notes: counts.of(header) });
    },
  );

  const graphAnswer = { tag: "runs", answer: applicationModel, errors: [304, 404] } as const;
  app.get(
    `${path}/graph`,
    documented({ summary: "The graph of the application's last run.", ...graphAnswer }),
    checked("param", runParams),
    async (c) => answerJson(c.req.raw, present(await (await runOf(store, c.req.valid("param"))).graph(), "graph")),
  );
  app.get(
    `${path}/graph/:hash`,
    documented({ summary: "A graph that the application had.", ...graphAnswer }),
    checked("param", runParams.extend({ hash: z.string().regex(/^[0-9a-f]{1,64}$/) })),
    async (c) => {
      const { hash, ...rest } = c.req.valid("param");
      return answerJson(c.req.raw, present(await (await runOf(store, rest)).graph(hash), "graph"));
    },
  );

  app.get(
    `${path}/columns`,
    documented({
      summary: "Columns of the steps: a line of JSON that describes them, then little-endian arrays.",
      tag: "steps",
      answer: ["application/octet-stream"],
      errors: [304, 404],
    }),
    checked("param", runParams),
    checked(
      "query",
      z.object({ from: count.optional(), to: count.optional(), names: z.string().max(1024).optional() }),
    ),
    async (c) => {
      const run = await runOf(store, c.req.valid("param"));
      const { names, ...range } = c.req.valid("query");
      const wanted = names === undefined ? {} : { names: namesOf(names) };
      const bytes = await run.columns({ ...given(range), ...wanted });
      return answerBytes(c.req.raw, new Uint8Array(bytes), { type: "application/octet-stream", gzip });
    },
  );

  app.get(
    `${path}/blobs/:hash`,
    documented({
      summary: "A large value of the log, as JSON.",
      tag: "runs",
      answer: ["application/json"],
      errors: [304, 404],
    }),
    checked("param", runParams.extend({ hash: z.string().regex(/^[0-9a-f]{64}$/) })),
    async (c) => {
      const { hash, ...rest } = c.req.valid("param");
      const run = await runOf(store, rest);
      const bytes = present(await run.blob?.(hash), "value");
      return answerBytes(c.req.raw, new Uint8Array(bytes), { type: "application/json", gzip });
    },
  );

  app.get(
    `${path}/unreadable`,
    documented({
      summary: "Where the log could not be read.",
      tag: "runs",
      answer: z.object({ items: z.array(z.object({ offset: z.number(), bytes: z.number(), reason: z.string() })) }),
      errors: [304, 404],
    }),
    checked("param", runParams),
    async (c) => {
      const run = await runOf(store, c.req.valid("param"));
      return answerJson(c.req.raw, { items: await run.unreadable() });
    },
  );

  if (!settings.readOnly) deleteRoute(app, services);
}

function deleteRoute(app: App, { settings: { store, limits } }: Services): void {
  const confirmation = z.object({
    confirm: z.string().meta({ description: "The id of the application, typed again." }),
  });
  app.delete(
    path,
    documented({
      summary: "Deletes an application with all its files.",
      tag: "runs",
      answer: z.object({ deleted: z.boolean() }),
      errors: [404, 409, 413, 415],
      body: { type: "application/json", schema: confirmation },
    }),
    checked("param", runParams),
    async (c) => {
      const ref = refOf(c.req.valid("param"));
      const body = confirmation.safeParse(
        await jsonBody(c.req.raw, { bytes: limits.bodyBytes, depth: limits.bodyDepth }),
      );
      if (!body.success || body.data.confirm !== ref.appId) {
        const message = "The deletion is not confirmed.";
        const hint = 'Send {"confirm": "<the id of the application>"}.';
        throw refused(400, { code: "not_confirmed", message, hint });
      }
      const removed = await store.remove(ref);
      if (removed === undefined) {
        const hint = "Delete it where the logs are kept.";
        throw refused(409, { code: "cannot_delete", message: "Logs of this place cannot be deleted.", hint });
      }
      if (!removed) throw notFound("application");
      return answerJson(c.req.raw, { deleted: true });
    },
  );
}

function namesOf(names: string): readonly string[] {
  const list = names.split(",");
  if (list.some((name) => !/^[a-z_]{1,40}$/.test(name)))
    throw invalidParameter("names", "has to be names with commas between");
  return list;
}
