import type { LogRecord, Timestamp } from "../records.ts";
import { type TimeParts, timeParts } from "./time-text.ts";

const stepMs = 15 * 60_000;

/**
 * How many minutes the clock of a log without zones was ahead of UTC. Burr for Python writes when steps and spans begin and end in
 * local time, and attributes and streams of the same steps in UTC: what came right after the other tells the difference, to a quarter
 * of an hour. Of several answers the most frequent counts, as of a log over the change to summer time. Logs without such a pair are taken to
 * be from where this code runs.
 *
 * @param records - In the order of the log; its first hundred steps are enough.
 */
export function inferZone(records: Iterable<LogRecord>): number {
  const votes = new Map<number, number>();
  const localOf = new Map<number, number>();
  let first: number | undefined;
  for (const record of records) {
    const timed = timeOf(record);
    if (timed === undefined) continue;
    const { step, parts } = timed;
    if (parts.zoneMinutes === undefined) {
      first ??= parts.clockMs;
      localOf.set(step, parts.clockMs);
      continue;
    }
    const local = localOf.get(step);
    if (local === undefined) continue;
    const minutes = Math.round((local - (parts.clockMs - parts.zoneMinutes * 60_000)) / stepMs) * 15;
    if (Math.abs(minutes) <= 18 * 60) votes.set(minutes, (votes.get(minutes) ?? 0) + 1);
  }
  const [best] = [...votes].toSorted(([, some], [, more]) => more - some);
  return best?.[0] ?? ownZone(first);
}

/** Where this code runs, at a time of its own clock. */
function ownZone(clockMs: number | undefined): number {
  if (clockMs === undefined) return -new Date().getTimezoneOffset();
  const utc = new Date(clockMs);
  const local = new Date(utc.getUTCFullYear(), utc.getUTCMonth(), utc.getUTCDate(), utc.getUTCHours());
  return -local.getTimezoneOffset();
}

/** When a record says that something happened, and in which step. */
function timeOf(record: LogRecord): { readonly step: number; readonly parts: TimeParts } | undefined {
  switch (record.type) {
    case "begin_entry":
      return partsOf(record.sequence_id, record.start_time);
    case "end_entry":
      return partsOf(record.sequence_id, record.end_time);
    case "begin_span":
      return partsOf(record.action_sequence_id, record.start_time);
    case "end_span":
      return partsOf(record.action_sequence_id, record.end_time);
    case "attribute":
      return partsOf(record.action_sequence_id, record.time_logged);
    case "begin_stream":
      return partsOf(record.action_sequence_id, record.stream_init_time);
    case "first_item_stream":
      return partsOf(record.action_sequence_id, record.first_item_time);
    case "end_stream":
      return partsOf(record.action_sequence_id, record.end_time);
    default:
      return undefined;
  }
}

function partsOf(
  step: number,
  text: Timestamp | null | undefined,
): { readonly step: number; readonly parts: TimeParts } | undefined {
  const parts = typeof text === "string" ? timeParts(text) : undefined;
  return parts && { step, parts };
}
