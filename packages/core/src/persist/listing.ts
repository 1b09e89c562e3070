import { parseHeadBody } from "./row-body.ts";
import type { AppKey, AppQuery, HistoryStore, ReadHead } from "./store.ts";

interface Listed {
  readonly key: AppKey;
  readonly head: ReadHead;
}

/** Whether the application was spawned by another one of the same store: it is found by way of that. */
function isChild({ body }: ReadHead): boolean {
  return parseHeadBody(body).spawnedBy !== undefined;
}

/** Whether a step waits for what the application waits for. */
export function isWaitedFor({ body }: ReadHead): boolean {
  const { spawnedBy } = parseHeadBody(body);
  return spawnedBy !== undefined && spawnedBy.isOnItsOwn !== true;
}

/** The applications of a store that match and are no children of others, those with the latest write first. */
export async function listParents(
  store: HistoryStore,
  { limit = Number.POSITIVE_INFINITY, ...query }: AppQuery,
): Promise<Listed[]> {
  // Children may be many: the store is asked for more and more.
  for (let size = limit; ; size *= 4) {
    const found = await store.list(size === Number.POSITIVE_INFINITY ? query : { ...query, limit: size });
    const parents = found.filter(({ head }) => !isChild(head));
    if (parents.length >= limit || found.length < size) return parents.slice(0, limit);
  }
}

/** The children of an application in its partition, and their own, and so on. */
export async function descendantsOf(store: HistoryStore, { partitionKey, appId }: AppKey): Promise<AppKey[]> {
  const byParent = new Map<string, AppKey[]>();
  for (const { key, head } of await store.list({ partitionKey })) {
    const parent = parseHeadBody(head.body).spawnedBy;
    if (parent === undefined) continue;
    const name = nameOf(parent);
    const siblings = byParent.get(name);
    if (siblings === undefined) byParent.set(name, [key]);
    else siblings.push(key);
  }
  const found: AppKey[] = [];
  for (const pending = [{ partitionKey, appId }]; pending.length > 0;) {
    const one = pending.pop();
    const children = one === undefined ? [] : (byParent.get(nameOf(one)) ?? []);
    for (const child of children) {
      found.push(child);
      pending.push(child);
    }
  }
  return found;
}

function nameOf({ partitionKey, appId }: AppKey): string {
  return JSON.stringify([partitionKey, appId]);
}
