export { Artifact, artifactData, type ArtifactData } from "./artifact-reference.ts";
export { memoryArtifacts, type MemoryArtifactsOptions } from "./artifact-memory.ts";
export {
  artifactStore,
  type ArtifactContent,
  type ArtifactOptions,
  type ArtifactStore,
  type SweepOptions,
  type SweepResult,
} from "./artifact-store.ts";
export { checkArtifactHash, isArtifactHash } from "./artifact-hash.ts";
export type { ArtifactBackend, ArtifactInfo } from "./artifacts.ts";
export { checkRuns, type CheckedRun, type RunReader } from "./check-runs.ts";
export { classCodec, type ClassCodec } from "./codec/class-codec.ts";
export { valueCodec, type ValueCodec } from "./codec/codec.ts";
export type { KeyCodec } from "./delta-text.ts";
export { sha256 } from "../children/sha256.ts";
export { memoryPersister } from "./memory-persister.ts";
export { memoryStore } from "./memory-store.ts";
export { persisterOn, type PersisterOptions } from "./persister-on.ts";
export type {
  Durability,
  FollowOptions,
  LoadedRun,
  LoadQuery,
  OnConflict,
  Orphan,
  ParentPointer,
  Persister,
  PruneReport,
  Retention,
  SessionOptions,
  StateLoader,
  StoredSuspension,
  SuspensionQuery,
} from "./persister.ts";
export type {
  AppKey,
  AppQuery,
  ChunkQuery,
  HistoryStore,
  ReadHead,
  StoredChunks,
  StoredHead,
  StoredRow,
  StoredStatus,
  StoreWrite,
  TouchResult,
} from "./store.ts";
