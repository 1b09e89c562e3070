import { isBurrError } from "../errors.ts";
import { isPromiseLike } from "../promises.ts";
import { type Task, Wait } from "./effects.ts";
import type { JournalRecord } from "./journal.ts";
import type { RunMeta } from "./meta.ts";
import type { Runtime } from "./runtime.ts";

/** Stores a change of what is known of a run. False when others were quicker: the application stands where they have gone on to. */
export function* storeMeta(runtime: Runtime, record: JournalRecord, meta: RunMeta): Task<boolean> {
  const { journal } = runtime.settings;
  try {
    const stored = journal?.append([record], { data: runtime.data, meta });
    if (isPromiseLike(stored)) yield new Wait(stored, "the journal");
    runtime.meta = meta;
    return true;
  } catch (error) {
    const isConflict = isBurrError(error) && error.code === "concurrent-run";
    if (!isConflict || !(yield* lookAgain(runtime))) throw error;
    return false;
  }
}

/** Goes on from what others have stored. False when they have stored nothing. */
export function* lookAgain(runtime: Runtime): Task<boolean> {
  const { journal } = runtime.settings;
  if (journal?.look === undefined) return false;
  return (yield new Wait(journal.look(), "the journal", true)) === true;
}
