import { isObject } from "../parse/check.ts";
import { normalise, type SettledEnd } from "../python/normalise.ts";
import type { AttributeRecord, LogRecord } from "../records.ts";
import type { LoggedState } from "../state/apply-patch.ts";
import { stateAfter } from "../state/state-after.ts";
import type { PythonRecord, V0EndEntry } from "../v0/v0.ts";

/**
 * Turns the records of one log, from its first on, into those of Burr for Python: each step with its whole state, and no record or
 * field that Burr does not have. `undefined` for records that it has nothing for. The ends of steps are left out that wait for a person, and
 * those whose state cannot be known.
 *
 * @returns What to call with each record, in order.
 */
export function pythonConverter(): (record: LogRecord) => PythonRecord | undefined {
  let state: LoggedState | undefined;
  let priorStep: string | undefined;

  function stepEnds(record: SettledEnd): V0EndEntry | undefined {
    state = stateAfter(state, record);
    if (record.committed) priorStep = record.action;
    if (state === undefined || (record.status === "suspended" && !record.committed)) return undefined;
    const { end_time, action, result, sequence_id } = record;
    const engine = { ...(priorStep !== undefined && { __PRIOR_STEP: priorStep }), __SEQUENCE_ID: sequence_id };
    return {
      type: "end_entry",
      end_time,
      action,
      result: result === null || isObject(result) ? result : { value: result },
      exception: exceptionOf(record),
      state: { ...state, ...engine },
      sequence_id,
    };
  }

  return (logged) => {
    const record = normalise(logged);
    switch (record.type) {
      case "run":
        state = stateAfter(state, record);
        return undefined;
      case "end_entry":
        return stepEnds(record);
      default:
        return withKnownFields(record);
    }
  };
}

/** Burr knows no status: what has not completed has an exception. */
function exceptionOf({ exception, error, status, committed }: SettledEnd): string | null {
  if (exception !== null) return exception;
  if (error !== undefined) return `${error.name}: ${error.message}`;
  return status === "completed" || committed ? null : `Error: the step was ${status}`;
}

function withKnownFields(record: Exclude<LogRecord, { type: "end_entry" | "run" }>): PythonRecord | undefined {
  switch (record.type) {
    case "begin_entry": {
      const { type, start_time, action, inputs, sequence_id } = record;
      return { type, start_time, action, inputs, sequence_id };
    }
    case "begin_span": {
      const { type, start_time, action_sequence_id, span_id, span_name, parent_span_id, span_dependencies } = record;
      return { type, start_time, action_sequence_id, span_id, span_name, parent_span_id, span_dependencies };
    }
    case "end_span": {
      const { type, end_time, action_sequence_id, span_id } = record;
      return { type, end_time, action_sequence_id, span_id };
    }
    case "attribute":
      return attribute(record);
    case "begin_stream": {
      const { type, action_sequence_id, span_id, stream_init_time } = record;
      return { type, action_sequence_id, span_id, stream_init_time };
    }
    case "first_item_stream": {
      const { type, action_sequence_id, span_id, first_item_time } = record;
      return { type, action_sequence_id, span_id, first_item_time };
    }
    case "end_stream": {
      const { type, action_sequence_id, span_id, end_time, items_streamed } = record;
      return { type, action_sequence_id, span_id, end_time, items_streamed };
    }
    default:
      return undefined;
  }
}

function attribute(record: AttributeRecord): PythonRecord {
  const { type, key, action_sequence_id, span_id, value, tags, time_logged = null } = record;
  return { type, key, action_sequence_id, span_id, value, tags, time_logged };
}
