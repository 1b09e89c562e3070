import type { CacheRoom } from "@burrjs/protocol";
import type { Bucket } from "./bucket.ts";

const cacheNames = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;

/** Room in a bucket for what can be made again. `isPlace` tells whether there may be such a project and application. */
export function s3CacheRoom(
  bucket: Bucket,
  prefix: string,
  isPlace: (project: string, key: string | null) => boolean,
): CacheRoom {
  const keyOf = (project: string, key: string | null, name: string): string | undefined => {
    if (!isPlace(project, key) || !cacheNames.test(name)) return undefined;
    // No name of an application's folder begins with a point.
    return `${prefix}${project}/${key ?? ".project"}/${name}`;
  };
  return {
    async read(project, key, name) {
      try {
        const at = keyOf(project, key, name);
        return at === undefined ? undefined : await bucket.get(at);
      } catch {
        return undefined; // what cannot be read is made again
      }
    },
    async write(project, key, name, bytes) {
      try {
        const at = keyOf(project, key, name);
        if (at !== undefined) await bucket.put(at, bytes);
        return at !== undefined;
      } catch {
        return false; // whoever asks keeps it in memory: the client may be allowed to read alone
      }
    },
  };
}
