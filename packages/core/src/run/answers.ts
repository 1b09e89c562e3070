import { isBurrError } from "../errors.ts";
import { isPromiseLike } from "../promises.ts";
import { type Task, Wait } from "./effects.ts";
import { openRequests, type SuspendedRequest, withAnswer } from "./meta.ts";
import type { Run } from "./run.ts";
import type { StartingPoint } from "./runtime.ts";

/** Looks whether what the application waits for has come meanwhile: elsewhere, or because the time for it is over. */
export function* lookForAnswers(run: Run): Task<void> {
  const { runtime } = run;
  const { journal } = runtime.settings;
  if (journal?.look !== undefined && openRequests(runtime.meta).length > 0) {
    const point = (yield new Wait(journal.look(), "the journal", true)) as StartingPoint | undefined; // as look() declares
    if (point !== undefined) runtime.restore(point);
  }
  yield* answerExpired(run);
}

/** Lets the answers stand that were given for the case that nobody answers in time. */
function* answerExpired(run: Run): Task<void> {
  const { runtime } = run;
  const { appId, partitionKey, journal, now } = runtime.settings;
  const isExpired = ({ expiresAtMs, onTimeout }: SuspendedRequest): boolean =>
    onTimeout !== undefined && expiresAtMs !== null && expiresAtMs <= now();
  // Looked for anew each time: others may have been quicker.
  for (let request = openRequests(runtime.meta).find(isExpired); request !== undefined;) {
    const { id, name, onTimeout } = request;
    const meta = withAnswer(runtime.meta, id, onTimeout?.value);
    const { sequenceId } = runtime;
    const record = { type: "suspension-answered", appId, partitionKey, sequenceId, id, name, isTimeout: true } as const;
    const stored = journal?.append([record], { data: runtime.data, meta });
    if (!isPromiseLike(stored) || (yield* isStored(run, stored))) runtime.meta = meta;
    request = openRequests(runtime.meta).find(isExpired);
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
