import type { RunMeta } from "@burrjs/core";
import {
  parseRecord,
  type CheckpointRecord,
  type EndEntryRecord,
  type LoggedError,
  type RunRecord,
  type TransitionRecord,
} from "@burrjs/protocol";
import { readLines } from "./read-lines.ts";

/** A record that has a state. */
type StateRecord = EndEntryRecord | RunRecord;

/** Where a log has got to. */
export interface LogPoint {
  /** A state as a whole, then the patches that lead from it to the state of this point. */
  readonly states: readonly StateRecord[];
  /** Whether something is missing between them: the state of this point is not known. */
  readonly isBroken: boolean;
  /** The step whose commit is the last that stands. */
  readonly after: { readonly action: string; readonly sequenceId: number } | undefined;
  /** Of the last commit, also if that has undone another one; -1 before the first. */
  readonly commitId: number;
  /** The last attempt; `undefined` before the first. */
  readonly last: Attempt | undefined;
  readonly version: number;
  /** What is next whatever the transitions say: after an undone commit, a suspended step, or a failure that was led on from. */
  readonly ahead: Pick<RunMeta, "undone" | "failure">;
}

/** An attempt of a step. */
interface Attempt {
  readonly action: string;
  readonly sequenceId: number;
  /** `unfinished`: it began, and nobody has said how it ended. */
  readonly status: NonNullable<EndEntryRecord["status"]> | "unfinished";
  readonly error?: LoggedError;
  /** As it stands in the log; `null` for none. */
  readonly result: unknown;
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
  /^\{"type": ?"(?:begin_span|end_span|attribute|begin_stream|first_item_stream|stream_chunk|end_stream|access|retry|end_run)"/;

const isTransition = /^\{"type": ?"transition"/;

class Scan {
  #states: StateRecord[] = [];
  #isBroken = false;
  /** A line that cannot be read. What was cut off may stand behind it once more, as a whole. */
  #unreadable: string | undefined;
  /** What was committed, and not undone. */
  #commits: { readonly action: string; readonly sequenceId: number }[] = [];
  #commitId = -1;
  #last: Attempt | undefined;
  #version = 0;
  #ahead: LogPoint["ahead"] = {};

  point(): LogPoint {
    return {
      states: [...this.#states],
      isBroken: this.#isBroken,
      after: this.#commits.at(-1),
      commitId: this.#commitId,
      last: this.#last,
      version: this.#version,
      ahead: this.#ahead,
    };
  }

  /** Takes note of a line. The id of the step, if it has ended by it. */
  take(line: string): number | undefined {
    if (this.#unreadable !== undefined && !line.startsWith(this.#unreadable)) this.#isBroken = true;
    this.#unreadable = undefined;
    // What a step has led on to is chosen anew, unless it has failed.
    if (passedOver.test(line) || (this.#last?.status !== "failed" && isTransition.test(line))) return undefined;
    const record = parseRecord(line);
    switch (record.type) {
      case "run":
        this.#begin(record);
        return undefined;
      case "begin_entry": {
        const { action, sequence_id: sequenceId, start_time: seenAt } = record;
        this.#last = {
          action,
          sequenceId,
          seenAt,
          status: "unfinished",
          result: null,
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
      case "transition":
        return this.#leadOn(record);
      case "end_entry":
        this.#end(record);
        return record.sequence_id;
      case "lost":
        this.#isBroken = true;
        return undefined;
      case "unreadable":
        this.#unreadable = line.trim() === "" ? undefined : line;
        return undefined;
      default:
        return undefined;
    }
  }

  #begin(record: RunRecord): void {
    if (record.state !== undefined) this.#addState(record);
    // The first run of a process tells all of its program; a version of 0 is left out.
    this.#version = record.version ?? (record.runtime === undefined ? this.#version : 0);
    const { sequence_id: sequenceId, after } = record;
    if (sequenceId === undefined || after === undefined) return;
    this.#moveTo(sequenceId, { after, seenAt: record.t });
  }

  /** Lines are missing here, or the run was begun anew, at an earlier step, or by others. */
  #moveTo(sequenceId: number, { after, seenAt }: { readonly after: string | null; readonly seenAt: string }): void {
    const commits = after === null ? [] : this.#commits.filter((commit) => commit.sequenceId <= sequenceId);
    if (after !== null && commits.at(-1)?.action !== after) commits.push({ action: after, sequenceId });
    this.#commits = commits;
    if (this.#last?.sequenceId === sequenceId) return;
    this.#ahead = {};
    this.#commitId = sequenceId;
    this.#last =
      sequenceId < 0
        ? undefined
        : { action: after ?? "", sequenceId, seenAt, status: "completed", result: null, checkpoint: undefined, isUndo: false }; // prettier-ignore
  }

  #end(record: EndEntryRecord): void {
    const { action, sequence_id: sequenceId, end_time: seenAt } = record;
    this.#addState(record);
    const checkpoint = this.#last?.sequenceId === sequenceId ? this.#last.checkpoint : undefined;
    const isUndo = this.#last?.sequenceId === sequenceId && this.#last.isUndo;
    const status = record.status ?? (record.exception === null ? "completed" : "failed");
    const error = record.error === undefined ? {} : { error: record.error };
    this.#last = { action, sequenceId, seenAt, status, result: record.result, checkpoint, isUndo, ...error };
    if (status === "suspended") this.#ahead = { undone: action };
    if (!(record.committed ?? status === "completed")) return;
    this.#ahead = isUndo ? { undone: action } : {};
    this.#commitId = sequenceId;
    if (!isUndo) this.#commits.push({ action, sequenceId });
    else {
      // What was committed behind it has no `undo`, and is undone with it.
      const undone = this.#commits.findLastIndex((commit) => commit.action === action);
      if (undone !== -1) this.#commits.length = undone;
    }
  }

  /** A transition on error. */
  #leadOn({ sequence_id: sequenceId, from, to }: TransitionRecord): number | undefined {
    if (this.#last?.sequenceId !== sequenceId || to === null) return undefined;
    const { name = "Error", message = "", ...code } = this.#last.error ?? {};
    this.#ahead = { failure: { action: from, to, error: Object.assign(new Error(message), { name }, code) } };
    return sequenceId;
  }

  #addState(record: StateRecord): void {
    if (record.form !== "patch") {
      this.#states = [];
      this.#isBroken = false;
    }
    this.#states.push(record);
  }
}
