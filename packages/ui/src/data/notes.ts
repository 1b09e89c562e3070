import type { Note, NoteContent, NotePlace, NoteVersion } from "@burrjs/protocol";
import { queryOptions } from "@tanstack/react-query";
import { apiPath, getJson, getPages, type Parameters, sendJson, withParameters } from "./api.ts";

/** The key of everything that is known of the notes of a project. */
export function notesKey(project: string): readonly unknown[] {
  return ["notes", project];
}

/** All notes of a project, or of a run. */
export function notesQuery(project: string, run?: { readonly app: string; readonly partition: string | null }) {
  return queryOptions({
    queryKey: [...notesKey(project), run?.partition ?? null, run?.app ?? null],
    queryFn: async ({ signal }) => {
      const filter: Parameters = run === undefined ? {} : { app: run.app, partition: run.partition ?? "~" };
      return (await getPages<Note>(apiPath("projects", project, "notes"), filter, { signal })).items;
    },
  });
}

/** All versions of a note, oldest first. */
export function noteHistoryQuery(project: string, { id, version }: Note) {
  return queryOptions({
    queryKey: [...notesKey(project), "history", id, version],
    queryFn: async ({ signal }) => {
      const path = apiPath("projects", project, "notes", id, "history");
      return (await getJson<{ readonly items: readonly NoteVersion[] }>(path, { signal })).items;
    },
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** Makes a note. */
export async function createNote(project: string, place: NotePlace, content: NoteContent): Promise<Note> {
  const { app_id: app, partition_key: partition, step_sequence_id: step } = place;
  return await sendJson<Note>("POST", apiPath("projects", project, "notes"), { ...content, app_id: app, partition_key: partition, step_sequence_id: step }); // prettier-ignore
}

/** Changes a note, unless somebody else has changed it since it was read: then it throws an `ApiError` with status 412. */
export async function changeNote(project: string, { id, version }: Note, content: NoteContent): Promise<Note> {
  return await sendJson<Note>("PATCH", apiPath("projects", project, "notes", id), content, {
    "If-Match": `"v${version}"`,
  });
}

/** Deletes a note. Its history stays in the file. */
export async function deleteNote(project: string, { id, version }: Note): Promise<void> {
  await sendJson("DELETE", apiPath("projects", project, "notes", id), {}, { "If-Match": `"v${version}"` });
}

/** The address of the download of a project's notes. */
export function notesExportPath(
  project: string,
  format: "jsonl" | "csv",
  filter: { readonly tag?: string | undefined; readonly action?: string | undefined },
): string {
  return withParameters(apiPath("projects", project, "notes", "export"), { format, ...filter });
}
