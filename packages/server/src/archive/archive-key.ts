import { parseMetadata } from "@burrjs/protocol";
import { folderName } from "@burrjs/tracker";
import { identityOf } from "../store/runs/run-facts.ts";
import type { RunRef } from "../store/store.ts";

/**
 * Under which name a run is to be kept, so that it is found as this one.
 *
 * @param ref - Which run.
 * @param metadata - Its `metadata.json`; `undefined`: it has none.
 * @returns The name of its folder; `undefined` when what it says of itself is another run.
 */
export function archiveKey(ref: RunRef, metadata: string | undefined): string | undefined {
  const { appId, partitionKey } = ref;
  const parsed = metadata === undefined ? undefined : parseMetadata(metadata);
  const names = [folderName(ref), folderName(ref, "python"), ...(isPlain(appId) ? [appId] : [])];
  return names.find((name) => {
    const identity = identityOf(name, parsed);
    return identity.appId === appId && identity.partitionKey === partitionKey;
  });
}

/** Whether it can be the name of a folder as it is. */
function isPlain(name: string): boolean {
  return !/^\.|[/\\\p{Cc}\p{Cs}]/u.test(name) && new TextEncoder().encode(name).length <= 255;
}
