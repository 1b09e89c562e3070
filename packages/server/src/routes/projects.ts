import * as z from "zod";
import { answerJson, answerText } from "../http/answer.ts";
import { pageOf, pageText } from "../http/pages.ts";
import { projectGraph } from "../schemas/graph.ts";
import { facets, pageSchema, projectSummary, runsPage } from "../schemas/lists.ts";
import { cursor, limit, partition, prices, projectParams, query, zone } from "../schemas/params.ts";
import { checked } from "./checked.ts";
import { documented } from "./documented.ts";
import { given } from "./given.ts";
import { present } from "./look-up.ts";
import type { App, Services } from "./services.ts";

/**
 * Adds the lists of projects and applications.
 *
 * @param app - The router.
 * @param services - What they work with.
 */
export function projectRoutes(app: App, { settings: { store }, notes }: Services): void {
  app.get(
    "/api/v1/projects",
    documented({ summary: "The projects.", tag: "projects", answer: pageSchema(projectSummary), errors: [304] }),
    checked("query", z.object({ cursor, limit: limit(100), zone })),
    async (c) => {
      const { zone: days, ...page } = c.req.valid("query");
      return answerJson(c.req.raw, pageOf(await store.projects(given({ zone: days })), "projects", page));
    },
  );

  const sort = z
    .string()
    .regex(/^-?[a-z_]{1,40}$/)
    .optional()
    .meta({
      description: "A field of RunSummary, or `cost`, with `-` in front for descending. Default: `-last_written_ms`.",
    });
  app.get(
    "/api/v1/projects/:project/runs",
    documented({
      summary: "The applications of a project.",
      tag: "runs",
      answer: runsPage,
      errors: [304, 404, 410],
    }),
    checked("param", projectParams),
    checked(
      "query",
      z.object({ q: query, prices, zone, sort, cursor, limit: limit(100), partition: partition.optional() }),
    ),
    async (c) => {
      const { project } = c.req.valid("param");
      const { partition: part, limit: most, ...rest } = c.req.valid("query");
      const only = part === undefined ? {} : { partitionKey: part === "~" ? null : part };
      const counts = await notes?.counts(project);
      const text = await pageText(most, async (limited) => {
        const page = await store.runs(project, { ...given(rest), ...only, limit: limited });
        if (page === undefined || counts === undefined) return page;
        return { ...page, items: page.items.map((run) => ({ ...run, notes: counts.of(run) })) };
      });
      return answerText(c.req.raw, present(text, "project"), { type: "application/json" });
    },
  );

  app.get(
    "/api/v1/projects/:project/facets",
    documented({
      summary: "How many applications of a project have what.",
      tag: "projects",
      answer: facets,
      errors: [304, 404],
    }),
    checked("param", projectParams),
    checked("query", z.object({ q: query, prices, zone })),
    async (c) => {
      const found = await store.facets(c.req.valid("param").project, given(c.req.valid("query")));
      return answerJson(c.req.raw, present(found, "project"));
    },
  );

  const hash = z
    .string()
    .regex(/^([0-9a-zA-Z]{1,128}|~)$/)
    .optional()
    .meta({ description: "Which graph; `~`: of those whose logs do not say. Default: the newest that has runs." });
  app.get(
    "/api/v1/projects/:project/graph",
    documented({
      summary: "What the applications of a project come to on one graph.",
      tag: "projects",
      answer: projectGraph,
      errors: [304, 404],
    }),
    checked("param", projectParams),
    checked("query", z.object({ q: query, prices, zone, hash })),
    async (c) => {
      const { hash: wanted, ...rest } = c.req.valid("query");
      const only = wanted === undefined ? {} : { hash: wanted === "~" ? null : wanted };
      const found = await store.graph(c.req.valid("param").project, { ...given(rest), ...only });
      return answerJson(c.req.raw, present(found, "project"));
    },
  );
}
