import * as z from "zod";
import { refused } from "../errors.ts";
import { answerJson, answerText } from "../http/answer.ts";
import { jsonBody } from "../http/json-body.ts";
import { pageOf, pageText } from "../http/pages.ts";
import { annotation, annotationChange, annotationContent, type Annotation } from "../notes/annotation.ts";
import { matchingNotes, noteFilters } from "../notes/filters.ts";
import type { Notes } from "../notes/notes.ts";
import { pageSchema } from "../schemas/lists.ts";
import { appId, count, cursor, limit, projectParams } from "../schemas/params.ts";
import { bodyOf } from "./body-of.ts";
import { checked } from "./checked.ts";
import { documented } from "./documented.ts";
import { present } from "./look-up.ts";
import { notesExportRoute } from "./notes-export.ts";
import type { App, Services } from "./services.ts";

const path = "/api/v1/projects/:project/notes";
const noteParams = projectParams.extend({ id: count });

/** The body that makes an annotation. */
const draft = z
  .object({
    app_id: appId,
    partition_key: z.string().min(1).max(1024).nullable(),
    step_sequence_id: z.number().int().nullable(),
    ...annotationContent.shape,
  })
  .meta({ id: "AnnotationDraft" });

/**
 * Adds the annotations of projects, when there is where to keep them.
 *
 * @param app - The router.
 * @param services - What the routes work with.
 */
export function noteRoutes(app: App, services: Services): void {
  const { settings, notes } = services;
  if (notes === undefined) return;
  app.get(
    path,
    documented({
      summary: "The annotations of a project.",
      tag: "notes",
      answer: pageSchema(annotation),
      errors: [304, 404],
    }),
    checked("param", projectParams),
    checked("query", noteFilters.extend({ cursor, limit: limit(200) })),
    async (c) => {
      const all = present(await notes.list(c.req.valid("param").project), "project");
      const asked = c.req.valid("query");
      const found = matchingNotes(all, asked);
      const text = await pageText(asked.limit, (most) =>
        Promise.resolve(pageOf(found, "notes", { ...asked, limit: most })),
      );
      return answerText(c.req.raw, present(text, "page"), { type: "application/json" });
    },
  );
  notesExportRoute(app, notes);
  const versions = z.object({ items: z.array(annotation.extend({ deleted: z.boolean() })) });
  app.get(
    `${path}/:id/history`,
    documented({
      summary: "All versions of an annotation, oldest first.",
      tag: "notes",
      answer: versions,
      errors: [304, 404],
    }),
    checked("param", noteParams),
    async (c) => {
      const { project, id } = c.req.valid("param");
      const all = await notes.history(project, id);
      return answerJson(c.req.raw, { items: all.map((one) => ({ ...one.annotation, deleted: one.deleted })) });
    },
  );
  if (!settings.readOnly) writeRoutes(app, services, notes);
}

function writeRoutes(app: App, { settings: { store, limits } }: Services, notes: Notes): void {
  const body = (request: Request): Promise<unknown> =>
    jsonBody(request, { bytes: limits.bodyBytes, depth: limits.bodyDepth });
  const type = "application/json";
  const written = { tag: "notes", errors: [404, 412, 413, 415] } as const;
  const ifMatch = { "if-match": "The `ETag` of the version that was seen. Absent: whichever is the last." };
  const done = z.object({ deleted: z.boolean() });

  app.post(
    path,
    documented({
      ...written,
      summary: "Makes an annotation.",
      answer: annotation,
      status: 201,
      body: { type, schema: draft },
    }),
    checked("param", projectParams),
    async (c) => {
      const { project } = c.req.valid("param");
      const {
        app_id: id,
        partition_key: key,
        step_sequence_id: step,
        ...content
      } = bodyOf(draft, await body(c.req.raw));
      present(await store.run({ project, appId: id, partitionKey: key }), "application");
      const place = { app_id: id, partition_key: key, step_sequence_id: step };
      return answerNote(c.req.raw, await notes.create(project, place, content), 201);
    },
  );
  app.patch(
    `${path}/:id`,
    documented({
      ...written,
      summary: "Changes an annotation; the version before stays in its history.",
      answer: annotation,
      headers: ifMatch,
      body: { type, schema: annotationChange },
    }),
    checked("param", noteParams),
    async (c) => {
      const { project, id } = c.req.valid("param");
      const change = bodyOf(annotationChange, await body(c.req.raw));
      return answerNote(c.req.raw, await notes.change(project, id, change, versionOf(c.req.raw)));
    },
  );
  app.delete(
    `${path}/:id`,
    documented({ ...written, summary: "Deletes an annotation; its history stays.", answer: done, headers: ifMatch }),
    checked("param", noteParams),
    async (c) => {
      const { project, id } = c.req.valid("param");
      await notes.remove(project, id, versionOf(c.req.raw));
      return answerJson(c.req.raw, { deleted: true });
    },
  );
}

function answerNote(request: Request, note: Annotation, status = 200): Promise<Response> {
  return answerJson(request, note, { status, headers: { etag: `"v${note.version}"` } });
}

/** The version that the client has seen; `undefined`: it does not say. */
function versionOf(request: Request): number | undefined {
  const told = request.headers.get("if-match");
  if (told === null || told === "*") return undefined;
  const version = /^"v(\d{1,9})"$/.exec(told)?.[1];
  if (version === undefined) {
    const hint = 'Send `If-Match: "v<version>"`, the `ETag` of the annotation.';
    throw refused(412, { code: "changed_meanwhile", message: "`If-Match` is no version of an annotation.", hint });
  }
  return Number(version);
}
