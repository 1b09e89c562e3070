import type { ApplicationGraph } from "../graph/graph.ts";
import type { Session } from "../run/journal.ts";
import type { OpenSuspension, RunMeta } from "../run/meta.ts";
import type { Notes, StartingPoint } from "../run/runtime.ts";
import type { Data } from "../state/operations.ts";
import type { AnyRunEvent, StepStatus } from "../stream/events.ts";
import type { AppKey } from "./store.ts";

/** Where a run came from: a fork's source, and its step. */
export interface ParentPointer {
  readonly appId: string;
  readonly partitionKey: string | null;
  readonly sequenceId: number;
}

/** The step that has spawned an application. */
export interface SpawnedBy extends ParentPointer {
  /** Whether the step does not wait for what the application waits for, so that this has to be found by itself. */
  readonly isOnItsOwn?: true;
}

/** Which run to load. */
export interface LoadQuery {
  /** Default: `null`. */
  readonly partitionKey?: string | null;
  /** Default: the one of the partition that was written last. */
  readonly appId?: string;
  /** The state as it was after this step. Default: the latest. */
  readonly sequenceId?: number;
}

/** A run as it was stored: what an application goes on from. */
export interface LoadedRun {
  readonly appId: string;
  readonly partitionKey: string | null;
  /** Of the last attempt, however it ended. */
  readonly sequenceId: number;
  /** The committed values by key. */
  readonly state: Data;
  /** The action whose step was the last to be committed; `null` before the first: the entrypoint is next. */
  readonly after: string | null;
  /** How the last attempt ended; `unfinished`: it began, and nobody said how it ended. `null` before the first. */
  readonly status: StepStatus | "unfinished" | null;
  /** The version of the state, and the hash of the graph that wrote it; see `version` of the application. */
  readonly version: number;
  readonly graph: string | null;
  /** Of the last step that was committed. Default: `sequenceId`. */
  readonly commitId?: number;
  /** What an attempt without a commit left: its action, the intermediate values by key, the outcomes of `ctx.once()`. */
  readonly checkpoint?: Notes;
  /** Counts of transitions on error, what was spent, what is waited for. Default: nothing. */
  readonly meta?: RunMeta;
  /** What the last step has reported; of applications that were spawned by others. */
  readonly result?: unknown;
  /** Of a fork: where it came from. */
  readonly parent: ParentPointer | null;
  /** When the last attempt ended, in milliseconds since 1970. */
  readonly savedAtMs: number;
  /** Of an unfinished attempt: the last sign of life of its process, in milliseconds since 1970 by its clock. */
  readonly aliveAtMs?: number;
}

/** Where a run can be loaded from: a persister, or the store of another program. */
export interface StateLoader {
  /** The run; `undefined` when there is none. Throws `unknown-sequence-id` when there is one, without that step. */
  load(query: LoadQuery): Promise<LoadedRun | undefined>;
}

/** When the engine waits for a commit to be stored. */
export type Durability =
  /** Before anybody sees it: after a crash every step that was seen is there. */
  | "sync"
  /** Before the run ends: steps are stored in order behind the run's back, and a crash loses at most the last of them. */
  | "async"
  /** When the run ends, all at once: a crash loses the run. */
  | "exit";

/** What a run does when another process has the application: fail, wait for its end, or take the application away from it. */
export type OnConflict = "reject" | "queue" | "abort-other";

/** How old or how many the rows of a history may be; the last one always stays. */
export interface Retention {
  /** The newest rows that are kept. */
  readonly keepLast?: number;
  /** Rows older than this go, in milliseconds. */
  readonly maxAgeMs?: number;
}

/** What `prune()` did. */
export interface PruneReport {
  /** Applications whose history was cut. */
  readonly applications: number;
  /** Artifacts that nothing refers to any more, and that are deleted. */
  readonly artifacts: number;
}

