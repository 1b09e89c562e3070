import type { Decision } from "../graph/decision.ts";
import type { Data, Operation } from "../state/operations.ts";
import type { Commit } from "../undo/commits.ts";
import type { HookContext, HookStep } from "./hooks.ts";
import type { OpenSuspension, RunMeta } from "./meta.ts";
import type { StreamPlace } from "../stream/event-id.ts";
import type { AnyRunEvent, StepStatus } from "../stream/events.ts";
import type { Recalled } from "./recall.ts";
import type { StartingPoint } from "./runtime.ts";

/** What every record has. */
interface RecordBase<TType extends string> {
  readonly type: TType;
  readonly appId: string;
  readonly partitionKey: string | null;
  readonly sequenceId: number;
}

interface AttemptRecord<TType extends string> extends RecordBase<TType> {
  readonly action: string;
  readonly attempt: number;
  /** What of the action was called, if not `run`. */
  readonly role?: HookStep["role"];
}

/** Something that a further attempt will find; of the step that `notesKey` names: an action, or an undo of one. */
interface NoteRecord<TType extends string> extends AttemptRecord<TType> {
  readonly notesKey: string;
}

/** An attempt to run an action begins. */
export type StepStartedRecord = AttemptRecord<"step-started">;

/** Some chunks of a stream: all of them with `logChunks`, else those that came after the stream was detached. */
export interface ChunksRecord extends AttemptRecord<"chunks"> {
  /** Of the first of these chunks; the first of an attempt is 0. */
  readonly index: number;
  readonly chunks: readonly unknown[];
}

/** An attempt ended. */
export interface StepEndedRecord extends AttemptRecord<"step-ended"> {
  readonly status: StepStatus;
  readonly committed: boolean;
  readonly delta: readonly Operation[];
  /** What the action reported; of steps whose chunks are logged. */
  readonly result?: unknown;
  /** What it waits for, when `suspended`. */
  readonly suspensions?: readonly OpenSuspension[];
  /** Of an `undo`: the sequence id of the commit that it undoes. */
  readonly undoes?: number;
  /** Of an `undo`: the action of the commit before that one, `undefined` without one; the action of the commit is next then. */
  readonly before?: string | undefined;
}

/** One entry of a run's history. */
export type JournalRecord =
  | StepStartedRecord
  | (NoteRecord<"checkpoint"> & { readonly delta: readonly Operation[] })
  | ChunksRecord
  | StepEndedRecord
  | (RecordBase<"transition"> & Decision)
  /** The outcome of a side effect, see `ctx.once()`. */
  | (NoteRecord<"once"> & { readonly key: string; readonly value: unknown })
  /** An answer was given; or the one for the case that nobody answers in time stands. */
  | (RecordBase<"suspension-answered"> & { readonly id: string; readonly name: string; readonly isTimeout: boolean })
  /** The action waits no longer: it is next again. */
  | (RecordBase<"suspension-withdrawn"> & { readonly action: string })
  | (RecordBase<"state-updated"> & { readonly delta: readonly Operation[] });

/**
 * Where a run's history goes. The engine waits for each call before it goes on; when the records of a commit are refused
 * (the call throws, or its promise rejects) the step fails, and the commit does not happen.
 */
export interface Journal {
  /**
   * Stores records that belong together, oldest first: all of them or none. `after`: how the run stands then, if they change
   * that. The `signal` of `context` aborts when the step that they are of has to stop.
   */
  append(records: readonly JournalRecord[], after?: RunPoint, context?: HookContext): void | PromiseLike<void>;
}

/** How a run stands once records are stored. */
export interface RunPoint {
  /** The committed state. */
  readonly data: Data;
  readonly meta: RunMeta;
}

/** A journal that others may write to as well: what a persister gives an application. */
export interface Session extends Journal {
  /** Takes the application for an attempt. False when it has gone on elsewhere, and its owner was moved there. */
  start?(record: StepStartedRecord, context?: HookContext): PromiseLike<boolean>;
  /** The run is over, or stands still. `isUnused`: an attempt was started, and did not run. */
  end?(isUnused: boolean): PromiseLike<void>;
  /** The events of a step's stream from a place on, out of the store; of a whole run, also those of the steps that follow. */
  follow?(place: StreamPlace, isRun: boolean): AsyncIterable<AnyRunEvent>;
  /** Stores where the application begins, with what its last step has reported, without a step of its own. */
  begin?(result: unknown): PromiseLike<void>;
  /** Whether the application has gone on elsewhere, and its owner was moved there. */
  look?(): PromiseLike<boolean>;
  /** The commits of the history that were not undone, oldest first. */
  commits?(): PromiseLike<readonly Commit[]>;
  /** The state after a commit. */
  stateAt?(sequenceId: number): PromiseLike<Data | undefined>;
  attach?(owner: SessionOwner): void;
}

/** The application that a session is of. */
export interface SessionOwner {
  /** Ends the run under way: somebody else has taken the application, or has asked for an abort. */
  stop(reason: unknown): void;
  /** What must not have changed when it is moved. */
  readonly holder: unknown;
  /** Moves it to where the history has gone on to. */
  move(point: StartingPoint, recalled: Recalled | undefined): void;
}

/** A journal that keeps every record in memory, oldest first. */
export interface MemoryJournal extends Journal {
  readonly records: readonly JournalRecord[];
}

/** A journal in memory, for tests and for runs that end with their process. It grows with the run. */
export function memoryJournal(): MemoryJournal {
  const records: JournalRecord[] = [];
  return {
    records,
    append: (added) => {
      records.push(...added);
    },
  };
}
