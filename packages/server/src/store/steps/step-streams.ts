import type { ParsedLine, StreamSummary } from "@burrjs/protocol";
import type { RunIndex } from "../index/run-index.ts";
import type { TimeReader } from "./step-clock.ts";

/** The entries of an attempt that streams, in the order of the log. */
export interface StreamEntries {
  readonly attempt: number;
  readonly entries: readonly number[];
  /** Those with chunks. */
  readonly chunks: readonly number[];
}

/** The streams of a step: what its entries say, attempt by attempt. An attempt ends where a `retry` stands. */
export function streamEntries(index: RunIndex, step: number): StreamEntries[] {
  const attempts: { attempt: number; entries: number[]; chunks: number[] }[] = [];
  const attemptsInAll = index.steps.get("attempt", step);
  let current = { attempt: 1, entries: [] as number[], chunks: [] as number[] };
  const retries = index.entriesOf(step).filter((entry) => index.kindOf(entry) === "retry").length;
  current.attempt = Math.max(1, attemptsInAll - retries);
  attempts.push(current);
  for (const entry of index.entriesOf(step)) {
    const kind = index.kindOf(entry);
    if (kind === "retry") {
      current = { attempt: current.attempt + 1, entries: [], chunks: [] };
      attempts.push(current);
    } else if (kind === "stream_chunk") {
      current.entries.push(entry);
      current.chunks.push(entry);
    } else if (kind === "begin_stream" || kind === "first_item_stream" || kind === "end_stream") {
      current.entries.push(entry);
    }
  }
  return attempts.filter(({ entries }) => entries.length > 0);
}

/** The entries that say how a stream went: all but the chunks in its middle. */
export function tellingEntries({ entries, chunks }: StreamEntries): number[] {
  const [first] = chunks;
  const last = chunks.at(-1);
  const middle = new Set(chunks);
  return entries.filter((entry) => entry === first || entry === last || !middle.has(entry));
}

/**
 * A stream in short, by the records of its telling entries. `startedMs`: when the step began, or the attempt before failed; that counts
 * where there is no record of the opening: items of a retry are measured from there on.
 */
export function streamSummary(
  attempt: number,
  records: readonly ParsedLine[],
  { msOf, startedMs }: { readonly msOf: TimeReader; readonly startedMs: number },
): StreamSummary {
  let openedMs = startedMs;
  let firstItemMs: number | null = null;
  let endedMs: number | null = null;
  let items = 0;
  let dropped = 0;
  let recorded = false;
  for (const record of records) {
    switch (record.type) {
      case "begin_stream":
        openedMs = msOf(record.stream_init_time, record.m) ?? openedMs;
        break;
      case "first_item_stream":
        firstItemMs = msOf(record.first_item_time, record.m) ?? null;
        break;
      case "end_stream":
        endedMs = msOf(record.end_time, record.m) ?? null;
        items = Math.max(items, record.items_streamed);
        break;
      case "stream_chunk":
        recorded = true;
        dropped = Math.max(dropped, record.dropped ?? 0);
        items = Math.max(items, record.i + record.items.length + (record.dropped ?? 0));
        if (record.i === 0) firstItemMs ??= openedMs + (record.dt_us[0] ?? 0) / 1000;
        break;
      default:
        break;
    }
  }
  return {
    attempt,
    items,
    opened_ms: openedMs,
    first_item_ms: firstItemMs,
    ended_ms: endedMs,
    recorded,
    dropped,
  };
}
