/** Which application: whose it is (`null`: nobody's in particular), and its id. Any strings. */
export interface AppKey {
  readonly partitionKey: string | null;
  readonly appId: string;
}

/** One entry of a history: an attempt that has ended, a change from outside, a beginning. Rows are never changed. */
export interface StoredRow {
  /** Place in the history; the first is 0, without gaps. */
  readonly index: number;
  /** The step it belongs to. Never falls with `index`, except where a run was rewound. */
  readonly sequenceId: number;
  /** What happened, as JSON. */
  readonly body: string;
  /** What changed in the state, as JSON: a list of operations. */
  readonly delta: string;
  /** The whole state after it, as JSON, in rows that have one. The row of index 0 has. */
  readonly snapshot?: string;
  /** When it was stored, in milliseconds since 1970. */
  readonly atMs: number;
}

/** What an application is doing, as far as the store knows. */
export type StoredStatus = "idle" | "running" | "suspended";

/** The end of a history that can move: who wrote last, and what is under way. */
export interface StoredHead {
  /** Made anew at each write: a write names the one that it expects to find. */
  readonly token: string;
  readonly status: StoredStatus;
  /** Of the last row. */
  readonly index: number;
  /** Of the attempt under way, else of the last row. */
  readonly sequenceId: number;
  /** Whatever else the history needs, as JSON; small. */
  readonly body: string;
  /** The last sign of life of whoever wrote, in milliseconds since 1970 by its clock. */
  readonly aliveAtMs: number;
}

/** A head as it is read. */
export interface ReadHead extends StoredHead {
  /** The intermediate state that the last attempt left, as JSON. */
  readonly checkpoint: string | null;
  /** Whether somebody has asked for an abort since the last write that did not keep such a request. */
  readonly isAbortRequested: boolean;
}

/** Changes of one history that happen together or not at all. */
export interface StoreWrite {
  /** The token that the stored head must have; `null`: there must be no head yet. */
  readonly expected: string | null;
  readonly head: StoredHead;
  /** New rows, in order of `index`; often one, sometimes none, after a long time without a store thousands. */
  readonly rows: readonly StoredRow[];
  /** Whether a request to abort stays: the run that it is meant for goes on. Default: it is forgotten. */
  readonly keepsAbort?: boolean;
  /**
   * The row whose snapshot is not needed any more: it is forgotten, the row stays. Nothing happens when it has none, and
   * when it is the first row that is kept, since others are computed from that.
   */
  readonly dropSnapshot?: number;
  /** Forgets the chunks of this sequence id and of later ones: the run has gone back, and will use them again. */
  readonly dropChunksFrom?: number;
  /** Replaces the stored checkpoint; `null` takes it away; absent, it stays. */
  readonly checkpoint?: string | null;
}

/** Consecutive chunks of one attempt's stream. */
export interface StoredChunks {
  readonly sequenceId: number;
  readonly attempt: number;
  /** Of the first of them; the first of an attempt is 0. */
  readonly index: number;
  /** Each as JSON, without line breaks outside of strings. */
  readonly chunks: readonly string[];
  readonly atMs: number;
}

/** Which chunks to read. */
export interface ChunkQuery {
  readonly sequenceId: number;
  /** From this attempt on. */
  readonly attempt: number;
  /** From this chunk of that attempt on. */
  readonly from: number;
}

/** Which applications to list; all that are left out match. */
export interface AppQuery {
  readonly partitionKey?: string | null;
  readonly status?: StoredStatus;
  /** Only those whose last sign of life is older than this, in milliseconds since 1970. */
  readonly aliveBeforeMs?: number;
  /** At most so many. */
  readonly limit?: number;
}

/** What became of a sign of life: the head is still ours, ours and an abort was asked for, or somebody else's by now. */
export type TouchResult = "running" | "abort-requested" | "lost";

/**
 * A place for histories: what a backend has to implement. It knows nothing of states and steps, only of rows of text, and
 * of one rule: a write happens as a whole, and only if the head is the one that the writer expects.
 *
 * Every method may be called at the same time as any other, from many processes. An error of the client is thrown as it
 * is. `@burrjs/testing` has the cases that an implementation must pass.
 */
export interface HistoryStore {
  /** Longest text that one row or snapshot may have, in bytes of UTF-8; writes above it are refused before they reach the store. */
  readonly maxTextBytes: number;
  /** Creates what is missing, or migrates it from an older version. Called before all else, perhaps by many processes at once. */
  initialize(): Promise<void>;
  /** Applies `write` if the stored head has the expected token. False, and nothing is changed, if not. */
  write(key: AppKey, write: StoreWrite): Promise<boolean>;
  /** The head of a history; `undefined` when there is none. */
  readHead(key: AppKey): Promise<ReadHead | undefined>;
  /**
   * The rows from which a state can be computed: from the last one with a snapshot up to and with `last`, both included.
   * `last` is the last row of all, or, with `sequenceId`, the last row of that sequence id. Empty when there is none.
   */
  readRows(key: AppKey, sequenceId?: number): Promise<StoredRow[]>;
  /** The rows of a range of indexes, both included, without snapshots; those that exist, in order. */
  readRange(key: AppKey, first: number, last: number): Promise<StoredRow[]>;
  /**
   * Forgets all rows before `first.index`, and with them the chunks of earlier sequence ids, and stores
   * `first.snapshot` as the snapshot of that row, all at once. Nothing happens when that row does not exist.
   */
  trim(key: AppKey, first: { readonly index: number; readonly snapshot: string }): Promise<void>;
  /** Forgets a history, its chunks and all. */
  delete(key: AppKey): Promise<void>;
  /** The applications that match, those with the latest write first. */
  list(query: AppQuery): Promise<{ readonly key: AppKey; readonly head: ReadHead }[]>;
  /** Stores a sign of life, if the head still has this token. */
  touch(key: AppKey, token: string, aliveAtMs: number): Promise<TouchResult>;
  /** Leaves a request to abort for whoever drives the application now. False when nobody does (no head, or not "running"). */
  requestAbort(key: AppKey): Promise<boolean>;
  /** Stores chunks. The same ones again replace themselves. */
  appendChunks(key: AppKey, chunks: StoredChunks): Promise<void>;
  /** The stored chunks from a place on, in order of attempt and index; a batch may begin before `from`. */
  readChunks(key: AppKey, query: ChunkQuery): Promise<StoredChunks[]>;
  /**
   * Calls `onChange` after every write, abort request and batch of chunks of an application, by whichever process, at
   * once; it may be called more often. Without it, readers ask again and again.
   *
   * @returns What ends it.
   */
  watch?(key: AppKey, onChange: () => void): Promise<() => Promise<void>>;
  /** Every text that is stored (row bodies, deltas, snapshots, checkpoints, heads, chunks), to look for references in. */
  texts(): AsyncIterable<string>;
  /** Gives back what the store itself holds, such as subscriptions; the client is the user's. */
  close?(): Promise<void>;
}
