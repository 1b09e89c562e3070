import type { LoggedState, RunRecord, StepDetail } from "@burrjs/protocol";
import { notFound } from "../errors.ts";
import type { LogStore, RunView } from "../store/store.ts";
import { unprocessable } from "./fork-refusals.ts";

/** The point that a fork begins at, as the log tells of it. */
export interface ParentStep {
  readonly detail: StepDetail;
  readonly at: "before" | "after";
  /** The recorded state there. */
  readonly base: LoggedState;
  /** Of the last step before the fork; -1: none. */
  readonly lastSequenceId: number;
  /** The action that was committed last; `null`: none. `undefined`: the log does not tell. */
  readonly after: string | null | undefined;
  /** The version of the state's shape. */
  readonly version: number;
}

/** How many steps, and how many forks, are gone back to find the last commit. */
const mostSteps = 500;
const mostForks = 20;

/**
 * Looks at the point that a fork is to begin at.
 *
 * @param store - The logs.
 * @param run - The application.
 * @param place - Which step of it, and on which side.
 * @returns What there is.
 * @throws A refusal: 404 for a step that is not there, 422 for a point that nothing can begin at.
 */
export async function parentStep(
  store: LogStore,
  run: RunView,
  place: { readonly sequenceId: number; readonly repeat: number | undefined; readonly at: "before" | "after" },
): Promise<ParentStep> {
  const { sequenceId, repeat, at } = place;
  const detail = await run.step(sequenceId, repeat);
  if (detail === undefined) throw notFound("step");
  const problem = problemOf(detail, at);
  if (problem !== undefined) {
    const hint = "Choose the other side of the step, or another one.";
    throw unprocessable({ code: "invalid_point", message: problem, hint, path: "/at" });
  }
  const base = await run.stateValue(sequenceId, at, detail.repeat);
  if (base === undefined) {
    const message = "The log does not tell the state at this point.";
    throw unprocessable({ code: "no_state", message, hint: "Choose another step.", path: "/sequence_id" });
  }
  // Programs whose state has another shape are other programs: the first run of the log tells.
  const first = await firstRun(run);
  return {
    detail,
    at,
    base: Object.fromEntries(Object.entries(base).filter(([key]) => !key.startsWith("__"))),
    lastSequenceId: at === "after" ? sequenceId : sequenceId - 1,
    after: at === "after" ? detail.action : await lastCommit(store, run, { detail, first }),
    version: first.version ?? 0,
  };
}

/** Why nothing can begin on this side of a step. */
function problemOf({ committed, role, status }: StepDetail, at: "before" | "after"): string | undefined {
  if (role === "undo") return "This step has undone another one: nothing can begin at it.";
  if (at === "before") return role === "answer" ? "Before this step, the application waited for an answer." : undefined;
  if (committed) return undefined;
  return status === "running" ? "This step has not ended." : "This step has changed nothing: begin before it.";
}

/** The action of the last commit before a step; `undefined` when the log does not tell. */
async function lastCommit(
  store: LogStore,
  run: RunView,
  { detail, first }: { readonly detail: StepDetail; readonly first: Pick<RunRecord, "after"> },
): Promise<string | null | undefined> {
  let view = run;
  let found = await commitIn(view, detail.sequence_id - 1, detail.n);
  if (found === "elsewhere" && first.after !== undefined) return first.after;
  for (let forks = 0; found === "elsewhere" && forks < mostForks; forks += 1) {
    const { parent } = await view.header();
    if (parent === null || parent.sequence_id === null) return undefined;
    const { app_id: appId, partition_key: partitionKey, sequence_id: at } = parent;
    if (at === -1) return null;
    const source = await store.run({ project: run.ref.project, appId, partitionKey });
    if (source === undefined) return undefined;
    view = source;
    found = await commitIn(view, at, Number.POSITIVE_INFINITY);
  }
  return found === undefined || found === "elsewhere" ? undefined : found.action;
}

/** A commit; `null` as the action: the application had not begun. `elsewhere`: it is in the log of what this is a fork of. */
type Found = { readonly action: string | null } | "elsewhere" | undefined;

/** The last commit of a log at or before a step, and before a place in the list. */
async function commitIn(run: RunView, from: number, before: number): Promise<Found> {
  const { first_sequence_id: first, parent } = await run.header();
  if (first === null) return "elsewhere";
  for (let id = from, tried = 0; id >= first; id -= 1, tried += 1) {
    if (tried >= mostSteps) return undefined;
    const step = await earlier(run, id, before);
    if (step?.role === "undo") return undefined;
    if (step?.committed === true) return { action: step.action };
  }
  return first === 0 && parent === null ? { action: null } : "elsewhere";
}

/** Of the steps with one id the last one before a place in the list. */
async function earlier(run: RunView, id: number, before: number): Promise<StepDetail | undefined> {
  let step = await run.step(id);
  while (step !== undefined && step.n >= before) step = step.repeat === 0 ? undefined : await run.step(id, step.repeat - 1); // prettier-ignore
  return step;
}

/** What the first run of a log says: which program it is of, and where it began. */
async function firstRun(run: RunView): Promise<Pick<RunRecord, "version" | "after">> {
  for await (const record of run.records()) {
    if (record.type === "run") return record;
    if (record.type === "begin_entry") break; // of Burr for Python
  }
  return {};
}
