import { BurrError } from "../errors.ts";
import { isRecord } from "../state/freeze.ts";
import { artifactHash, isArtifactHash, overArrayBuffer } from "./artifact-hash.ts";
import type { ArtifactBackend, ArtifactInfo } from "./artifacts.ts";

/** An artifact as plain JSON: what is stored of it in place of its bytes. */
export interface ArtifactData extends ArtifactInfo {
  /** MIME type, as it was told when the content was put. */
  readonly mediaType?: string | undefined;
  /** For people, such as a file's name. Not unique, and no path. */
  readonly name?: string | undefined;
}

/**
 * A reference to bytes kept in an ArtifactStore: small, immutable, what state holds. Stores make them, by `put()` and
 * `fromData()`. Equal content has an equal `hash`.
 *
 * Each read asks the store, and checks what comes against hash and size. It throws `artifact-missing` when nothing is
 * there, `artifact-corrupt` when it is not what was put, and errors of the store as they are.
 */
export class Artifact {
  /** SHA-256 of the content, 64 lower-case hexadecimal digits. */
  readonly hash: string;
  readonly sizeBytes: number;
  /** MIME type; `undefined` when nobody told. */
  readonly mediaType: string | undefined;
  /** For people, such as a file's name. */
  readonly name?: string | undefined;
  readonly #backend: Pick<ArtifactBackend, "read">;

  constructor({ hash, sizeBytes, mediaType, name }: ArtifactData, backend: Pick<ArtifactBackend, "read">) {
    this.hash = hash;
    this.sizeBytes = sizeBytes;
    this.mediaType = mediaType;
    this.name = name;
    this.#backend = backend;
    Object.freeze(this);
  }

  /** The content. Each call reads it anew. */
  async bytes(): Promise<Uint8Array<ArrayBuffer>> {
    const { hash } = this;
    const stored = await this.#backend.read(hash);
    if (stored === undefined) {
      throw new BurrError(
        "artifact-missing",
        `The artifact ${hash} is not in this store: it was put in another one, or swept away. ` +
          "Put its content again, and pass all that is referenced to sweep().",
        { hash },
      );
    }
    if (stored.byteLength === this.sizeBytes && (await artifactHash(stored)) === hash) return overArrayBuffer(stored);
    throw new BurrError(
      "artifact-corrupt",
      `What is stored as the artifact ${hash} is not what was put there. Put its content again, or restore it from a copy.`,
      { hash },
    );
  }

  /** The content, read as UTF-8. A string that was put comes back the same. */
  async text(): Promise<string> {
    return new TextDecoder("utf-8", { ignoreBOM: true }).decode(await this.bytes());
  }

  /** The content, parsed as JSON in UTF-8, with a byte order mark or without. */
  async json(): Promise<unknown> {
    const parsed: unknown = JSON.parse(new TextDecoder().decode(await this.bytes()));
    return parsed;
  }

  /** What a person sees in a log: hash, size, media type and name, never the bytes. */
  toJSON(): ArtifactData {
    return artifactData(this);
  }
}

/** An artifact as plain JSON. The `fromData()` of its store makes it an artifact again. */
export function artifactData({ hash, sizeBytes, mediaType, name }: Artifact): ArtifactData {
  return {
    hash,
    sizeBytes,
    ...(mediaType === undefined ? {} : { mediaType }),
    ...(name === undefined ? {} : { name }),
  };
}

/** `data` if it is what `artifactData()` gives; throws `artifact-corrupt` if not. */
export function parseArtifactData(data: unknown): ArtifactData {
  const { hash, sizeBytes, mediaType, name } = isRecord(data) ? data : {};
  if (isArtifactHash(hash) && isSize(sizeBytes) && isOptionalString(mediaType) && isOptionalString(name)) {
    return { hash, sizeBytes, mediaType, name };
  }
  throw new BurrError(
    "artifact-corrupt",
    "A reference to an artifact has a `hash` of 64 lower-case hexadecimal digits, a `sizeBytes` of 0 or more, and perhaps " +
      "strings `mediaType` and `name`; this one has not. Pass what artifactData() gave.",
    { hash: isArtifactHash(hash) ? hash : "" },
  );
}

function isSize(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

function isOptionalString(value: unknown): value is string | undefined {
  return value === undefined || typeof value === "string";
}
