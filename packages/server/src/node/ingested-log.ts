import { createInterface } from "node:readline";
import type { IngestLines } from "@burrjs/protocol";
import { appendLines, openToRead } from "./append-lines.ts";
import { nothingIfAbsent } from "./folders.ts";

/** A log whose lines come from trackers elsewhere, maybe more than once. */
export interface IngestedLog {
  /** Writes those of the lines that are not there yet. */
  append(lines: IngestLines): Promise<void>;
}

/**
 * Makes a log that knows what it has got. Before the lines of each delivery it writes one that tells whose they are: so a server
 * that was killed in the middle still knows, when the delivery comes again, how much of it is there.
 *
 * @param path - The file.
 * @returns The log. One call at a time.
 */
export function ingestedLog(path: string): IngestedLog {
  /** For each tracker, the number of the line that is to come. */
  let next: Map<string, number> | undefined;
  return {
    async append({ tracker, seq, lines }) {
      next ??= await writtenIn(path);
      const fresh = lines.slice(Math.max(0, (next.get(tracker) ?? 0) - seq));
      if (fresh.length === 0) return;
      const first = seq + lines.length - fresh.length;
      const mark = JSON.stringify({ type: "ingest", tracker, seq: first, lines: fresh.length });
      const known = next;
      next = undefined; // until this is written, nobody knows
      await appendLines(path, [mark, ...fresh, ""].join("\n"));
      known.set(tracker, first + fresh.length);
      next = known;
    },
  };
}

async function writtenIn(path: string): Promise<Map<string, number>> {
  const next = new Map<string, number>();
  const file = await openToRead(path).catch(nothingIfAbsent);
  if (file === undefined) return next;
  let delivery: { readonly tracker: string; readonly end: number; at: number } | undefined;
  try {
    for await (const line of createInterface({
      input: file.createReadStream({ autoClose: false }),
      crlfDelay: Infinity,
    })) {
      const mark = markOf(line);
      if (mark !== undefined) delivery = { tracker: mark.tracker, at: mark.seq, end: mark.seq + mark.lines };
      else if (delivery !== undefined && delivery.at < delivery.end && isWhole(line)) delivery.at += 1;
      if (delivery !== undefined) next.set(delivery.tracker, delivery.at);
    }
    return next;
  } finally {
    await file.close();
  }
}

function markOf(line: string): { readonly tracker: string; readonly seq: number; readonly lines: number } | undefined {
  const [, tracker, seq, lines] =
    /^\{"type":"ingest","tracker":"([\w-]{1,64})","seq":(\d{1,15}),"lines":(\d{1,9})\}$/.exec(line) ?? [];
  return tracker === undefined ? undefined : { tracker, seq: Number(seq), lines: Number(lines) };
}

/** The half of a line that was cut off when the server was killed is none of those that came. */
function isWhole(line: string): boolean {
  try {
    JSON.parse(line);
    return true;
  } catch {
    return false;
  }
}
