import * as z from "zod";
import { appId, partition, sequenceId } from "../schemas/params.ts";
import type { Annotation } from "./annotation.ts";

/** The parameters that pick some annotations. */
export const noteFilters = z.object({
  app: appId.optional(),
  partition: partition.optional(),
  step: sequenceId.optional(),
  tag: z.string().max(256).optional(),
  action: z.string().max(1024).optional(),
});

/**
 * Picks annotations.
 *
 * @param all - The annotations.
 * @param asked - What they have to have.
 * @returns Those that have all of it.
 */
export function matchingNotes(all: readonly Annotation[], asked: z.output<typeof noteFilters>): readonly Annotation[] {
  const { app, partition: part, step, tag, action } = asked;
  return all.filter(
    (note) =>
      (app === undefined || note.app_id === app) &&
      (part === undefined || note.partition_key === (part === "~" ? null : part)) &&
      (step === undefined || note.step_sequence_id === step) &&
      (tag === undefined || note.tags.includes(tag)) &&
      (action === undefined || note.step_name === action),
  );
}
