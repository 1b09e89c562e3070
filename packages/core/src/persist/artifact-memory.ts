import { checkArtifactHash } from "./artifact-hash.ts";
import { type ArtifactStore, artifactStore } from "./artifact-store.ts";

/** What a store in memory can be told. */
export interface MemoryArtifactsOptions {
  /** The clock, in milliseconds since 1970. Default: `Date.now`. */
  readonly now?: () => number;
}

/** A store that keeps its bytes in this process, for tests and for applications that nobody resumes. */
export function memoryArtifacts({ now = Date.now }: MemoryArtifactsOptions = {}): ArtifactStore {
  const stored = new Map<string, { readonly bytes: Uint8Array; readonly storedAtMs: number }>();
  return artifactStore({
    async write(hash, bytes) {
      checkArtifactHash(hash);
      stored.set(hash, { bytes: new Uint8Array(bytes), storedAtMs: now() });
    },
    async read(hash) {
      checkArtifactHash(hash);
      const found = stored.get(hash);
      return found && new Uint8Array(found.bytes);
    },
    async delete(hash) {
      checkArtifactHash(hash);
      stored.delete(hash);
    },
    async *list() {
      for (const [hash, { bytes, storedAtMs }] of stored) yield { hash, sizeBytes: bytes.byteLength, storedAtMs };
    },
  });
}
