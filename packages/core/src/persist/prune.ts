import type { ArtifactStore } from "./artifact-store.ts";
import { type Encoding, snapshotText } from "./delta-text.ts";
import { valuesOf } from "./history.ts";
import type { Retention } from "./persister.ts";
import type { AppKey, HistoryStore } from "./store.ts";

/** Artifacts that are younger are never collected: the commit that refers to them may be on its way. */
const youngestArtifactMs = 60 * 60 * 1000;

/** Forgets the rows of one history that `retention` does not keep. True if there were any. */
export async function cutHistory(
  store: HistoryStore,
  encoding: Encoding,
  key: AppKey,
  {
    keepLast = Number.POSITIVE_INFINITY,
    maxAgeMs = Number.POSITIVE_INFINITY,
    nowMs,
  }: Retention & { readonly nowMs: number },
): Promise<boolean> {
  const head = await store.readHead(key);
  if (head === undefined) return false;
  const byCount = head.index - Math.max(1, keepLast) + 1;
  const byAge = maxAgeMs === Number.POSITIVE_INFINITY ? 0 : await firstSince(store, key, head.index, nowMs - maxAgeMs);
  const cut = Math.max(byCount, byAge);
  const [first] = cut <= 0 ? [] : await store.readRange(key, cut, cut);
  const [before] = cut <= 0 ? [] : await store.readRange(key, cut - 1, cut - 1);
  if (first === undefined || before === undefined) return false; // it was cut there before
  const chain = await store.readRows(key, first.sequenceId);
  const last = chain.at(-1)?.index;
  const [base] = chain;
  if (base === undefined || last === undefined || base.index > cut) return false; // cut again when the history has grown
  // The row shares its sequence id with a later one, when a step was tried again: the snapshot before it has to stay.
  const rows = last === cut ? chain : chain.slice(0, 1);
  const index = last === cut ? cut : base.index;
  await store.trim(key, { index, snapshot: snapshotText(encoding, valuesOf(encoding, rows)) });
  return true;
}

/** Deletes the artifacts that no stored text refers to, and tells how many. */
export async function collectArtifacts(store: HistoryStore, artifacts: ArtifactStore, nowMs: number): Promise<number> {
  const referenced = new Set<string>();
  for await (const text of store.texts()) {
    // Whatever looks like a hash: too many are kept rather than one too few.
    for (const [hash] of text.matchAll(/(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])/g)) referenced.add(hash);
  }
  const { deleted } = await artifacts.sweep(referenced, { olderThanMs: youngestArtifactMs, now: () => nowMs });
  return deleted;
}

/** The index of the first row that is not older, or of the last row; rows are in order of time. */
async function firstSince(store: HistoryStore, key: AppKey, last: number, sinceMs: number): Promise<number> {
  let [low, high] = [0, last];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const [row] = await store.readRange(key, middle, middle);
    if (row === undefined || row.atMs < sinceMs) low = middle + 1;
    else high = middle;
  }
  return low;
}