/** What an application tells its persister when it is made. */
export interface SessionOptions extends AppKey {
  readonly graph: ApplicationGraph;
  readonly version: number;
  readonly durability: Durability;
  readonly onConflict: OnConflict;
  readonly now: () => number;
  /** Where the application begins. */
  readonly start: StartingPoint;
  /** The stored run that it goes on with; absent, there must be none. */
  readonly origin?: LoadedRun;
  /** Whether it was looked for, and not found: one that others begin meanwhile is a conflict like any other. */
  readonly hasLooked?: boolean;
  /** Whether its state was changed, or gone back to, on purpose: then it is not given up for what others have stored. */
  readonly isOwnState?: boolean;
  /** Why the state differs from the one stored last, if it does: it is stored as a whole then. */
  readonly change?: "forked" | "rewound" | "changed";
  readonly parent: ParentPointer | null;
  /** Of a child: the step that has spawned it, if that is stored in the same place. */
  readonly spawnedBy?: SpawnedBy;
  /** Told of what goes wrong behind the run's back. */
  readonly onError: (error: unknown) => void;
  /** What the application makes of a run that it goes on with later. Throws when it cannot. */
  readonly accept: (loaded: LoadedRun) => StartingPoint;
}

/** Which step's stream to follow, and from where. */
export interface FollowOptions {
  /** From this chunk on; default: the first. */
  readonly from?: number;
  /** Which attempt of the step `from` counts in; default: the first. */
  readonly attempt?: number;
  /** Instead of both: the id of the last event that a reader of `toResponse()` got. */
  readonly lastEventId?: string | null;
  readonly signal?: AbortSignal;
}

/** A run that began and did not end, and whose process gives no sign of life. */
export interface Orphan extends AppKey {
  readonly sequenceId: number;
  readonly action: string;
  /** The last sign of life, in milliseconds since 1970 by the clock of that process. */
  readonly aliveAtMs: number;
}

/** An answer that a stored application waits for. */
export interface StoredSuspension extends OpenSuspension, AppKey {
  readonly action: string;
  readonly sequenceId: number;
}

/** Which suspensions to list; all that are left out match. */
export interface SuspensionQuery {
  readonly partitionKey?: string | null;
  readonly appId?: string;
  /** Only those that have expired by then, in milliseconds since 1970. */
  readonly expiredByMs?: number;
}

/** Where the histories of applications are stored. Made by the factory of a backend, such as `memoryPersister()`. */
export interface Persister extends StateLoader, AsyncDisposable {
  /** The ids of the partition's applications, the latest first. `null` (the default): those without a partition. */
  listAppIds(partitionKey?: string | null, options?: { readonly limit?: number }): Promise<string[]>;
  /** Forgets an application's history. */
  delete(app: Partial<AppKey> & Pick<AppKey, "appId">): Promise<void>;
  /** Cuts histories down to `retention` (default: the persister's own), and deletes artifacts without a reference. */
  prune(retention?: Retention): Promise<PruneReport>;
  /** Runs without an end whose process gave no sign of life for `staleAfterMs` (default: the persister's own). */
  findOrphans(options?: { readonly staleAfterMs?: number; readonly partitionKey?: string | null }): Promise<Orphan[]>;
  /** The answers that stored applications wait for, those that were written last first. */
  listSuspensions(query?: SuspensionQuery): Promise<StoredSuspension[]>;
  /** Asks whoever runs the application to abort. False when nobody does. */
  abort(app: Partial<AppKey> & Pick<AppKey, "appId">): Promise<boolean>;
  /**
   * The events of a step's stream, from whichever process it runs in: the logged chunks (see `logChunks`), then those to
   * come, then the end of the step. Throws `stream-interrupted` when its process has died.
   */
  readStream(appId: string, sequenceId: number, options?: FollowOptions & { readonly partitionKey?: string | null }): AsyncIterableIterator<AnyRunEvent, void, void>; // prettier-ignore
  /** For the engine: what stores one application's history. */
  open(options: SessionOptions): Session;
}
