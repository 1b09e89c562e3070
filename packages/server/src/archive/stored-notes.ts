import { annotationFiles } from "../node/annotation-files.ts";
import type { Annotation } from "../notes/annotation.ts";
import { annotationLine, foldLines, standing } from "../notes/fold.ts";
import type { RunRef } from "../store/store.ts";
import { archivedNotes, parseArchivedNote } from "./archived-notes.ts";

/** The notes of a project in a folder of logs, as they stand. */
export async function readNotes(dir: string, project: string): Promise<readonly Annotation[]> {
  return standing(foldLines((await annotationFiles(dir).read(project)) ?? ""));
}

/** Adds the notes of an archive to those of its run, besides those that it has already. What is no note is left out. */
export async function addArchivedNotes(dir: string, ref: RunRef, notes: readonly unknown[]): Promise<void> {
  const files = annotationFiles(dir);
  const history = foldLines((await files.read(ref.project)) ?? "");
  const known = new Set(archivedNotes(standing(history), ref).map((note) => JSON.stringify(note)));
  let id = Math.max(0, ...history.keys());
  for (const one of notes) {
    const content = parseArchivedNote(one);
    if (content === undefined || known.has(JSON.stringify(content))) continue;
    id += 1;
    const note = { ...content, id, project_id: ref.project, app_id: ref.appId, partition_key: ref.partitionKey };
    await files.append(ref.project, annotationLine(note, crypto.randomUUID(), false));
  }
}
