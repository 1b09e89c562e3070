import { isBurrError } from "../errors.ts";
import { isPromiseLike } from "../promises.ts";
import { type Task, Wait } from "./effects.ts";
import { openRequests, withAnswer } from "./meta.ts";
import type { Run } from "./run.ts";
import type { StartingPoint } from "./runtime.ts";

/** Whether what the application waits for has come: elsewhere, if the run begins here, or because the time for it is over. */
export function* lookForAnswers(run: Run, isBeginning: boolean): Task<void> {
  const { runtime } = run;
  const { journal } = runtime.settings;
  if (isBeginning && journal?.look !== undefined && openRequests(runtime.meta).length > 0) {
    const point = (yield new Wait(journal.look(), "the journal", true)) as StartingPoint | undefined; // as look() declares
    if (point !== undefined) runtime.restore(point);
  }
  yield* answerExpired(run);
}

/** Lets the answers stand that were given for the case that nobody answers in time. */
function* answerExpired(run: Run): Task<void> {
  const { runtime } = run;
  const { appId, partitionKey, journal, now } = runtime.settings;
  for (const { id, name, expiresAtMs, onTimeout } of openRequests(runtime.meta)) {
    if (onTimeout === undefined || expiresAtMs === null || expiresAtMs > now()) continue;
    const meta = withAnswer(runtime.meta, id, onTimeout.value);
    const { sequenceId } = runtime;
    const record = { type: "suspension-answered", appId, partitionKey, sequenceId, id, name, isTimeout: true } as const;
    const stored = journal?.append([record], { data: runtime.data, meta });
    if (!isPromiseLike(stored) || (yield* isStored(run, stored))) runtime.meta = meta;
    else return yield* answerExpired(run);
  }
}

/** Waits until an answer is stored. False when others were quicker: the run goes on from what they have stored then. */
function* isStored({ runtime }: Run, stored: PromiseLike<void>): Task<boolean> {
  try {
    yield new Wait(stored, "the journal");
    return true;
  } catch (error) {
    const { journal } = runtime.settings;
    const isConflict = isBurrError(error) && error.code === "concurrent-run";
    const point = isConflict && journal?.look !== undefined ? yield new Wait(journal.look(), "the journal") : undefined;
    if (point === undefined) throw error;
    runtime.restore(point as StartingPoint); // as look() declares
    return false;
  }
}
