import { parseRecord, type CheckpointRecord, type EndEntryRecord, type RunRecord } from "@burrjs/protocol";
import { readLines } from "./read-lines.ts";

/** A record that has a state. */
type StateRecord = EndEntryRecord | RunRecord;

/** Where a log has got to. */
export interface LogPoint {
  /** A state as a whole, then the patches that lead from it to the state of this point. */
  readonly states: readonly StateRecord[];
  /** The step whose commit is the last that stands. */
  readonly after: { readonly action: string; readonly sequenceId: number } | undefined;
  /** Of the last commit, also if that has undone another one; -1 before the first. */
  readonly commitId: number;
  /** The last attempt; `undefined` before the first. */
  readonly last: Attempt | undefined;
  readonly version: number;
}

/** An attempt of a step. */
interface Attempt {
  readonly action: string;
  readonly sequenceId: number;
  /** `undefined`: it began, and nobody has said how it ended. */
  readonly end: EndEntryRecord | undefined;
  readonly checkpoint: CheckpointRecord | undefined;
  /** Whether it undoes the last commit. */
  readonly isUndo: boolean;
  /** The last sign of life. */
  readonly seenAt: string;
}

/**
 * Reads a log to its end, or to the last step with this id.
 *
 * @returns `undefined` when the log has no such step. What cannot be read is passed over.
 */
export function scanLog(path: string, sequenceId?: number): LogPoint | undefined {
  const scan = new Scan();
  let found: LogPoint | undefined;
  for (const line of readLines(path)) {
    const end = scan.take(line);
    if (end !== undefined && end === sequenceId) found = scan.point();
  }
  return sequenceId === undefined ? scan.point() : found;
}

/** Records that do not matter here: most of a log. Lines of other programs may have their fields in any order. */
const passedOver =
  /^\{"type": ?"(?:begin_span|end_span|attribute|begin_stream|first_item_stream|stream_chunk|end_stream|transition|access|retry|end_run|lost)"/;

class Scan {
  #states: StateRecord[] = [];
  /** What was committed, and not undone. */
  readonly #commits: { readonly action: string; readonly sequenceId: number }[] = [];
  #commitId = -1;
  #last: Attempt | undefined;
  #version = 0;

  point(): LogPoint {
    return {
      states: [...this.#states],
      after: this.#commits.at(-1),
      commitId: this.#commitId,
      last: this.#last,
      version: this.#version,
    };
  }

  /** Takes note of a line. The id of the step, if it has ended by it. */
  take(line: string): number | undefined {
    if (passedOver.test(line)) return undefined;
    const record = parseRecord(line);
    switch (record.type) {
      case "run":
        if (record.state !== undefined) this.#addState(record);
        if (typeof record.version === "number") this.#version = record.version;
        return undefined;
      case "begin_entry": {
        const { action, sequence_id: sequenceId, start_time: seenAt } = record;
        this.#last = {
          action,
          sequenceId,
          seenAt,
          end: undefined,
          checkpoint: undefined,
          isUndo: record.role === "undo",
        };
        return undefined;
      }
      case "checkpoint":
        if (this.#last?.sequenceId === record.sequence_id) this.#last = { ...this.#last, checkpoint: record };
        return undefined;
      case "heartbeat":
        if (this.#last !== undefined) this.#last = { ...this.#last, seenAt: record.t };
        return undefined;
      case "end_entry":
        this.#end(record);
        return record.sequence_id;
      default:
        return undefined;
    }
  }

  #end(record: EndEntryRecord): void {
    const { action, sequence_id: sequenceId, end_time: seenAt } = record;
    this.#addState(record);
    const checkpoint = this.#last?.sequenceId === sequenceId ? this.#last.checkpoint : undefined;
    const isUndo = this.#last?.sequenceId === sequenceId && this.#last.isUndo;
    this.#last = { action, sequenceId, seenAt, end: record, checkpoint, isUndo };
    if (!(record.committed ?? statusOf(record) === "completed")) return;
    this.#commitId = sequenceId;
    if (isUndo) this.#commits.pop();
    else this.#commits.push({ action, sequenceId });
  }

  #addState(record: StateRecord): void {
    if (record.form !== "patch") this.#states = [];
    this.#states.push(record);
  }
}

/** How a step has ended. */
export function statusOf({ status, exception }: EndEntryRecord): NonNullable<EndEntryRecord["status"]> {
  return status ?? (exception === null ? "completed" : "failed");
}
