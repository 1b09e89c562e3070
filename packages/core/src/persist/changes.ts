import { deferred } from "../promises.ts";
import type { AppKey, HistoryStore } from "./store.ts";

/** How long a reader of a store that cannot call it waits before it looks again, at first and at most. */
const shortestPollMs = 5;
const longestPollMs = 200;

/** Tells when to look at a history again. */
export interface Changes extends AsyncDisposable {
  /** Resolves when something may have changed, after `timeoutMs` at the latest, and when `signal` aborts. */
  next(timeoutMs: number, signal?: AbortSignal): Promise<void>;
}

/** Watches an application's history: by the store's own calls where it has them, else by looking again and again. */
export async function watchChanges(store: HistoryStore, key: AppKey): Promise<Changes> {
  let isChanged = false;
  let changed = deferred<void>();
  let pollMs = shortestPollMs;
  const stop = await store.watch?.(key, () => {
    isChanged = true;
    changed.resolve();
  });
  return {
    async next(timeoutMs, signal) {
      if (!isChanged)
        await settles(changed.promise, stop === undefined ? Math.min(pollMs, timeoutMs) : timeoutMs, signal);
      pollMs = isChanged ? shortestPollMs : Math.min(pollMs * 1.5, longestPollMs);
      isChanged = false;
      changed = deferred();
    },
    async [Symbol.asyncDispose]() {
      await stop?.();
    },
  };
}

/** Waits for `change`, for the time to pass, or for the signal, and leaves nothing behind. */
function settles(change: Promise<void>, timeoutMs: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const finish = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", finish);
      resolve();
    };
    const timer = setTimeout(finish, timeoutMs);
    signal?.addEventListener("abort", finish);
    if (signal?.aborted === true) finish();
    else void change.then((): void => finish());
  });
}
