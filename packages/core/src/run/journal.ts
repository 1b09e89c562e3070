import type { Decision } from "../graph/decision.ts";
import type { Data, Operation } from "../state/operations.ts";
import type { StreamPlace } from "../stream/event-id.ts";
import type { AnyRunEvent, StepStatus } from "../stream/events.ts";
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
  readonly suspension?: { readonly name: string; readonly payload: unknown };
}

/** One entry of a run's history. */
export type JournalRecord =
  | StepStartedRecord
  | (AttemptRecord<"checkpoint"> & { readonly delta: readonly Operation[] })
  | ChunksRecord
  | StepEndedRecord
  | (RecordBase<"transition"> & Decision)
  | (RecordBase<"state-updated"> & { readonly delta: readonly Operation[] });

/**
 * Where a run's history goes. The engine waits for each call before it goes on; when the records of a commit are refused
 * (the call throws, or its promise rejects) the step fails, and the commit does not happen.
 */
export interface Journal {
  /** Stores records that belong together, oldest first: all of them or none. */
  append(records: readonly JournalRecord[]): void | PromiseLike<void>;
}

/** A journal that others may write to as well: what a persister gives an application. */
export interface Session extends Journal {
  /** `after` is the committed state once these records are stored. */
  append(records: readonly JournalRecord[], after?: Data): void | PromiseLike<void>;
  /** Takes the application for an attempt. Gives what to go on from when it has gone on elsewhere: look again then. */
  start?(record: StepStartedRecord): PromiseLike<StartingPoint | undefined>;
  /** The run is over, or stands still. `isUnused`: an attempt was started, and did not run. */
  end?(isUnused: boolean): PromiseLike<void>;
  /** The events of a step's stream from a place on, out of the store; of a whole run, also those of the steps that follow. */
  follow?(place: StreamPlace, isRun: boolean): AsyncIterable<AnyRunEvent>;
  /** `stop` ends the run under way: somebody else has taken the application, or has asked for an abort. */
  attach?(stop: (reason: unknown) => void): void;
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
