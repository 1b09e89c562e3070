import type { EndEntryRecord, LoggedError, LoggedStatus, LogRecord } from "../records.ts";
import { exceptionError } from "./exception-error.ts";

/** The end of a step with all that our logs say, which those of Burr for Python leave to be found out. */
export interface SettledEnd extends EndEntryRecord {
  readonly status: LoggedStatus;
  readonly committed: boolean;
}

/** A record with what follows from it: for the end of a step its status, its error, and whether it has changed the state. */
export function normalise(record: LogRecord): Exclude<LogRecord, EndEntryRecord> | SettledEnd {
  return record.type === "end_entry" ? settledEnd(record) : record;
}

function settledEnd(record: EndEntryRecord): SettledEnd {
  const status = record.status ?? (record.exception === null ? "completed" : "failed");
  const committed = record.committed ?? status === "completed";
  const error: LoggedError | undefined =
    record.error ?? (record.exception === null ? undefined : exceptionError(record.exception));
  return { ...record, status, committed, ...(error && { error }) };
}
