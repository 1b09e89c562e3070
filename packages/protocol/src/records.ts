import type { StatePatch } from "./patch.ts";
import type { LoggedParent } from "./runner.ts";

// The names and the meaning of the records and fields are those of Burr for Python, version 0.40; what Burr does not have is
// marked "ours". Burr's own reader passes over records and fields that it does not know.

/** A point in time in UTC as text, to the microsecond: `2026-11-29T02:30:00.123456Z`. Logs of Python may lack the `Z`. */
export type Timestamp = string;

/** A value as it stands in the log: JSON, in which `{ "$burr": kind, "value": … }` stands for what JSON does not have. */
export type LogValue = unknown;

/** What each record may have besides: ours. */
interface Timed {
  /** Microseconds since the process began to log this application, by a clock that never goes back. */
  readonly m?: number;
}

/** How a step ended: ours. Without it: failed if there is an `exception`, else completed. */
export type LoggedStatus = "completed" | "failed" | "aborted" | "suspended";

/** Whether a `state` is all of it, or what has changed since the `state` before it in the log: ours. Default: `key`. */
export type StateForm = "key" | "patch";

/** Ours: a process starts a run of the application. */
export interface RunRecord extends Timed {
  readonly type: "run";
  /** The version of the format. */
  readonly v: 1;
  readonly run_id: string;
  readonly t: Timestamp;
  readonly method: string;
  /** 0 where there is no such thing, as in a browser. */
  readonly pid: number;
  /** The fields from here on: in the first run of a process, and when they change. */
  readonly host?: string;
  readonly runtime?: string;
  readonly graph_hash?: string;
  /** The commit that the code is of, and whether it has been changed since; without `dirty`, that is not known. */
  readonly code?: { readonly git: string; readonly dirty?: boolean };
  /** The version of the state's shape, as the application has it. Default: 0. */
  readonly version?: number;
  /**
   * Where the run begins, when that may not be where the log has got to: of the last attempt before (-1: there was none), and the
   * action that was committed last (`null`: none, or the run begins anew). Both or none.
   */
  readonly sequence_id?: number;
  readonly after?: string | null;
  /** What the run begins with, when that is not the state that the log gave last. */
  readonly state?: Readonly<Record<string, LogValue>> | StatePatch;
  readonly form?: StateForm;
  /** Of the first run of a fork that was asked for through a runner. */
  readonly parent?: LoggedParent;
}

/** Ours: the run is over. */
export interface EndRunRecord extends Timed {
  readonly type: "end_run";
  readonly run_id: string;
  readonly t: Timestamp;
  readonly status: "completed" | "failed" | "aborted" | "suspended" | "halted";
  /** Why it stopped, as in the result of `run()`: `"end"`, `"after"`, `"before"`, `"limit"`, `"stuck"`, …; `null` of an error. */
  readonly stopped: string | null;
  readonly error?: LoggedError;
}

/** An error in short: ours. */
export interface LoggedError {
  readonly name: string;
  readonly message: string;
  readonly code?: string;
}

/** A step begins. */
export interface BeginEntryRecord extends Timed {
  readonly type: "begin_entry";
  readonly start_time: Timestamp;
  readonly action: string;
  readonly inputs: Readonly<Record<string, LogValue>>;
  readonly sequence_id: number;
  /** Ours; default 1. */
  readonly attempt?: number;
  /** Ours: what of the action is called, if not `run`. */
  readonly role?: "answer" | "fallback" | "undo";
  /** Ours: with the role `answer`, what somebody answered, by the names that it was asked for under. */
  readonly answers?: Readonly<Record<string, LogValue>>;
}

/** A step has ended. */
export interface EndEntryRecord extends Timed {
  readonly type: "end_entry";
  readonly end_time: Timestamp;
  readonly action: string;
  readonly result: LogValue;
  /** The text of the error with its stack; `null` without one. */
  readonly exception: string | null;
  /** The committed state after the step, or what has changed in it. */
  readonly state: Readonly<Record<string, LogValue>> | StatePatch;
  readonly sequence_id: number;
  readonly form?: StateForm;
  readonly status?: LoggedStatus;
  /** Whether the step has changed the state: ours. Default: whether it completed. */
  readonly committed?: boolean;
  readonly error?: LoggedError;
  /** The attempts that the step took, if not 1: ours. */
  readonly attempt?: number;
  /** The failure that the action's `fallback` has made up for: ours. */
  readonly recovered?: LoggedError;
}

/** A span begins. `span_id` is `<sequence id>:<position>.<position>…`. */
export interface BeginSpanRecord extends Timed {
  readonly type: "begin_span";
  readonly start_time: Timestamp;
  readonly action_sequence_id: number;
  readonly span_id: string;
  readonly span_name: string;
  readonly parent_span_id: string | null;
  readonly span_dependencies: readonly string[];
}

