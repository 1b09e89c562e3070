import type { LogRecord } from "@burrjs/protocol";
import { jsonText } from "../http/answer.ts";
import { textNumber } from "./text-number.ts";

/** A step, as far as it is compared. */
export interface StepMark {
  readonly sequence_id: number;
  readonly action: string;
  /** The same for the same action with the same inputs. */
  readonly call: number;
  /** The same for the same status and result; `undefined` while there is none. */
  outcome: number | undefined;
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
      const { sequence_id: id, action, inputs } = record;
      const mark: StepMark = {
        sequence_id: id,
        action,
        call: textNumber(`${action}\0${jsonText(inputs)}`),
        outcome: undefined,
      };
      marks.push(mark);
      open.set(id, mark);
    } else if (record.type === "end_entry") {
      const mark = open.get(record.sequence_id);
      const status = record.status ?? (record.exception === null ? "completed" : "failed");
      if (mark !== undefined) mark.outcome = textNumber(`${status}\0${jsonText(record.result)}`);
      open.delete(record.sequence_id);
    }
  }
  return marks;
}
