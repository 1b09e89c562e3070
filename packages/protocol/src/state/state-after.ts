import type { StatePatch } from "../patch.ts";
import type { EndEntryRecord, RunRecord, StateForm } from "../records.ts";
import { applyPatch, type LoggedState } from "./apply-patch.ts";

/**
 * The state after a record that has one: all of it, or what has changed since the state before it in the log.
 *
 * @param before - The state that the log gave last; `undefined` when it is not known.
 * @returns `undefined` when it cannot be known: then the next full state of the log is the next that can.
 */
export function stateAfter(
  before: LoggedState | undefined,
  record: Pick<EndEntryRecord | RunRecord, "state" | "form">,
): LoggedState | undefined {
  const { state } = record;
  if (state === undefined) return before;
  if (!isPatch(state, record.form)) return state;
  return before && applyPatch(before, state);
}

function isPatch(state: LoggedState | StatePatch, form: StateForm | undefined): state is StatePatch {
  return form === "patch";
}
