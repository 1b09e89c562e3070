import type { Decision } from "../graph/decision.ts";
import type { Operation } from "../state/operations.ts";
import type { StepStatus } from "../stream/events.ts";

/** What every record has. */
interface RecordBase<TType extends string> {
  readonly type: TType;
  readonly appId: string;
  readonly partitionKey: string | null;
  readonly sequenceId: number;
}

/** One entry of a run's history. */
export type JournalRecord =
  | (RecordBase<"step-started"> & { readonly action: string; readonly attempt: number })
  | (RecordBase<"checkpoint"> & {
      readonly action: string;
      readonly attempt: number;
      readonly delta: readonly Operation[];
    })
  /** Chunks that nobody reads any more, since the stream was detached. `index` is that of the first. */
  | (RecordBase<"chunks"> & {
      readonly action: string;
      readonly attempt: number;
      readonly index: number;
      readonly chunks: readonly unknown[];
    })
  | (RecordBase<"step-ended"> & {
      readonly action: string;
      readonly attempt: number;
      readonly status: StepStatus;
      readonly committed: boolean;
      readonly delta: readonly Operation[];
      /** What it waits for, when `suspended`. */
      readonly suspension?: { readonly name: string; readonly payload: unknown };
    })
  | (RecordBase<"transition"> & Decision)
  | (RecordBase<"state-updated"> & { readonly delta: readonly Operation[] });

/**
 * Where a run's history goes. The engine awaits each record before it goes on; a record that is refused (the promise
 * rejects) fails the step, and its commit does not happen.
 */
export interface Journal {
  append(record: JournalRecord): void | PromiseLike<void>;
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
    append: (record) => {
      records.push(record);
    },
  };
}
