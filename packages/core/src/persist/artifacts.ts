/** What is known of an artifact without reading it. */
export interface ArtifactInfo {
  /** SHA-256 of the content, 64 hexadecimal digits. */
  readonly hash: string;
  readonly sizeBytes: number;
}

/** Where bytes are kept by the hash of their content. What a backend has to implement. */
export interface ArtifactBackend {
  /** Stores `bytes` under `hash`, atomically: nobody ever sees a part of them. Storing them again is no error, and counts as new. */
  write(hash: string, bytes: Uint8Array): Promise<void>;
  /** The bytes stored under `hash`; `undefined` when there are none. */
  read(hash: string): Promise<Uint8Array | undefined>;
  /** Forgets them; no error when there are none. */
  delete(hash: string): Promise<void>;
  /** All that is stored, with the time of the last write in milliseconds since 1970. */
  list(): AsyncIterable<ArtifactInfo & { readonly storedAtMs: number }>;
}
