import type { AnnotationLog } from "../options.ts";
import type { RunMarks } from "../store/open-store.ts";
import type { StepMarks } from "../store/steps/step-query.ts";
import type { Annotation } from "./annotation.ts";
import { foldLines, standing } from "./fold.ts";

/**
 * Gives the marks of applications and their steps: how many annotations they have, what those say, and their tags.
 *
 * @param log - The annotations.
 * @returns What gives the marks of a project's applications.
 */
export function noteMarks(log: AnnotationLog): (project: string) => Promise<RunMarks> {
  return async (project) => {
    const found = grouped(standing(foldLines((await log.read(project)) ?? "")), (note) => keyOf(note));
    return {
      of(run) {
        const notes = found.get(keyOf(run)) ?? [];
        return { notes: notes.length, tags: tagsOf(notes) };
      },
      steps(run) {
        const byStep = grouped(found.get(keyOf(run)) ?? [], ({ step_sequence_id: step }) => step);
        return new Map([...byStep].flatMap(([step, notes]) => (step === null ? [] : [[step, marksOf(notes)]])));
      },
    };
  };
}

function grouped<TKey>(notes: readonly Annotation[], keyOfNote: (note: Annotation) => TKey): Map<TKey, Annotation[]> {
  const groups = new Map<TKey, Annotation[]>();
  for (const note of notes) {
    const group = groups.get(keyOfNote(note));
    if (group === undefined) groups.set(keyOfNote(note), [note]);
    else group.push(note);
  }
  return groups;
}

function marksOf(notes: readonly Annotation[]): StepMarks {
  return { tags: tagsOf(notes), notes: notes.map((note) => textOf(note)) };
}

function tagsOf(notes: readonly Annotation[]): readonly string[] {
  return [...new Set(notes.flatMap(({ tags }) => tags))];
}

/** All that was typed. */
function textOf({ observations }: Annotation): string {
  const values = observations.flatMap(({ data_fields: fields }) => Object.values(fields));
  return values.filter((value) => typeof value === "string").join("\n");
}

function keyOf({ app_id: app, partition_key: partition }: Pick<Annotation, "app_id" | "partition_key">): string {
  return JSON.stringify([app, partition]);
}