/** A span ends. */
export interface EndSpanRecord extends Timed {
  readonly type: "end_span";
  readonly end_time: Timestamp;
  readonly action_sequence_id: number;
  readonly span_id: string;
  /** Ours. */
  readonly error?: LoggedError;
}

/** An attribute of a step (`span_id` is `null`) or of a span. */
export interface AttributeRecord extends Timed {
  readonly type: "attribute";
  readonly key: string;
  readonly action_sequence_id: number;
  readonly span_id: string | null;
  readonly value: LogValue;
  readonly tags: Readonly<Record<string, string>>;
  readonly time_logged?: Timestamp | null;
}

/** A stream opens. */
export interface BeginStreamRecord extends Timed {
  readonly type: "begin_stream";
  readonly action_sequence_id: number;
  readonly span_id: null;
  readonly stream_init_time: Timestamp;
}

/** The first chunk. */
export interface FirstItemRecord extends Timed {
  readonly type: "first_item_stream";
  readonly action_sequence_id: number;
  readonly span_id: null;
  readonly first_item_time: Timestamp;
}

/** Ours: a batch of chunks. */
export interface StreamChunkRecord {
  readonly type: "stream_chunk";
  readonly sequence_id: number;
  /** Ours; default 1. Chunks of an attempt that was tried again were taken back. */
  readonly attempt?: number;
  /** The index of the first of them in its attempt, from 0. */
  readonly i: number;
  /** For each, the microseconds since the one before; of the first of an attempt, since the stream was opened. */
  readonly dt_us: readonly number[];
  readonly items: readonly LogValue[];
  /** Set when the step has more than the limit: this many chunks are in no record. */
  readonly dropped?: number;
}

/** A stream has ended. The final result is no item. */
export interface EndStreamRecord extends Timed {
  readonly type: "end_stream";
  readonly action_sequence_id: number;
  readonly span_id: null;
  readonly end_time: Timestamp;
  readonly items_streamed: number;
}

/** A transition that was tried: ours. */
export interface LoggedTrial {
  readonly to: string;
  readonly condition: string;
  readonly keys: readonly string[];
  readonly result: boolean | { readonly error: string };
}

/**
 * Ours: how the action after a step was chosen. Conditions behind the one that held were not tried. There is one behind each commit that
 * transitions lead on from, also that of an aborted step, and behind each failure that a transition on error leads on from, also to
 * the same action. Older logs have none where a run ended with the error or the abort.
 */
export interface TransitionRecord extends Timed {
  readonly type: "transition";
  readonly sequence_id: number;
  readonly from: string;
  /** `null`: none held. */
  readonly to: string | null;
  readonly t: Timestamp;
  readonly tried: readonly LoggedTrial[];
}

/** Ours: the keys of state that the step has really read and written, and those it asked for without declaring them. */
export interface AccessRecord {
  readonly type: "access";
  readonly sequence_id: number;
  readonly read: readonly string[];
  readonly wrote: readonly string[];
  readonly undeclared?: readonly string[];
}

/** Ours: an attempt failed, and the action is tried again. */
export interface RetryRecord extends Timed {
  readonly type: "retry";
  readonly sequence_id: number;
  readonly attempt: number;
  readonly t: Timestamp;
  readonly delay_ms: number;
  readonly error: LoggedError;
}

/** Ours: an intermediate state was saved; the next attempt finds it. */
export interface CheckpointRecord extends Timed {
  readonly type: "checkpoint";
  readonly sequence_id: number;
  readonly t: Timestamp;
  readonly values: Readonly<Record<string, LogValue>>;
}

/** Ours: a sign of life, every 5 seconds while a run is under way. */
export interface HeartbeatRecord {
  readonly type: "heartbeat";
  readonly t: Timestamp;
  readonly pid: number;
}

/** Ours: records could not be written, and are lost. */
export interface LostRecord {
  readonly type: "lost";
  readonly t: Timestamp;
  readonly records: number;
  readonly reason: string;
}

/** One line of `log.jsonl`. */
export type LogRecord =
  | RunRecord
  | EndRunRecord
  | BeginEntryRecord
  | EndEntryRecord
  | BeginSpanRecord
  | EndSpanRecord
  | AttributeRecord
  | BeginStreamRecord
  | FirstItemRecord
  | StreamChunkRecord
  | EndStreamRecord
  | TransitionRecord
  | AccessRecord
  | RetryRecord
  | CheckpointRecord
  | HeartbeatRecord
  | LostRecord;
