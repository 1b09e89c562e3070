import type { AnnotationLog } from "../options.ts";
import type { RunMarks } from "../store/open-store.ts";
import { foldLines, standing } from "./fold.ts";

/**
 * Gives the marks of applications: how many annotations they have, and their tags.
 *
 * @param log - The annotations.
 * @returns What gives the marks of a project's applications.
 */
export function noteMarks(log: AnnotationLog): (project: string) => Promise<RunMarks> {
  return async (project) => {
    const found = new Map<string, { notes: number; readonly tags: Set<string> }>();
    for (const note of standing(foldLines((await log.read(project)) ?? ""))) {
      const key = JSON.stringify([note.app_id, note.partition_key]);
      const marks = found.get(key) ?? { notes: 0, tags: new Set() };
      found.set(key, marks);
      marks.notes += 1;
      for (const tag of note.tags) marks.tags.add(tag);
    }
    return {
      of(run) {
        const { notes = 0, tags = [] } = found.get(JSON.stringify([run.app_id, run.partition_key])) ?? {};
        return { notes, tags: [...tags] };
      },
    };
  };
}
