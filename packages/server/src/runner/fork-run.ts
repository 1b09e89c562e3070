import type { ApplicationModel, ForkAnswer, ForkBody, ForkRequest, JobReport } from "@burrjs/protocol";
import { notFound, refused } from "../errors.ts";
import type { Settings } from "../options.ts";
import type { LogStore, RunRef, RunView } from "../store/store.ts";
import { assertInitial, assertKnown, editedState } from "./edited-state.ts";
import { runExists, unprocessable } from "./fork-refusals.ts";
import { type ParentStep, parentStep } from "./parent-step.ts";
import { type FittingApplication, pickApplication } from "./pick-application.ts";
import { readTape } from "./read-tape.ts";
import type { RunnerHub } from "./runner-hub.ts";

/** What a fork is made with. */
export interface ForkTools {
  readonly settings: Pick<Settings, "store">;
  readonly runners: RunnerHub;
}

/**
 * Has a runner begin a new run where a recorded one was. The recorded one is only read.
 *
 * @param tools - The logs and the runners.
 * @param ref - Which application.
 * @param asked - Where, and with what; and the id of the new run, unless that says another one: sent again, the same.
 * @returns The new run; if it was begun before, also by a server that has ended since, that one.
 * @throws A refusal: 404, 409 without a runner, 422 for what cannot be.
 */
export async function forkRun(
  { settings, runners }: ForkTools,
  ref: RunRef,
  { body, newId }: { readonly body: ForkBody; readonly newId: string },
): Promise<ForkAnswer> {
  const { store } = settings;
  const before = await begunBefore({ settings, runners }, { ...ref, appId: newId });
  if (before !== undefined) return before;
  const run = await store.run(ref);
  if (run === undefined) throw notFound("application");
  const parent = await parentStep(store, run, { sequenceId: body.sequence_id, repeat: body.repeat, at: body.at });
  const { state, patch } = editedState(parent.base, body);
  assertKnown(body.inputs ?? {}, "input");
  const request = requestOf(ref, { new_app_id: newId, ...body }, parent);
  const application = await applicationFor({ run, runners }, request, { body, parent });
  assertInitial(state, application.application);
  await assertNew(store, { ...ref, appId: request.new_app_id });
  const { mode } = request;
  const tape = mode === "live" ? [] : await readTape(run, parent);
  const jobId = crypto.randomUUID();
  const report = await runners.fork(application.runner, {
    job_id: jobId,
    project: ref.project,
    graph_hash: application.application.graph_hash,
    kind: "fork",
    fork: {
      ...request,
      state,
      patch,
    },
    tape,
  });
  return answerOf(report, { jobId, request, application });
}

/** The run that a request has begun when it was sent first. */
async function begunBefore({ settings, runners }: ForkTools, ref: RunRef): Promise<ForkAnswer | undefined> {
  const { appId: app_id, partitionKey: partition_key } = ref;
  const job = runners.jobOf(ref);
  if (job !== undefined && job.status !== "failed") {
    const { job_id, status, runner_id, runner_name: name } = job;
    return { job_id, app_id, partition_key, status, runner: { runner_id, name }, same_code: null };
  }
  const run = await (await settings.store.run(ref))?.header();
  if (run === undefined) return undefined;
  const status = run.status === "running" || run.status === "stalled" ? "running" : "done";
  return { job_id: null, app_id, partition_key, status, runner: null, same_code: null };
}

/** The log of a run that is there is never written to. */
async function assertNew(store: LogStore, ref: RunRef): Promise<void> {
  if ((await store.run(ref)) !== undefined) throw runExists(ref);
}

/** All of it but the state. */
function requestOf(
  ref: RunRef,
  body: ForkBody & { readonly new_app_id: string },
  parent: ParentStep,
): Omit<ForkRequest, "state" | "patch"> {
  const { detail, at, lastSequenceId, after, version } = parent;
  const { next_action: next = null, new_app_id: newId, stop = {} } = body;
  return {
    parent: {
      app_id: ref.appId,
      partition_key: ref.partitionKey,
      sequence_id: body.sequence_id,
    },
    at,
    version,
    after: after ?? null,
    last_sequence_id: lastSequenceId,
    stop,
    new_app_id: newId,
    next_action: next ?? (after === undefined ? detail.action : null),
    inputs: body.inputs ?? {},
    mode: body.mode ?? "live",
    live_actions: body.live_actions ?? [],
    allowed_side_effects: body.allowed_side_effects ?? [],
    label: body.label ?? null,
  };
}

