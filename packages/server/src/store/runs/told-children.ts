import type { ChildSummary } from "@burrjs/protocol";
import type { RunFacts, RunIdentity } from "./run-facts.ts";

/** The children and forks that say themselves which application they come from. */
export class ToldChildren {
  readonly #byParent: ReadonlyMap<string, readonly ChildSummary[]>;

  constructor(all: readonly RunFacts[]) {
    this.#byParent = childrenByParent(all);
  }

  /** Those of an application. */
  of({ appId, partitionKey }: Pick<RunIdentity, "appId" | "partitionKey">): readonly ChildSummary[] {
    return this.#byParent.get(parentKey(appId, partitionKey)) ?? [];
  }
}

function childrenByParent(all: readonly RunFacts[]): Map<string, ChildSummary[]> {
  const byParent = new Map<string, ChildSummary[]>();
  for (const facts of all) {
    for (const [kind, pointer] of [
      ["fork", facts.parent],
      ["spawn", facts.spawnedBy],
    ] as const) {
      if (pointer === null) continue;
      const key = parentKey(pointer.app_id, pointer.partition_key);
      const child: ChildSummary = {
        app_id: facts.appId,
        partition_key: facts.partitionKey,
        kind,
        sequence_id: pointer.sequence_id,
        at_ms: facts.startedMs ?? facts.modifiedAtMs,
      };
      const list = byParent.get(key);
      if (list === undefined) byParent.set(key, [child]);
      else list.push(child);
    }
  }
  return byParent;
}

function parentKey(appId: string, partitionKey: string | null): string {
  return JSON.stringify([appId, partitionKey]);
}
