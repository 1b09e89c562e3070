import { type EndEntryRecord, isTagged, type LogRecord, type StatePatch } from "@burrjs/protocol";
import { textNumber } from "./text-number.ts";

/** A step, as far as it is compared. */
export interface StepMark {
  readonly sequence_id: number;
  readonly action: string;
  /** The same for the same action with the same inputs and answers. */
  readonly call: number;
  /** The same for the same status, number of attempts and result; `undefined` while there is none. */
  outcome: number | undefined;
  /** The same for the same changes of the state; `undefined` where the log has all of the state instead. */
  changes: number | undefined;
}

/**
 * Gathers the steps of a log, for comparing.
 *
 * @param records - The log.
 * @returns Its steps, in the order in which they began.
 */
export async function stepMarks(records: AsyncIterable<LogRecord>): Promise<readonly StepMark[]> {
  const marks: StepMark[] = [];
  const open = new Map<number, StepMark>();
  for await (const record of records) {
    if (record.type === "begin_entry") {
      const { sequence_id: id, action, inputs, answers = {} } = record;
      const mark: StepMark = {
        sequence_id: id,
        action,
        call: textNumber(`${action}\0${comparableText(inputs)}\0${comparableText(answers)}`),
        outcome: undefined,
        changes: undefined,
      };
      marks.push(mark);
      open.set(id, mark);
    } else if (record.type === "end_entry") {
      const mark = open.get(record.sequence_id);
      const status = record.status ?? (record.exception === null ? "completed" : "failed");
      if (mark !== undefined) {
        mark.outcome = textNumber(`${status}\0${record.attempt ?? 1}\0${comparableText(record.result)}`);
        mark.changes = changesOf(record);
      }
      open.delete(record.sequence_id);
    }
  }
  return marks;
}

function changesOf({ state, form }: EndEntryRecord): number | undefined {
  if (form !== "patch" || !isPatch(state)) return undefined;
  // Whether a key was there before is no matter of what the step has written.
  return textNumber(comparableText(state.$patch.map((one) => (one.op === "replace" ? { ...one, op: "add" } : one))));
}

function isPatch(state: EndEntryRecord["state"]): state is StatePatch {
  return Array.isArray(state["$patch"]);
}

/** JSON without what differs in any two logs: points in time, and the marks of what was hidden. */
function comparableText(value: unknown): string {
  const text = JSON.stringify(value, (_key, inner: unknown) =>
    isTagged(inner) && (inner.$burr === "date" || inner.$burr === "redacted") ? { $burr: inner.$burr } : inner,
  );
  return text ?? "null";
}
