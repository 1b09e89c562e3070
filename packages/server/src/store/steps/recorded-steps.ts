import {
  type LoggedError,
  type LoggedState,
  type LoggedTrial,
  type LogRecord,
  normalise,
  type SettledEnd,
  stateAfter,
} from "@burrjs/protocol";
import { withBlobs } from "../states/blobs.ts";
import type { RunView } from "../store.ts";

/** A step as the log has it, its values in the form of the log. */
export interface RecordedStep {
  readonly sequenceId: number;
  /** 0 for the first step with this id. */
  readonly repeat: number;
  readonly action: string;
  readonly role: "answer" | "fallback" | "undo" | undefined;
  /** `unfinished`: the log has no end of it. */
  readonly status: "completed" | "failed" | "aborted" | "suspended" | "unfinished";
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly result: unknown;
  readonly error: LoggedError | undefined;
  /** The state before it and after it, whole; `undefined` when the log has none. */
  readonly before: Readonly<Record<string, unknown>> | undefined;
  readonly after: Readonly<Record<string, unknown>> | undefined;
  /** The keys that it has written; `undefined` when that was not recorded. */
  readonly wrote: readonly string[] | undefined;
  /** How the action after it was chosen; `undefined` when that was not recorded. */
  readonly next: { readonly to: string | null; readonly tried: readonly LoggedTrial[] } | undefined;
}

/** Which steps are wanted. */
export interface StepSpan {
  readonly from: number;
  readonly to: number;
}

type Draft = { -readonly [TKey in keyof RecordedStep]: RecordedStep[TKey] };

/**
 * The steps of a run, one by one as the log tells of them, with all that they need to be run again. The states are followed along the
 * log: to ask for each of them takes ten times as long.
 */
export async function* recordedSteps(
  view: RunView,
  span: StepSpan = { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY },
): AsyncGenerator<RecordedStep> {
  const seen = new Map<number, number>();
  const whole: Whole = (value) => withBlobs(view.files, value);
  let open: Draft | undefined;
  let state: LoggedState | undefined;
  for await (const record of view.records()) {
    if (record.type === "run" || record.type === "end_entry") state = stateAfter(state, record);
    if (record.type === "begin_entry") {
      if (open !== undefined) yield open;
      open = undefined;
      const id = record.sequence_id;
      const repeat = seen.get(id) ?? 0;
      seen.set(id, repeat + 1);
      if (id < span.from || id > span.to) continue;
      open = { ...(await begun(record, repeat, whole)), before: state && ownFields(await whole(state)) };
    } else if (open !== undefined && belongsTo(record, open)) {
      await noted(open, record, whole);
      if (record.type === "end_entry") open.after = state && ownFields(await whole(state));
    }
  }
  if (open !== undefined) yield open;
}

type Begin = Extract<LogRecord, { readonly type: "begin_entry" }>;
type Whole = (value: unknown) => Promise<unknown>;

async function begun(record: Begin, repeat: number, whole: Whole): Promise<Draft> {
  return {
    sequenceId: record.sequence_id,
    repeat,
    action: record.action,
    role: record.role,
    status: "unfinished",
    inputs: ownFields(await whole(record.inputs)),
    result: null,
    error: undefined,
    before: undefined,
    after: undefined,
    wrote: undefined,
    next: undefined,
  };
}

async function noted(step: Draft, record: LogRecord, whole: Whole): Promise<void> {
  switch (record.type) {
    case "end_entry": {
      const { status, result, error } = settled(record);
      [step.status, step.error] = [status, error];
      step.result = await whole(result);
      break;
    }
    case "access":
      step.wrote = record.wrote;
      break;
    case "transition":
      step.next = { to: record.to, tried: record.tried };
      break;
    default: // nothing that a step needs to be run again
  }
}

function belongsTo(record: LogRecord, { sequenceId }: Draft): boolean {
  return "sequence_id" in record && record.sequence_id === sequenceId;
}

function settled(record: Extract<LogRecord, { readonly type: "end_entry" }>): SettledEnd {
  const end = normalise(record);
  if (end.type === "end_entry") return end;
  throw new TypeError("The end of a step has become something else."); // it cannot
}

/** Without the keys of the engine, which logs of Burr for Python have among those of the user. */
function ownFields(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null) return {};
  return Object.fromEntries(Object.entries(value).filter(([key]) => !key.startsWith("__")));
}
