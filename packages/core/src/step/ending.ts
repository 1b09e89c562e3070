import type { Task } from "../run/effects.ts";
import type { StepReport } from "../run/hooks.ts";
import { startAhead } from "../run/begin.ts";
import type { JournalRecord, Session } from "../run/journal.ts";
import { appended } from "../run/tell.ts";
import type { StepStatus } from "../stream/events.ts";
import type { Suspension } from "./context.ts";
import type { Accepted } from "./output.ts";
import type { Step } from "./step.ts";

/** How a step ended. */
export interface StepEnding {
  readonly status: StepStatus;
  /** What was committed; without it the state stays as it was. */
  readonly accepted?: Accepted;
  /** The action's error, or the reason of the abort. */
  readonly error?: unknown;
  readonly suspension?: Suspension;
}

/**
 * Writes how the step ended, before anybody sees it, and with it what follows: the choice of the next action, and its
 * start. A commit that the journal refuses does not take place.
 */
export function* recordEnding(step: Step, journal: Session, given: StepEnding): Task<StepEnding> {
  const ending = yield* withChunks(step, given);
  const { accepted, suspension } = ending;
  const { run, node } = step;
  try {
    const records: JournalRecord[] = [recordOf(step, ending)];
    const foreseen = accepted === undefined ? undefined : run.runtime.foresee(node, accepted.data);
    // A persister keeps no choices: whoever goes on chooses again, from the state.
    const isLog = journal.start === undefined;
    if (isLog && foreseen !== undefined && node.edges.length > 0) {
      const { appId, partitionKey } = step.settings;
      records.push({ type: "transition", appId, partitionKey, sequenceId: step.sequenceId, ...foreseen.decision() });
    }
    const ahead = foreseen === undefined ? undefined : startAhead(run, node, foreseen.next);
    if (ahead !== undefined) records.push(ahead);
    yield* appended(journal.append(records, accepted?.data ?? step.base));
    run.startedAhead = ahead?.action;
    return ending;
  } catch (error) {
    if (accepted === undefined && suspension === undefined) {
      // The state is as before, with or without this record: what ended the step is what its caller has to know.
      step.settings.hooks.report(error, "journal", step.identity(), ending.error);
      return ending;
    }
    const failed: StepEnding = { status: "failed", error };
    try {
      yield* appended(journal.append([recordOf(step, failed)], step.base)); // a value that cannot be stored, say
    } catch {
      // What refused the commit refuses this as well: the first error says it all.
    }
    return failed;
  }
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
    ...(step.records.logs ? { result: accepted?.result } : {}),
    ...(suspension === undefined ? {} : { suspension: { name: suspension.name, payload: suspension.payload } }),
  };
}

/** The ending as hooks are told of it. */
export function reportOf(step: Step, { status, accepted, error }: StepEnding): StepReport {
  return {
    ...step.identity(),
    state: step.run.runtime.state,
    status,
    committed: accepted !== undefined,
    result: accepted?.result ?? null,
    exception: error ?? null,
    delta: accepted?.delta() ?? [],
  };
}
