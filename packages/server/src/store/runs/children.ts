import { type ChildSummary, parseChildren, type RunFiles, timeMs } from "@burrjs/protocol";

/** The children and forks that `children.jsonl` of an application lists. */
export async function readChildren(files: RunFiles, zoneOffsetMinutes: number): Promise<ChildSummary[]> {
  const text = await files.text("children.jsonl").catch(() => undefined);
  if (text === undefined) return [];
  return parseChildren(text).children.map((one) => ({
    app_id: one.child.app_id,
    partition_key: one.child.partition_key,
    kind: one.event_type === "fork" ? "fork" : "spawn",
    sequence_id: one.sequence_id,
    at_ms: timeMs(one.event_time, { zoneOffsetMinutes }) ?? 0,
  }));
}

/**
 * Children as `children.jsonl` lists them, with those that only tell themselves where they came from: in the order in which they began.
 *
 * @param listed - What the file says. Python leaves the partition key out.
 * @param told - What the children say.
 */
export function mergeChildren(listed: readonly ChildSummary[], told: readonly ChildSummary[]): ChildSummary[] {
  const merged = new Map<string, ChildSummary>();
  for (const child of [...listed, ...told]) {
    const own = keyOf(child);
    const withoutKey = keyOf({ ...child, partition_key: null });
    const key = merged.has(own) ? own : withoutKey;
    const before = merged.get(key);
    if (before === undefined) merged.set(own, child);
    else {
      merged.delete(key);
      const sequenceId = before.sequence_id ?? child.sequence_id;
      merged.set(own, { ...before, partition_key: child.partition_key, sequence_id: sequenceId });
    }
  }
  return [...merged.values()].toSorted((one, other) => one.at_ms - other.at_ms);
}

function keyOf({ app_id: appId, partition_key: partitionKey, kind }: ChildSummary): string {
  return JSON.stringify([kind, appId, partitionKey]);
}
