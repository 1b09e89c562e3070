import type * as z from "zod";
import { type Annotation, annotation } from "../notes/annotation.ts";
import type { RunRef } from "../store/store.ts";

// Which run a note is of says the archive; its number says the project that it comes to.
const archived = annotation.omit({ id: true, project_id: true, app_id: true, partition_key: true });

/** The notes of a run, as they stand in an archive. */
export function archivedNotes(notes: readonly Annotation[], { appId, partitionKey }: RunRef): readonly object[] {
  return notes
    .filter((note) => note.app_id === appId && note.partition_key === partitionKey)
    .map(({ id: _id, project_id: _project, app_id: _app, partition_key: _partition, ...rest }) => rest);
}

/** What such a note says; `undefined`: it is none. */
export function parseArchivedNote(note: unknown): z.output<typeof archived> | undefined {
  return archived.safeParse(note).data;
}
