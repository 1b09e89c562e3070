import type { Task } from "../run/effects.ts";
import type { HookEvent, StepReport } from "../run/hooks.ts";
import { startAhead } from "../run/begin.ts";
import { metaAfter } from "../run/meta-after.ts";
import { toOpen } from "../run/meta.ts";
import type { JournalRecord, Session } from "../run/journal.ts";
import { appended } from "../run/tell.ts";
import type { StepStatus } from "../stream/events.ts";
import type { Accepted } from "./output.ts";
import type { ErrorRoute } from "./routing.ts";
import type { Step } from "./step.ts";
import type { SuspendedEnding } from "../suspend/suspended-ending.ts";

/** How a step ended. */
export interface StepEnding {
  readonly status: StepStatus;
  /** What was committed; without it the state stays as it was. */
  readonly accepted?: Accepted;
  /** The action's error, or the reason of the abort. */
  readonly error?: unknown;
  readonly suspension?: SuspendedEnding;
  /** Of a completed step: the failure that its action's `fallback` has made up for. */
  readonly recovered?: { readonly error: unknown };
  /** Of a failed step: where the run goes on. */
  readonly route?: ErrorRoute;
}

/**
 * Writes how the step ended, before anybody sees it, and with it what follows: the choice of the next action, and its
 * start. A commit that the journal refuses does not take place.
 */
export function* recordEnding(step: Step, journal: Session, given: StepEnding): Task<StepEnding> {
  const ending = yield* withChunks(step, given);
  const { accepted, suspension, route } = ending;
  const { run, node, base, sequenceId } = step;
  try {
    const records: JournalRecord[] = [recordOf(step, ending)];
    const foreseen = foresee(step, ending);
    // A persister keeps no choices: whoever goes on chooses again, from the state.
    const isLog = journal.start === undefined;
    if (isLog && foreseen !== undefined && (node.edges.length > 0 || route !== undefined)) {
      const { appId, partitionKey } = step.settings;
      records.push({ type: "transition", appId, partitionKey, sequenceId, ...foreseen.decision() });
    }
    const ahead = foreseen === undefined ? undefined : startAhead(step, foreseen.next, accepted?.data);
    if (ahead !== undefined) records.push(ahead);
    const after = { data: accepted?.data ?? base, meta: metaAfter(step, ending) };
    yield* appended(journal.append(records, after, step));
    run.startedAhead = ahead?.action;
    return ending;
  } catch (error) {
    if (accepted === undefined && suspension === undefined) {
      // The state is as before, with or without this record: what ended the step is what its caller has to know.
      step.settings.hooks.report(error, "journal", step.identity(), ending.error);
      const { route: _route, ...unrouted } = ending; // where nobody could go on from later, the run must not go
      return unrouted;
    }
    const failed: StepEnding = { status: "failed", error };
    try {
      // A value that cannot be stored, say.
      yield* appended(journal.append([recordOf(step, failed)], { data: base, meta: metaAfter(step, failed) }, step));
    } catch {
      // What refused the commit refuses this as well: the first error says it all.
    }
    return failed;
  }
}

/** Where the run will go on, if that can be said before the step has ended. */
function foresee(step: Step, { accepted, route }: StepEnding): ReturnType<Step["run"]["runtime"]["foresee"]> {
  const { runtime } = step.run;
  if (route !== undefined) return { next: runtime.nodes.get(route.edge.to), decision: () => route.decision };
  return accepted === undefined || step.role.kind === "undo" ? undefined : runtime.foresee(step.node, accepted.data);
}

/** The ending, once all chunks are stored. A commit whose chunks are refused does not take place. */
function* withChunks(step: Step, ending: StepEnding): Task<StepEnding> {
  try {
    yield* appended(step.records.flush());
    return ending;
  } catch (error) {
    if (ending.accepted !== undefined || ending.suspension !== undefined) return { status: "failed", error };
    step.settings.hooks.report(error, "journal", step.identity(), ending.error);
    return ending;
  }
}

function recordOf(step: Step, { accepted, status, suspension }: StepEnding): JournalRecord {
  return {
    type: "step-ended",
    ...step.identity(),
    status,
    committed: accepted !== undefined,
    delta: accepted?.delta() ?? [],
    ...(step.settings.family !== undefined ||
    step.records.logs ||
    (step.hasStreamed && step.settings.logsChunks(step.node.name))
      ? { result: accepted?.result }
      : {}),
    ...(suspension === undefined ? {} : { suspensions: suspension.suspended.requests.map(toOpen) }),
    ...(step.role.kind === "undo" ? { undoes: step.role.commit.sequenceId, before: step.role.commit.before } : {}),
  };
}

/** What the step has read and written, as hooks are told of it. */
export function accessesOf(step: Step, { accepted }: StepEnding): HookEvent<"postAccess"> {
  const wrote = new Set((accepted?.delta() ?? []).map(({ key }) => key));
  return {
    ...step.identity(),
    read: [...(step.seen?.read ?? [])],
    wrote: [...wrote],
    undeclared: [...(step.seen?.undeclared ?? [])],
  };
}

/** The ending as hooks are told of it. */
export function reportOf(step: Step, { status, accepted, error, recovered }: StepEnding): StepReport {
  return {
    ...step.identity(),
    state: step.run.runtime.state,
    status,
    committed: accepted !== undefined,
    result: accepted?.result ?? null,
    exception: error ?? null,
    delta: accepted?.delta() ?? [],
    ...(recovered === undefined ? {} : { recovered }),
  };
}