async function applicationFor(
  { run, runners }: { readonly run: RunView; readonly runners: RunnerHub },
  request: Pick<ForkRequest, "after" | "next_action" | "stop">,
  { body, parent }: { readonly body: ForkBody; readonly parent: ParentStep },
): Promise<FittingApplication> {
  const header = await run.header();
  const graphHash = parent.detail.graph_hash ?? header.graph_hash;
  const graph = await run.graph(graphHash ?? undefined);
  const picked = pickApplication(runners.runners, {
    project: run.ref.project,
    graphHash,
    runnerId: body.runner_id,
    actions: graph?.actions.map(({ name }) => name) ?? [],
    needed: [request.after, request.next_action].filter((name) => name !== null),
  });
  if ("missing" in picked)
    throw body.runner_id === undefined || picked.missing === "action"
      ? noRunner(picked, header, { graph, graphHash })
      : runnerAway();
  const { actions } = picked.application;
  for (const [field, name] of [
    ["next_action", request.next_action],
    ["stop/before", request.stop.before ?? null],
  ] as const) {
    // prettier-ignore
    if (name === null || actions.includes(name)) continue;
    const message = `The application of the runner has no action "${name}".`;
    throw unprocessable({ code: "unknown_action", message, hint: `It has: ${actions.join(", ")}.`, path: `/${field}` });
  }
  return picked;
}

function noRunner(
  missing: Exclude<ReturnType<typeof pickApplication>, FittingApplication>,
  { project, spawned_by: spawnedBy }: { readonly project: string; readonly spawned_by: unknown },
  { graph, graphHash }: { readonly graph: ApplicationModel | undefined; readonly graphHash: string | null },
): Error {
  const of =
    graphHash === null ? `the project "${project}"` : `graph ${graphHash.slice(0, 8)} of the project "${project}"`;
  const message =
    missing.missing === "runner"
      ? `No runner for ${of} is connected.`
      : `No runner for ${of} is connected: those of the project have no action "${missing.action}".`;
  const how =
    "Start one: `burr dev <module>#<export>`, or `serveRunner(app)` of @burrjs/tracker/runner in your program.";
  const hint =
    spawnedBy === null || graph === undefined
      ? how
      : `${how} This run is a child: serve the application of its graph as well.`;
  return refused(409, { code: "no_runner", message, hint });
}

function runnerAway(): Error {
  const message = "The runner that was asked for is not connected.";
  const hint = "When it connects again, send the request once more: the same `Idempotency-Key` is the same fork. Another runner makes another one."; // prettier-ignore
  return refused(409, { code: "no_runner", message, hint });
}

function answerOf(
  report: JobReport | undefined,
  { jobId, request, application }: { readonly jobId: string; readonly request: Omit<ForkRequest, "state" | "patch">; readonly application: FittingApplication }, // prettier-ignore
): ForkAnswer {
  if (report?.status === "failed") {
    const { code, message, path } = report;
    if (code === "runner_lost") throw refused(409, { code, message, hint: "Start it again, and fork the run again." });
    const hint = "No run was begun.";
    throw unprocessable({ code, message, hint, ...(path === undefined ? {} : { path }) });
  }
  const { runner_id: id, name } = application.runner.hello;
  const begun = report?.status === "started" ? report : undefined;
  return {
    job_id: jobId,
    app_id: begun?.app_id ?? request.new_app_id,
    partition_key: begun === undefined ? request.parent.partition_key : begun.partition_key,
    status: report === undefined ? "waiting" : report.status === "started" ? "running" : report.status,
    runner: { runner_id: id, name },
    same_code: application.sameCode,
  };
}
