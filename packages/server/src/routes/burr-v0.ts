import * as z from "zod";
import { appLogs, findApp } from "../burr-v0/app-logs.ts";
import { listApps, timeText } from "../burr-v0/list-apps.ts";
import { answerJson } from "../http/answer.ts";
import { appId, count, partition, projectParams } from "../schemas/params.ts";
import { v0Logs, v0Page, v0Project, v0Spec } from "../schemas/burr-v0.ts";
import { version } from "../version.ts";
import { burrNoteRoutes } from "./burr-v0-notes.ts";
import { checked } from "./checked.ts";
import { documented } from "./documented.ts";
import { present } from "./look-up.ts";
import type { App, Services } from "./services.ts";

/** Burr's word for "whichever partition". */
const anyPartition = "__none__";

/**
 * Adds the routes of Burr's own tracking server, for its web page and for scripts.
 *
 * @param app - The router.
 * @param services - What they work with.
 */
export function burrRoutes(app: App, services: Services): void {
  const { settings, notes } = services;
  const { store } = settings;
  const tag = "burr-v0";
  app.get("/api/v0/ready", documented({ summary: "Whether the server is up.", tag, answer: z.literal(true) }), (c) =>
    answerJson(c.req.raw, true),
  );
  app.get(
    "/api/v0/version",
    documented({ summary: "The version of the server.", tag, answer: z.object({ version: z.string() }) }),
    (c) => answerJson(c.req.raw, { version }),
  );
  app.get("/api/v0/metadata/app_spec", documented({ summary: "What the server can do.", tag, answer: v0Spec }), (c) =>
    answerJson(c.req.raw, {
      indexing: false,
      snapshotting: false,
      supports_demos: false,
      supports_annotations: notes !== undefined,
    }),
  );
  app.get(
    "/api/v0/projects",
    documented({ summary: "The projects.", tag, answer: z.array(v0Project), errors: [304] }),
    async (c) => {
      const projects = (await store.projects()).map(({ project, runs, last_activity_ms: last }) => ({
        name: project,
        id: project,
        last_written: timeText(last),
        created: timeText(last),
        num_apps: runs,
        uri: "",
      }));
      return answerJson(c.req.raw, projects);
    },
  );
  app.get(
    "/api/v0/indexing_jobs",
    documented({ summary: "None: nothing has to be indexed.", tag, answer: z.array(z.never()) }),
    (c) => answerJson(c.req.raw, []),
  );
  burrNoteRoutes(app, services);
  app.get(
    "/api/v0/:project/:partition/apps",
    documented({
      summary: "The applications of a project; partition `__none__`: all.",
      tag,
      answer: v0Page,
      errors: [304],
    }),
    checked("param", projectParams.extend({ partition })),
    checked("query", z.object({ limit: count.min(1).max(1000).default(100), offset: count.max(1e9).default(0) })),
    async (c) => {
      const { project, partition: part } = c.req.valid("param");
      const partitionKey = part === anyPartition ? undefined : part;
      return answerJson(c.req.raw, await listApps(store, project, { partitionKey, ...c.req.valid("query") }));
    },
  );
  app.get(
    "/api/v0/:project/:app/:partition/apps",
    documented({ summary: "All of an application.", tag, answer: v0Logs, errors: [304, 404] }),
    checked("param", projectParams.extend({ app: appId, partition })),
    async (c) => {
      const { project, app: id, partition: part } = c.req.valid("param");
      const partitionKey = part === anyPartition ? undefined : part;
      const run = present(await findApp(store, project, { appId: id, partitionKey }), "application");
      return answerJson(c.req.raw, await appLogs(run));
    },
  );
}
