import type { Task } from "../run/effects.ts";
import { openRequests, type SuspendedRequest, withAnswer } from "../run/meta.ts";
import type { Run } from "../run/run.ts";
import { lookAgain, storeMeta } from "../run/store-meta.ts";
import type { Runtime } from "../run/runtime.ts";

/** Looks whether what the application waits for has come meanwhile: elsewhere, or because the time for it is over. */
export function* lookForAnswers({ runtime }: Run): Task<void> {
  if (openRequests(runtime.meta).length > 0) yield* lookAgain(runtime);
  for (;;) {
    const expired = openRequests(runtime.meta).find((request) => isOver(request, runtime.settings.now()));
    if (expired === undefined) return;
    yield* storeAnswer(runtime, expired, expired.onTimeout?.value, true);
  }
}

/** Stores the answer to a request. False when others were quicker, so that it has to be looked for again. */
export function storeAnswer(
  runtime: Runtime,
  { id, name }: SuspendedRequest,
  value: unknown,
  isTimeout: boolean,
): Task<boolean> {
  const { settings, sequenceId, meta } = runtime;
  const { appId, partitionKey } = settings;
  const record = { type: "suspension-answered", appId, partitionKey, sequenceId, id, name, isTimeout } as const;
  return storeMeta(runtime, record, withAnswer(meta, id, value));
}

/** Whether the answer stands that was given for the case that nobody answers in time. */
function isOver({ expiresAtMs, onTimeout }: SuspendedRequest, nowMs: number): boolean {
  return onTimeout !== undefined && expiresAtMs !== null && expiresAtMs <= nowMs;
}
