import type { Task } from "../run/effects.ts";
import type { StepReport } from "../run/hooks.ts";
import type { Journal } from "../run/journal.ts";
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

/** Writes how the step ended, before anybody sees it. A commit that the journal refuses does not take place. */
export function* recordEnding(step: Step, journal: Journal, ending: StepEnding): Task<StepEnding> {
  const { accepted, status, suspension } = ending;
  try {
    yield* appended(step.records.flush());
    const committed = accepted !== undefined;
    const delta = accepted?.delta() ?? [];
    const waitsFor =
      suspension === undefined ? {} : { suspension: { name: suspension.name, payload: suspension.payload } };
    yield* appended(journal.append({ type: "step-ended", ...step.identity(), status, committed, delta, ...waitsFor }));
    return ending;
  } catch (error) {
    if (accepted === undefined && suspension === undefined) {
      // The state is as before, with or without this record: what ended the step is what its caller has to know.
      step.settings.hooks.report(error, "journal", step.identity(), ending.error);
      return ending;
    }
    return { status: "failed", error };
  }
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
