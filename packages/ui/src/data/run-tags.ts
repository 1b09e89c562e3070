import type { Note, RunSummary } from "@burrjs/protocol";
import { apiPath, getPages, sendJson } from "./api.ts";
import { changeNote, deleteNote } from "./notes.ts";

type Run = Pick<RunSummary, "app_id" | "partition_key">;

/** Puts a tag on a run: by a note that has nothing else. */
export async function tagRun(project: string, { app_id, partition_key }: Run, tag: string): Promise<void> {
  const note = { app_id, partition_key, step_sequence_id: null, tags: [tag], observations: [] };
  await sendJson("POST", apiPath("projects", project, "notes"), note);
}

/** Takes a tag off all notes of a run, and with it those notes that say nothing else. */
export async function untagRun(
  project: string,
  { app_id: app, partition_key: partition }: Run,
  tag: string,
): Promise<void> {
  const filter = { app, partition: partition ?? "~", tag };
  const { signal } = new AbortController();
  const { items } = await getPages<Note>(apiPath("projects", project, "notes"), filter, { signal });
  for (const note of items) {
    const { span_id, step_name, observations, author, target } = note;
    const tags = note.tags.filter((one) => one !== tag);
    if (tags.length === 0 && observations.length === 0) await deleteNote(project, note);
    else await changeNote(project, note, { span_id, step_name, tags, observations, author, target });
  }
}
