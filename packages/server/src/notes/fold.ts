import * as z from "zod";
import { annotation, type Annotation } from "./annotation.ts";

/** The line that stands for a version of an annotation. */
const line = z.object({
  ...annotation.shape,
  /** Lines of Burr for Python have none, nor do those that it has written again. */
  version: z.number().int().min(1).optional(),
  edit: z.string().optional(),
  deleted: z.literal(true).optional(),
});

/** A version of an annotation. */
export interface AnnotationVersion {
  readonly annotation: Annotation;
  /** Tells who has written it; `undefined` of lines by Burr for Python. */
  readonly edit: string | undefined;
  readonly deleted: boolean;
}

/** All versions of all annotations, oldest first. */
export type AnnotationHistory = ReadonlyMap<number, readonly AnnotationVersion[]>;

/**
 * Reads the lines of annotations. Of two changes of one version, the one that stands first counts.
 *
 * @param text - The lines. Those that cannot be read are left out.
 * @returns The annotations with their history.
 */
export function foldLines(text: string): AnnotationHistory {
  const history = new Map<number, AnnotationVersion[]>();
  for (const one of text.split("\n")) {
    const parsed = one.trim() === "" ? undefined : line.safeParse(parsedJson(one));
    if (parsed?.success !== true) continue;
    const { edit, deleted = false, version, ...rest } = parsed.data;
    const versions = history.get(rest.id) ?? [];
    const next = (versions.at(-1)?.annotation.version ?? 0) + 1;
    if (version !== undefined && versions.length > 0 && version !== next) continue;
    const step = rest.step_sequence_id === -1 ? null : rest.step_sequence_id;
    versions.push({ annotation: { ...rest, step_sequence_id: step, version: version ?? next }, edit, deleted });
    history.set(rest.id, versions);
  }
  return history;
}

/**
 * Gives the annotations as they stand.
 *
 * @param history - All versions.
 * @returns The last version of each that is not deleted.
 */
export function standing(history: AnnotationHistory): readonly Annotation[] {
  return [...history.values()].flatMap((versions) => {
    const last = versions.at(-1);
    return last === undefined || last.deleted ? [] : [last.annotation];
  });
}

/**
 * Writes a version of an annotation as a line that Burr for Python can read too.
 *
 * @param one - The annotation.
 * @param edit - Who has written it: by chance another one each time.
 * @param deleted - Whether it is deleted by this.
 * @returns The line, without its line break.
 */
export function annotationLine(one: Annotation, edit: string, deleted: boolean): string {
  // Python needs a number there.
  const step = one.step_sequence_id ?? -1;
  return JSON.stringify({ ...one, step_sequence_id: step, edit, ...(deleted ? { deleted } : {}) });
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // a half line, or not ours: it is left out
  }
}
