import type { Note } from "@burrjs/protocol";
import * as z from "zod";

const dataPointer = z
  .object({
    type: z.enum(["state_field", "attribute"]),
    field_name: z.string(),
    span_id: z.string().nullish().transform(orNull),
  })
  .meta({ id: "AnnotationDataPointer" });

const observation = z
  .object({
    data_fields: z.record(z.string(), z.unknown()),
    thumbs_up_thumbs_down: z.boolean().nullish().transform(orNull),
    data_pointers: z.array(dataPointer),
  })
  .meta({ id: "AnnotationObservation" });

const target = z
  .object({
    kind: z.enum(["run", "step", "span", "state", "stream", "time"]),
    pointer: z.string().optional(),
    from: z.number().optional(),
    to: z.number().optional(),
    attempt: z.number().optional(),
    repeat: z.number().optional(),
  })
  .meta({ id: "AnnotationTarget" });

// Of what is stored everything is read; how much may be sent, the limit of bodies says.
const contentFields = {
  span_id: z.string().nullish().transform(orNull),
  step_name: z.string().default(""),
  tags: z.array(z.string()).default([]),
  observations: z.array(observation).default([]),
  author: z.string().nullish().transform(orNull),
  target: target.nullish().transform(orNull),
};

/** What an annotation says: Burr's `AnnotationCreate`, with an author and a finer target. */
export const annotationContent = z.object(contentFields).meta({ id: "AnnotationContent" });

/** Changes to what it says: what is left out stays. */
export const annotationChange = z
  .object({
    span_id: z.string().nullable().optional(),
    step_name: z.string().optional(),
    tags: z.array(z.string()).optional(),
    observations: z.array(observation).optional(),
    author: z.string().nullable().optional(),
    target: target.nullable().optional(),
  })
  .meta({ id: "AnnotationChange" });

/** An annotation: Burr's `AnnotationOut`, with what we add. */
export const annotation = z
  .object({
    id: z.number(),
    project_id: z.string(),
    app_id: z.string(),
    partition_key: z.string().nullish().transform(orNull),
    step_sequence_id: z.number().nullable(),
    created: z.string(),
    updated: z.string(),
    ...contentFields,
    version: z.number().int().min(1).default(1),
  })
  .meta({ id: "Annotation" }) satisfies z.ZodType<Note>;

/** An annotation. */
export type Annotation = z.output<typeof annotation>;
/** What it says. */
export type AnnotationContent = z.output<typeof annotationContent>;
/** Changes to it. */
export type AnnotationChange = z.output<typeof annotationChange>;

function orNull<TValue>(value: TValue | null | undefined): TValue | null {
  return value ?? null;
}
