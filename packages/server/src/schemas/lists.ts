import * as z from "zod";

const stepState = z.enum(["completed", "failed", "aborted", "suspended", "running", "stalled", "lost"]);

/** `TokenCounts` of the protocol. */
export const tokenCounts = z
  .object({ input: z.number(), output: z.number(), cached: z.number(), reasoning: z.number() })
  .meta({ id: "TokenCounts" });

/** `ModelUsage` of the protocol. */
const modelUsage = z.object({ model: z.string(), ...tokenCounts.shape }).meta({ id: "ModelUsage" });

/** `StepPointer` of the protocol. */
export const stepPointer = z
  .object({ app_id: z.string(), partition_key: z.string().nullable(), sequence_id: z.number().nullable() })
  .meta({ id: "StepPointer" });

/** `ChildSummary` of the protocol. */
export const childSummary = z
  .object({
    app_id: z.string(),
    partition_key: z.string().nullable(),
    kind: z.enum(["fork", "spawn"]),
    sequence_id: z.number().nullable(),
    at_ms: z.number(),
  })
  .meta({ id: "ChildSummary" });

/** `ProjectSummary` of the protocol. */
export const projectSummary = z
  .object({
    project: z.string(),
    runs: z.number(),
    running: z.number(),
    failed: z.number(),
    recent_runs: z.number(),
    recent_failed: z.number(),
    last_activity_ms: z.number(),
    activity: z.array(z.number()),
  })
  .meta({ id: "ProjectSummary" });

const runSummaryFields = {
  app_id: z.string(),
  partition_key: z.string().nullable(),
  status: z.enum([...stepState.options, "halted", "empty"]),
  started_ms: z.number().nullable(),
  last_written_ms: z.number(),
  duration_ms: z.number().nullable(),
  steps: z.number(),
  errors: z.number(),
  last_action: z.string().nullable(),
  actions: z.array(z.string()),
  tokens: tokenCounts.nullable(),
  models: z.array(z.string()),
  usage: z.array(modelUsage),
  parent: stepPointer.nullable(),
  spawned_by: stepPointer.nullable(),
  forks: z.number(),
  children: z.number(),
  notes: z.number(),
  tags: z.array(z.string()),
  size_bytes: z.number(),
};

/** `RunSummary` of the protocol. */
export const runSummary = z.object(runSummaryFields).meta({ id: "RunSummary" });

/** `RunHeader` of the protocol. */
export const runHeader = z
  .object({
    ...runSummaryFields,
    project: z.string(),
    graph_hash: z.string().nullable(),
    graphs: z.array(z.string()),
    first_sequence_id: z.number().nullable(),
    last_sequence_id: z.number().nullable(),
    children_list: z.array(childSummary),
    unreadable_lines: z.number(),
    lost_records: z.number(),
    run_error: z.string().nullable(),
    process: z.object({ pid: z.number(), host: z.string(), runtime: z.string() }).nullable(),
    clock_went_back: z.boolean(),
    format: z.enum(["burrjs", "python"]),
    indexed: z.number(),
  })
  .meta({ id: "RunHeader" });

/** `Facets` of the protocol. */
export const facets = z
  .object({
    status: z.record(z.string(), z.number()),
    action: z.record(z.string(), z.number()),
    tag: z.record(z.string(), z.number()),
    model: z.record(z.string(), z.number()),
    day: z.record(z.string(), z.number()),
  })
  .meta({ id: "Facets" });

/** `StepRow` of the protocol. */
export const stepRowFields = {
  sequence_id: z.number(),
  repeat: z.number(),
  n: z.number(),
  action: z.string(),
  kind: z.enum(["action", "stream"]),
  role: z.string().nullable(),
  status: stepState,
  attempt: z.number(),
  started_ms: z.number(),
  duration_ms: z.number().nullable(),
  first_chunk_ms: z.number().nullable(),
  chunks: z.number(),
  spans: z.number(),
  children: z.number(),
  tokens: tokenCounts.nullable(),
  model: z.string().nullable(),
  usage: z.array(modelUsage),
  error: z.string().nullable(),
  gap: z.boolean(),
  from: z.string().nullable(),
};

/** `StepRow` of the protocol. */
export const stepRow = z.object(stepRowFields).meta({ id: "StepRow" });

/**
 * Makes the schema of a page of a list.
 *
 * @param item - That of its items.
 * @returns The schema.
 */
export function pageSchema<TItem extends z.ZodType>(
  item: TItem,
): z.ZodObject<{ items: z.ZodArray<TItem>; total: z.ZodNumber; next: z.ZodNullable<z.ZodString> }> {
  return z.object({ items: z.array(item), total: z.number(), next: z.string().nullable() });
}

/** `RunsPage` of the protocol. */
export const runsPage = pageSchema(runSummary).extend({
  at: z
    .number()
    .meta({ description: "When the server looked: of two answers about an application, the greater is the newer." }),
});
