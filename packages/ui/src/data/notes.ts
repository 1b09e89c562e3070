import { queryOptions } from "@tanstack/react-query";
import { apiPath, getJson, getPages, type Parameters, sendJson, withParameters } from "./api.ts";

/** A value of a step that an observation is about: a field of the state, or an attribute of a span (of the step, when `span_id` is `null`). */
export interface NotePointer {
  readonly type: "state_field" | "attribute";
  readonly field_name: string;
  readonly span_id: string | null;
}

/** Something that somebody has observed. `data_fields` has `note` and `ground_truth`. */
export interface NoteObservation {
  readonly data_fields: Readonly<Record<string, unknown>>;
  readonly thumbs_up_thumbs_down: boolean | null;
  readonly data_pointers: readonly NotePointer[];
}

/** What a note is about, where that is finer than a step. */
export interface NoteTarget {
  readonly kind: "run" | "step" | "span" | "state" | "stream" | "time";
  /** Of a value in the state. */
  readonly pointer?: string;
  /** Of a stream: characters. */
  readonly from?: number;
  readonly to?: number;
}

/** What a note says. */
export interface NoteContent {
  readonly span_id: string | null;
  readonly step_name: string;
  readonly tags: readonly string[];
  readonly observations: readonly NoteObservation[];
  readonly author: string | null;
  readonly target: NoteTarget | null;
}

/** Where a note is. */
export interface NotePlace {
  readonly app_id: string;
  readonly partition_key: string | null;
  /** `null`: on the whole run. */
  readonly step_sequence_id: number | null;
}

/** A note. */
export interface Note extends NoteContent, NotePlace {
  readonly id: number;
  readonly created: string;
  readonly updated: string;
  readonly version: number;
}

/** A version of a note. */
export type NoteVersion = Note & { readonly deleted: boolean };

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
