import type { HookApp } from "@burrjs/core";

/** Text that stands for an application, and for no other. */
export function appKey({ appId, partitionKey }: HookApp): string {
  return partitionKey === null ? appId : `${appId}\u0000${partitionKey}`;
}
