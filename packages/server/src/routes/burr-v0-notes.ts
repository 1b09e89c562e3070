import * as z from "zod";
import { findApp } from "../burr-v0/app-logs.ts";
import { answerJson } from "../http/answer.ts";
import { jsonBody } from "../http/json-body.ts";
import { annotation, annotationChange, annotationContent, type Annotation } from "../notes/annotation.ts";
import { appId, count, partition, projectParams, sequenceId } from "../schemas/params.ts";
import { bodyOf } from "./body-of.ts";
import { checked } from "./checked.ts";
import { documented } from "./documented.ts";
import { present } from "./look-up.ts";
import type { App, Services } from "./services.ts";

const anyPartition = "__none__";

/**
 * Adds Burr's own routes for annotations.
 *
 * @param app - The router.
 * @param services - What they work with.
 */
export function burrNoteRoutes(app: App, { settings, notes }: Services): void {
  const { store, limits, readOnly } = settings;
  const body = (request: Request): Promise<unknown> =>
    jsonBody(request, { bytes: limits.bodyBytes, depth: limits.bodyDepth });
  const type = "application/json";
  app.get(
    "/api/v0/:project/annotations",
    documented({
      summary: "The annotations of a project.",
      tag: "burr-v0",
      answer: z.array(annotation),
      errors: [304],
    }),
    checked("param", projectParams),
    checked(
      "query",
      z.object({
        app_id: appId.optional(),
        partition_key: partition.optional(),
        step_sequence_id: sequenceId.optional(),
      }),
    ),
    async (c) => {
      const asked = c.req.valid("query");
      const all = (await notes?.list(c.req.valid("param").project)) ?? [];
      const key = asked.partition_key === anyPartition ? undefined : asked.partition_key;
      const found = all.filter(
        (note) =>
          (asked.app_id === undefined || note.app_id === asked.app_id) &&
          (key === undefined || note.partition_key === key) &&
          (asked.step_sequence_id === undefined || note.step_sequence_id === asked.step_sequence_id),
      );
      return answerJson(
        c.req.raw,
        found.map((note) => asBurrs(note)),
      );
    },
  );
  if (notes === undefined || readOnly) return;
  const written = { tag: "burr-v0", answer: annotation, errors: [404, 413, 415] } as const;
  app.post(
    "/api/v0/:project/:app/:partition/:seq/annotations",
    documented({ ...written, summary: "Makes an annotation.", body: { type, schema: annotationContent } }),
    checked("param", projectParams.extend({ app: appId, partition, seq: sequenceId })),
    async (c) => {
      const { project, app: id, partition: part, seq } = c.req.valid("param");
      const content = bodyOf(annotationContent, await body(c.req.raw));
      const partitionKey = part === anyPartition ? undefined : part;
      const { ref } = present(await findApp(store, project, { appId: id, partitionKey }), "application");
      const place = { app_id: id, partition_key: ref.partitionKey, step_sequence_id: seq };
      return answerJson(c.req.raw, asBurrs(await notes.create(project, place, content)));
    },
  );
  app.put(
    "/api/v0/:project/:id/update_annotations",
    documented({ ...written, summary: "Changes an annotation.", body: { type, schema: annotationChange } }),
    checked("param", projectParams.extend({ id: count })),
    async (c) => {
      const { project, id } = c.req.valid("param");
      const change = bodyOf(annotationChange, await body(c.req.raw));
      return answerJson(c.req.raw, asBurrs(await notes.change(project, id, change)));
    },
  );
}

/** Burr knows no annotation without a step. */
function asBurrs(note: Annotation): Annotation {
  return { ...note, step_sequence_id: note.step_sequence_id ?? -1 };
}
