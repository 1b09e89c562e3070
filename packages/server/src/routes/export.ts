import { pythonLine, stepsCsv, stepsCsvHead, toPythonRecords } from "@burrjs/protocol";
import * as z from "zod";
import { linesStream } from "../http/lines-stream.ts";
import { runParams } from "../schemas/params.ts";
import { downloadHeaders } from "../security/file-name.ts";
import type { RunView } from "../store/store.ts";
import { blobsOf } from "./blobs-of.ts";
import { checked } from "./checked.ts";
import { documented } from "./documented.ts";
import { runOf } from "./look-up.ts";
import type { App, Services } from "./services.ts";

/**
 * Adds the downloads of an application.
 *
 * @param app - The router.
 * @param services - What the route works with.
 */
export function exportRoute(app: App, { settings: { store, onError }, notes, hold }: Services): void {
  app.get(
    "/api/v1/projects/:project/runs/:partition/:app/export",
    documented({
      summary:
        "The run as a file: all of it, as `burr import` reads it; its log as Burr for Python writes it; or a row per step.",
      tag: "runs",
      answer: ["application/x-ndjson", "text/csv"],
      errors: [404],
    }),
    checked("param", runParams),
    checked("query", z.object({ format: z.enum(["ndjson", "burr", "csv"]).default("ndjson") })),
    async (c) => {
      const run = await runOf(store, c.req.valid("param"));
      const { format } = c.req.valid("query");
      const { project, appId } = run.ref;
      const lines = format === "ndjson" ? run.archive((await notes?.list(project)) ?? []) : linesOf(run, format);
      const body = linesStream(() => lines, { gather: 65_536, closed: hold(), onError });
      const type = format === "csv" ? "text/csv; charset=utf-8" : "application/x-ndjson";
      const extension = format === "csv" ? "csv" : "jsonl";
      return c.body(body, 200, { "content-type": type, ...downloadHeaders([project, appId], extension) });
    },
  );
}

function linesOf(run: RunView, format: "burr" | "csv"): AsyncIterable<string> {
  return format === "csv" ? csvOf(run) : pythonOf(run);
}

async function* pythonOf(run: RunView): AsyncGenerator<string, void, void> {
  for await (const record of toPythonRecords(run.records(), blobsOf(run))) yield `${pythonLine(record)}\n`;
}

async function* csvOf(run: RunView): AsyncGenerator<string, void, void> {
  const { project, appId, partitionKey } = run.ref;
  const ids = { project, app_id: appId, partition_key: partitionKey };
  yield stepsCsvHead;
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<RunView["steps"]>> = await run.steps({
      limit: 1000,
      ...(cursor === null ? {} : { cursor }),
    });
    yield stepsCsv(ids, page.items);
    cursor = page.next;
  } while (cursor !== null);
}
