import { BurrError } from "../errors.ts";
import { watchChanges } from "./changes.ts";
import type { OnConflict } from "./persister.ts";
import type { AppKey, HistoryStore, ReadHead } from "./store.ts";

/** What a session needs to know of its persister to wait for its turn. */
export interface TurnSettings {
  readonly store: HistoryStore;
  readonly staleAfterMs: number;
  readonly onConflict: OnConflict;
  readonly now: () => number;
}

/** How long a wait for the end of another run lasts before its signs of life are looked at again. */
const longestPauseMs = 250;

/** The error of a writer that is not the last one to have written. */
export function hasGoneOn(key: AppKey, head: ReadHead | undefined): BurrError {
  if (head === undefined) return concurrentRun(key, "its stored history was deleted", null);
  const { status, sequenceId } = head;
  const what = status === "running" ? `somebody else is running step ${sequenceId}` : `its stored history has gone on, to step ${sequenceId}`; // prettier-ignore
  return concurrentRun(key, what, sequenceId);
}

/** The error of a writer whose last write was stored, although it was told otherwise. */
export function storedAfterAll(key: AppKey): BurrError {
  return concurrentRun(key, "its last step was stored after all, though the store gave no answer", null);
}

/** The error of a run whose application another process has taken. */
export function takenAway(key: AppKey): BurrError {
  return concurrentRun(key, "another process has taken it over", null);
}

/** The error of an application that begins where there is a history already. */
export function existingRun({ appId }: AppKey): BurrError {
  return new BurrError(
    "existing-run",
    `Application "${appId}" has a stored history already, and this one begins anew. Go on with it by initializeFrom(), delete it, or choose another appId.`,
    { appId },
  );
}

function concurrentRun({ appId }: AppKey, what: string, sequenceId: number | null): BurrError {
  return new BurrError(
    "concurrent-run",
    `Application "${appId}" is not where this process left it: ${what}. What this process did since was not stored. ` +
      'Load it again with initializeFrom(), or wait for others with onConflict: "queue".',
    { appId, sequenceId },
  );
}

/**
 * Waits until the application may be taken, as `onConflict` says. `own` is the token of the head that the caller goes on
 * from, if it is still the stored one.
 *
 * @returns The head to take over.
 * @throws `concurrent-run`, or the reason of the signal.
 */
export async function waitForTurn(
  key: AppKey,
  own: string | null,
  settings: TurnSettings,
  signal?: AbortSignal,
): Promise<ReadHead> {
  const { store, onConflict } = settings;
  const head = await store.readHead(key);
  if (head === undefined || (onConflict === "reject" && head.token !== own)) throw hasGoneOn(key, head);
  if (head.status !== "running") return head;
  if (onConflict === "abort-other") {
    await store.requestAbort(key); // so that it stops early: it is fenced off as soon as we write
    return head;
  }
  return await waitForEnd(key, head, settings, signal);
}

/** Waits until the attempt of `head` has ended, or its process has given no sign of life for long enough. */
async function waitForEnd(
  key: AppKey,
  first: ReadHead,
  settings: TurnSettings,
  signal?: AbortSignal,
): Promise<ReadHead> {
  const { store, staleAfterMs, onConflict, now } = settings;
  // Clocks are taken to agree to within that time. Where they do not, a run that is alive may be taken: the fence holds.
  let staleAtMs = Math.min(first.aliveAtMs, now()) + staleAfterMs;
  let head = first;
  await using changes = await watchChanges(store, key);
  for (;;) {
    signal?.throwIfAborted();
    const latest = await store.readHead(key);
    if (latest === undefined) throw hasGoneOn(key, latest);
    const isAlive = latest.token !== head.token || latest.aliveAtMs !== head.aliveAtMs;
    if (isAlive && onConflict === "reject") throw hasGoneOn(key, latest);
    if (latest.status !== "running") return latest;
    if (isAlive) staleAtMs = now() + staleAfterMs;
    head = latest;
    const leftMs = staleAtMs - now();
    if (leftMs <= 0) return head;
    await changes.next(Math.min(leftMs, longestPauseMs), signal); // signs of life are no changes that a store tells of
  }
}
