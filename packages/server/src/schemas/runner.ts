import * as z from "zod";

const name = z.string().max(1024);
const names = z.array(name).max(1000);
const json = z.unknown();
const pointer = z.string().max(16_384);
const key = z.string().max(1024);

const operation = z
  .discriminatedUnion("op", [
    z.object({ op: z.enum(["add", "replace"]), path: pointer, value: json }),
    z.object({ op: z.literal("remove"), path: pointer }),
  ])
  .meta({ id: "PatchOperation" });

const waitingFor = z
  .object({ id: name, name, payload: json, expires_at_ms: z.number().nullable(), schema: json })
  .meta({ id: "WaitingFor" });

const askedInputs = z.array(z.object({ name, has_value: z.boolean() }).meta({ id: "AskedInput" })).max(1000);

const jobId = z.string().min(1).max(128);

/** `JobReport` of the protocol. */
const jobReport = z
  .discriminatedUnion("status", [
    z.object({ job_id: jobId, status: z.literal("started"), app_id: key, partition_key: key.nullable() }),
    z.object({
      job_id: jobId,
      status: z.enum(["paused", "done"]),
      stopped: name.nullable(),
      next: name.nullable().exactOptional(),
      waiting_for: z.array(waitingFor).max(100).exactOptional(),
      inputs: askedInputs.exactOptional(),
    }),
    z.object({
      job_id: jobId,
      status: z.literal("failed"),
      code: name,
      message: z.string().max(65_536),
      path: pointer.exactOptional(),
    }),
  ])
  .meta({ id: "JobReport" });

const application = z
  .object({
    project: name,
    graph_hash: name.nullable(),
    actions: names,
    entrypoint: name,
    side_effects: names,
    initial_keys: z.array(key).max(1000).exactOptional(),
    source: name.exactOptional(),
  })
  .meta({ id: "RunnerApplication" });

const helloFields = {
  runner_id: z.string().min(8).max(128),
  name,
  pid: z.number().int(),
  host: name,
  runtime: name,
  applications: z.array(application).min(1).max(100),
};

const forkPoint = z
  .object({ app_id: z.string(), partition_key: z.string().nullable(), sequence_id: z.number() })
  .meta({ id: "ForkPoint" });

const heldFork = z
  .object({
    job_id: jobId,
    project: name,
    app_id: key,
    partition_key: key.nullable(),
    label: z.string().max(200).nullable(),
    parent: forkPoint,
  })
  .meta({ id: "HeldFork" });

/** `RunnerHello` of the protocol. */
export const runnerHello = z
  .object({ ...helloFields, jobs: z.array(jobReport).max(200), forks: z.array(heldFork).max(200).exactOptional() })
  .meta({ id: "RunnerHello" });

/** `RunnerReports` of the protocol. */
export const runnerReports = z
  .object({ runner_id: z.string().max(128), reports: z.array(jobReport).max(100) })
  .meta({ id: "RunnerReports" });

/** `RunnerSummary` of the protocol. */
export const runnerSummary = z.object({ ...helloFields, connected_ms: z.number() }).meta({ id: "RunnerSummary" });

/** `JobSummary` of the protocol. */
const jobSummary = z
  .object({
    job_id: z.string(),
    runner_id: z.string(),
    runner_name: z.string(),
    project: z.string(),
    app_id: z.string(),
    partition_key: z.string().nullable(),
    status: z.enum(["waiting", "running", "paused", "done", "failed"]),
    stopped: z.string().nullable(),
    next: z.string().nullable(),
    waiting_for: z.array(waitingFor),
    inputs: askedInputs,
    error: z.object({ code: z.string(), message: z.string(), path: z.string().exactOptional() }).nullable(),
    label: z.string().nullable(),
    parent: forkPoint,
    changed_ms: z.number(),
  })
  .meta({ id: "JobSummary" });

/** `RunnersView` of the protocol. */
export const runnersView = z
  .object({ runners: z.array(runnerSummary), jobs: z.array(jobSummary) })
  .meta({ id: "RunnersView" });

const values = z.record(z.string(), json);

/** `ForkBody` of the protocol. */
export const forkBody = z
  .strictObject({
    sequence_id: z.number().int(),
    repeat: z
      .number()
      .int()
      .min(0)
      .exactOptional()
      .meta({ description: "Which of the steps with this id. Default: the last." }),
    at: z.enum(["before", "after"]),
    patch: z.array(operation).max(10_000).exactOptional().meta({
      description:
        'Changes of the state there: RFC 6902. The value of a key may be `{ "$burr": "initial" }`: what the application of the runner begins with.',
    }),
    state: values.exactOptional().meta({ description: "All of the state, instead of changes." }),
    next_action: name
      .nullable()
      .exactOptional()
      .meta({ description: "Default: the one that the transitions lead to." }),
    inputs: values.exactOptional(),
    mode: z.enum(["live", "tape", "mixed"]).exactOptional().meta({ description: "Default: live." }),
    live_actions: names.exactOptional().meta({ description: "Of `mixed`: those that are run." }),
    allowed_side_effects: names
      .exactOptional()
      .meta({ description: "Actions with the tag `side-effect` that may be run." }),
    stop: z
      .strictObject({ after_steps: z.number().int().min(1).exactOptional(), before: name.exactOptional() })
      .exactOptional(),
    label: z.string().max(200).nullable().exactOptional(),
    new_app_id: z
      .string()
      .regex(/^[\w.:-]{1,200}$/)
      .exactOptional(),
    runner_id: name.exactOptional(),
  })
  .refine(({ patch, state }) => patch === undefined || state === undefined, {
    message: "either changes or all of the state",
    path: ["state"],
  })
  .meta({ id: "ForkBody" });

/** `ForkAnswer` of the protocol. */
export const forkAnswer = z
  .object({
    job_id: z.string().nullable(),
    app_id: z.string(),
    partition_key: z.string().nullable(),
    status: z.enum(["waiting", "running", "paused", "done"]),
    runner: z.object({ runner_id: z.string(), name: z.string() }).nullable(),
    same_code: z.boolean().nullable(),
  })
  .meta({ id: "ForkAnswer" });

/** `ControlAction` of the protocol. */
export const controlAction = z
  .discriminatedUnion("type", [
    z.strictObject({ type: z.enum(["step", "continue"]), inputs: values.exactOptional() }),
    z.strictObject({ type: z.enum(["pause", "abort"]) }),
    z.strictObject({ type: z.literal("answer"), suspension_id: name, answer: json }),
  ])
  .meta({ id: "ControlAction" });
