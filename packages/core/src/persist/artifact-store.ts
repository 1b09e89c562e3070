import { BurrError } from "../errors.ts";
import { artifactHash } from "./artifact-hash.ts";
import { Artifact, parseArtifactData } from "./artifact-reference.ts";
import type { ArtifactBackend } from "./artifacts.ts";

/** What can be put: bytes, or a string, which is stored as UTF-8. */
export type ArtifactContent = Uint8Array | string | ArrayBuffer | Blob;

/** What is told of an artifact, besides its content. */
export interface ArtifactOptions {
  /** MIME type. Default: the one that a Blob has. */
  readonly mediaType?: string;
  /** For people. Default: the name of a File. */
  readonly name?: string;
}

/** What a sweep spares. */
export interface SweepOptions {
  /**
   * How long ago something must have been stored to be deleted, in milliseconds. Longer than a step may take from a
   * `put()` to its commit, and the collecting of the references, and than the store's clock may be wrong: a day, say.
   */
  readonly olderThanMs: number;
  /** The clock, in milliseconds since 1970. Default: `Date.now`. */
  readonly now?: () => number;
}

/** What a sweep took away. */
export interface SweepResult {
  /** Artifacts, by content. */
  readonly deleted: number;
  /** Their sizes together. */
  readonly bytes: number;
}

/** A place for bytes that are too large for state: put them here, and keep the reference. */
export interface ArtifactStore {
  /** Where the bytes are kept: to list them, or to copy them elsewhere. */
  readonly backend: ArtifactBackend;
  /** Stores content, and gives a reference to it. Content that is stored already is stored once, and counts as new. */
  put(content: ArtifactContent, options?: ArtifactOptions): Promise<Artifact>;
  /**
   * An artifact of this store, from what `artifactData()` gave. Nothing is read yet.
   *
   * @throws `artifact-corrupt`, when it is something else; its `hash` is empty when there was no valid one.
   */
  fromData(data: unknown): Artifact;
  /**
   * Deletes what is not referenced, except for what was stored lately: its reference may not be committed yet. Old content
   * that is put again in the moment between being listed and being deleted is lost.
   *
   * @param referenced - The hashes of all artifacts that anything still refers to.
   */
  sweep(referenced: ReadonlySet<string>, options: SweepOptions): Promise<SweepResult>;
}

/** A store that keeps its bytes in `backend`. */
export function artifactStore(backend: ArtifactBackend): ArtifactStore {
  return {
    backend,
    async put(content, options = {}) {
      const bytes = await copyOf(content);
      const hash = await artifactHash(bytes);
      await backend.write(hash, bytes);
      return new Artifact({ ...factsOf(content), ...options, hash, sizeBytes: bytes.byteLength }, backend);
    },
    fromData: (data) => new Artifact(parseArtifactData(data), backend),
    async sweep(referenced, { olderThanMs, now = Date.now }) {
      if (!(olderThanMs >= 0)) {
        throw new BurrError("invalid-option", "sweep() needs an `olderThanMs` of 0 or more.", {
          option: "olderThanMs",
        });
      }
      const before = now() - olderThanMs;
      let deleted = 0;
      let bytes = 0;
      for await (const { hash, sizeBytes, storedAtMs } of backend.list()) {
        if (storedAtMs >= before || referenced.has(hash)) continue;
        await backend.delete(hash);
        deleted += 1;
        bytes += sizeBytes;
      }
      return { deleted, bytes };
    },
  };
}

/** The bytes as they are now: the caller may change its own as soon as put() has returned a promise. */
async function copyOf(content: ArtifactContent): Promise<Uint8Array<ArrayBuffer>> {
  if (typeof content === "string") return new TextEncoder().encode(content);
  if (content instanceof Uint8Array) return new Uint8Array(content);
  return new Uint8Array(content instanceof Blob ? await content.arrayBuffer() : content.slice(0));
}

function factsOf(content: ArtifactContent): ArtifactOptions {
  if (typeof content === "string" || !(content instanceof Blob)) return {};
  return {
    ...(content.type === "" ? {} : { mediaType: content.type }),
    ...(content instanceof File ? { name: content.name } : {}),
  };
}
