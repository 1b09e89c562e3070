import * as z from "zod";

// The shapes of Burr's own tracking server, version 0.40.

/** `V0Project` of the protocol. */
export const v0Project = z
  .object({
    name: z.string(),
    id: z.string(),
    last_written: z.string(),
    created: z.string(),
    num_apps: z.number(),
    uri: z.string(),
  })
  .meta({ id: "BurrProject" });

const pointer = z
  .object({
    type: z.literal("pointer_data"),
    app_id: z.string(),
    sequence_id: z.number().nullable(),
    partition_key: z.string().nullable(),
  })
  .meta({ id: "BurrPointer" });

/** `V0ApplicationPage` of the protocol. */
export const v0Page = z
  .object({
    applications: z.array(
      z
        .object({
          app_id: z.string(),
          partition_key: z.string().nullable(),
          first_written: z.string(),
          last_written: z.string(),
          num_steps: z.number(),
          tags: z.record(z.string(), z.string()),
          parent_pointer: pointer.nullable(),
          spawning_parent_pointer: pointer.nullable(),
        })
        .meta({ id: "BurrApplicationSummary" }),
    ),
    total: z.number(),
    has_another_page: z.boolean(),
  })
  .meta({ id: "BurrApplicationPage" });

const log = z.looseObject({ type: z.string() });

/** `V0ApplicationLogs` of the protocol. */
export const v0Logs = z
  .object({
    application: log,
    children: z.array(log),
    steps: z.array(
      z.object({
        step_start_log: log,
        step_end_log: log.nullable(),
        spans: z.array(z.object({ begin_entry: log, end_entry: log.nullable() })),
        attributes: z.array(log),
        streaming_events: z.array(log),
      }),
    ),
    parent_pointer: pointer.nullable(),
    spawning_parent_pointer: pointer.nullable(),
  })
  .meta({ id: "BurrApplicationLogs" });

/** `V0BackendSpec` of the protocol. */
export const v0Spec = z
  .object({
    indexing: z.boolean(),
    snapshotting: z.boolean(),
    supports_demos: z.boolean(),
    supports_annotations: z.boolean(),
  })
  .meta({ id: "BurrBackendSpec" });
