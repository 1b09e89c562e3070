import type { Task } from "./effects.ts";
import { Wait } from "./effects.ts";
import { openRequests, withAnswer } from "./meta.ts";
import type { Run } from "./run.ts";
import { isPromiseLike } from "../promises.ts";

/** Lets the answers stand that were given for the case that nobody answers in time. */
export function* answerExpired(run: Run): Task<void> {
  const { runtime } = run;
  const { settings } = runtime;
  for (const { id, name, expiresAtMs, onTimeout } of openRequests(runtime.meta)) {
    if (onTimeout === undefined || expiresAtMs === null || expiresAtMs > settings.now()) continue;
    const meta = withAnswer(runtime.meta, id, onTimeout.value);
    const { appId, partitionKey, journal } = settings;
    const record = { type: "suspension-answered", appId, partitionKey, sequenceId: runtime.sequenceId, id, name, isTimeout: true } as const; // prettier-ignore
    const stored = journal?.append([record], { data: runtime.data, meta });
    if (isPromiseLike(stored)) yield new Wait(stored, "the journal");
    runtime.meta = meta;
  }
}
