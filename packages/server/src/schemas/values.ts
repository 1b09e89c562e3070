import * as z from "zod";

const previewFields = {
  value: z.unknown().optional(),
  type: z.enum(["object", "array", "string", "number", "boolean", "null", "special"]),
  bytes: z.number(),
  length: z.number().optional(),
  preview: z.string().optional(),
  truncated: z.literal(true).optional(),
};

/** `ValuePreview` of the protocol. */
export const valuePreview = z.object(previewFields).meta({ id: "ValuePreview" });

const stateNode = z
  .object({
    ...previewFields,
    get children(): z.ZodOptional<z.ZodArray<z.ZodObject<{ key: z.ZodString; node: z.ZodType }>>> {
      return z.array(z.object({ key: z.string(), node: stateNode })).optional();
    },
    next_page: z.number().optional(),
  })
  .meta({ id: "StateNode" });

/** `StateView` of the protocol. */
export const stateView = z
  .object({ sequence_id: z.number(), at: z.enum(["before", "after"]), path: z.string(), node: stateNode })
  .extend({ writers: z.record(z.string(), z.object({ sequence_id: z.number(), action: z.string() })).optional() })
  .meta({ id: "StateView" });

/** `DiffEntry` of the protocol. */
export const diffEntry = z
  .object({
    path: z.string(),
    op: z.enum(["add", "remove", "change", "move"]),
    before: valuePreview.optional(),
    after: valuePreview.optional(),
    from: z.string().optional(),
    coarse: z.literal(true).optional(),
  })
  .meta({ id: "DiffEntry" });

/** `SearchHit` of the protocol. */
export const searchHit = z
  .object({
    sequence_id: z.number().nullable(),
    type: z.string(),
    offset: z.number(),
    excerpt: z.string(),
    at: z.number(),
  })
  .meta({ id: "SearchHit" });
