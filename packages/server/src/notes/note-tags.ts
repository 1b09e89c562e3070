import type { AnnotationLog } from "../options.ts";
import { foldLines, standing } from "./fold.ts";

/** The tags of one application. */
interface TagsOfRuns {
  of(run: { readonly app_id: string; readonly partition_key: string | null }): readonly string[];
}

/**
 * Gives the tags of applications: those that their annotations have.
 *
 * @param log - The annotations.
 * @returns What gives the tags of a project's applications.
 */
export function noteTags(log: AnnotationLog): (project: string) => Promise<TagsOfRuns> {
  return async (project) => {
    const tags = new Map<string, Set<string>>();
    for (const note of standing(foldLines((await log.read(project)) ?? ""))) {
      const key = JSON.stringify([note.app_id, note.partition_key]);
      const known = tags.get(key) ?? new Set();
      for (const tag of note.tags) known.add(tag);
      tags.set(key, known);
    }
    return { of: (run) => [...(tags.get(JSON.stringify([run.app_id, run.partition_key])) ?? [])] };
  };
}
