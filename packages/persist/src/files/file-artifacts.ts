import { type ArtifactStore, artifactStore } from "@burrjs/core/persist";
import { fileBackend, type FileArtifactsOptions } from "./file-backend.ts";

/**
 * A store that keeps its bytes as files, which any number of processes may use at once: content with the hash `abcdef…`
 * is in `ab/cdef…`. `directory` is made when the first content is put, for this user only. Errors of the disk are thrown
 * as they are.
 *
 * Nothing outside of `directory` is read or written: a symbolic link in it is not followed, and what it stands for counts
 * as not stored. `directory` itself may be one.
 *
 * @param directory - Of this store alone.
 */
export function fileArtifacts(directory: string, options?: FileArtifactsOptions): ArtifactStore {
  return artifactStore(fileBackend(directory, options));
}
