import { openRequests } from "../run/meta.ts";
import { toOpen } from "../run/meta.ts";
import type { Encoding } from "./delta-text.ts";
import { isWaitedFor } from "./listing.ts";
import { parseMeta } from "./meta-text.ts";
import type { StoredSuspension, SuspensionQuery } from "./persister.ts";
import { parseRowBody } from "./row-body.ts";
import type { AppKey, HistoryStore, ReadHead } from "./store.ts";

/** The answers that the applications of a store wait for. */
export async function listSuspensions(
  store: HistoryStore,
  encoding: Encoding,
  { partitionKey, appId, expiredByMs = Number.POSITIVE_INFINITY }: SuspensionQuery,
): Promise<StoredSuspension[]> {
  const found: StoredSuspension[] = [];
  for (const { key, head } of await suspendedApps(store, partitionKey, appId)) {
    // What a run knows of itself is in its last row.
    const [row] = await store.readRange(key, head.index, head.index);
    const meta = parseMeta(encoding.codec, row === undefined ? undefined : parseRowBody(row.body).meta);
    const { sequenceId } = head;
    const about = { ...key, sequenceId, action: meta.suspended?.action ?? "" };
    found.push(...openRequests(meta).map((request) => ({ ...toOpen(request), ...about })));
  }
  const isListed = ({ expiresAtMs }: StoredSuspension): boolean =>
    expiredByMs === Number.POSITIVE_INFINITY || (expiresAtMs !== null && expiresAtMs <= expiredByMs);
  return found.filter(isListed);
}

async function suspendedApps(
  store: HistoryStore,
  partitionKey: string | null | undefined,
  appId: string | undefined,
): Promise<readonly { readonly key: AppKey; readonly head: ReadHead }[]> {
  if (appId === undefined || partitionKey === undefined) {
    const query = { ...(partitionKey === undefined ? {} : { partitionKey }), status: "suspended" } as const;
    // What a step waits for on behalf of a child is told once.
    const all = await store.list(query);
    const found = all.filter(({ head }) => !isWaitedFor(head));
    return appId === undefined ? found : found.filter(({ key }) => key.appId === appId);
  }
  const key = { partitionKey, appId };
  const head = await store.readHead(key);
  return head?.status === "suspended" ? [{ key, head }] : [];
}
