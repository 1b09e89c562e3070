import { toCsv } from "@burrjs/protocol";
import * as z from "zod";
import { answerText, jsonText } from "../http/answer.ts";
import type { Annotation } from "../notes/annotation.ts";
import { matchingNotes, noteFilters } from "../notes/filters.ts";
import type { Notes } from "../notes/notes.ts";
import { projectParams } from "../schemas/params.ts";
import { downloadHeaders } from "../security/file-name.ts";
import { checked } from "./checked.ts";
import { documented } from "./documented.ts";
import { present } from "./look-up.ts";
import type { App } from "./services.ts";

const columns = [
  "id",
  "app_id",
  "partition_key",
  "step_sequence_id",
  "step_name",
  "span_id",
  "tags",
  "thumbs",
  "note",
  "ground_truth",
  "data_fields",
  "data_pointers",
  "author",
  "created",
  "updated",
];

/**
 * Adds the download of a project's annotations.
 *
 * @param app - The router.
 * @param notes - The annotations.
 */
export function notesExportRoute(app: App, notes: Notes): void {
  app.get(
    "/api/v1/projects/:project/notes/export",
    documented({
      summary: "The annotations as a file: an Annotation per line, or a row per observation.",
      tag: "notes",
      answer: ["application/x-ndjson", "text/csv"],
      errors: [304, 404],
    }),
    checked("param", projectParams),
    checked("query", noteFilters.extend({ format: z.enum(["jsonl", "csv"]).default("jsonl") })),
    async (c) => {
      const { project } = c.req.valid("param");
      const { format, ...asked } = c.req.valid("query");
      const all = matchingNotes(present(await notes.list(project), "project"), asked);
      const headers = downloadHeaders([project, "notes"], format);
      const text = format === "csv" ? csvOf(all) : all.map((note) => `${jsonText(note)}\n`).join("");
      const type = format === "csv" ? "text/csv; charset=utf-8" : "application/x-ndjson";
      return answerText(c.req.raw, text, { type, headers });
    },
  );
}

function csvOf(all: readonly Annotation[]): string {
  return toCsv([columns, ...all.flatMap((note) => rowsOf(note))]);
}

function rowsOf(note: Annotation): readonly (readonly (string | number | null)[])[] {
  const before = [
    note.id,
    note.app_id,
    note.partition_key,
    note.step_sequence_id,
    note.step_name,
    note.span_id,
    note.tags.join(" "),
  ];
  const after = [note.author, note.created, note.updated];
  const observations = note.observations.length === 0 ? [undefined] : note.observations;
  return observations.map((one) => {
    if (one === undefined) return [...before, null, null, null, null, null, ...after];
    const thumb = new Map<boolean | null, string>([
      [true, "up"],
      [false, "down"],
    ]).get(one.thumbs_up_thumbs_down);
    const fields = new Map(Object.entries(one.data_fields));
    const texts = ["note", "ground_truth"].map((name) => textOf(fields.get(name)));
    const rest = [jsonText(one.data_fields), jsonText(one.data_pointers)];
    return [...before, thumb ?? null, ...texts, ...rest, ...after];
  });
}

function textOf(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  return typeof value === "string" ? value : jsonText(value);
}
