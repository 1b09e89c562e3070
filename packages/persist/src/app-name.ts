import type { AppKey } from "@burrjs/core/persist";

/** A text that no other key has, and that any database can store: JSON, in which halves of surrogate pairs are escaped. */
export function appName({ partitionKey, appId }: AppKey): string {
  return JSON.stringify([partitionKey, appId]);
}

/** A text for a partition that no other has, nor those without one. */
export function partitionName(partitionKey: string | null): string {
  return JSON.stringify(partitionKey);
}

/**
 * The key that `appName` made the text from.
 *
 * @throws TypeError, when it made none like this.
 */
export function appKeyOf(name: string): AppKey {
  const parts: unknown = JSON.parse(name);
  if (Array.isArray(parts)) {
    const [partitionKey, appId] = parts as unknown[]; // an array has items of any kind
    if ((partitionKey === null || typeof partitionKey === "string") && typeof appId === "string")
      return { partitionKey, appId };
  }
  throw new TypeError("The name of an application in this store is none that Burr has written.");
}
