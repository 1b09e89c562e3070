import type { StepDetail } from "@burrjs/protocol";
import { spanKind } from "./span-rows.ts";

/** A part of the time that a step took. */
export interface TimePart {
  readonly name: string;
  readonly ms: number;
  /** Of the whole, from 0 to 1. */
  readonly share: number;
  readonly kind: "wait" | "stream" | "retry" | "rest" | ReturnType<typeof spanKind>;
}

type TimedStep = Pick<StepDetail, "started_ms" | "duration_ms" | "streams" | "spans_list" | "retries" | "kind">;

/**
 * Where the time of a step went: for one that streams, what it waited for its first item, how long items came, and the rest; for another
 * one, its spans by their names. Nothing for a step that has not ended, or where nothing is known but the whole.
 */
export function timeParts(step: TimedStep): readonly TimePart[] {
  const whole = step.duration_ms;
  if (whole === null || whole <= 0) return [];
  const parts = step.streams.some(({ first_item_ms: first }) => first !== null)
    ? streamParts(step, whole)
    : spanParts(step);
  if (parts.length === 0) return [];
  const pauses = step.retries.reduce((sum, { delay_ms: delay }) => sum + delay, 0);
  if (pauses > 0)
    parts.push({
      name: step.retries.length === 1 ? "Pause before the retry" : "Pauses before retries",
      ms: pauses,
      kind: "retry",
    });
  const told = parts.reduce((sum, { ms }) => sum + ms, 0);
  const rest = Math.max(0, whole - told);
  const restName =
    step.streams.length > 0 ? "Before the stream, and after it: state update and saving" : "Own code, and the rest";
  // Clocks of records are rounded to microseconds.
  if (rest > Math.min(0.001, whole / 4000)) parts.push({ name: restName, ms: rest, kind: "rest" });
  const total = Math.max(whole, told);
  return parts.map((part) => ({ ...part, share: part.ms / total }));
}

type Untotalled = Omit<TimePart, "share">;

function streamParts({ streams, retries, started_ms: started }: TimedStep, whole: number): Untotalled[] {
  return streams.flatMap((stream, index): readonly Untotalled[] => {
    if (stream.first_item_ms === null) return [];
    const again = streams.length > 1 ? `, attempt ${stream.attempt}` : "";
    const wait = Math.max(0, stream.first_item_ms - stream.opened_ms - pauseIn(stream, streams[index - 1], retries));
    const end = stream.ended_ms ?? streams[index + 1]?.opened_ms ?? started + whole;
    const items = stream.items === 1 ? "1 item" : `${stream.items.toLocaleString("en-US")} items`;
    return [
      { name: `Waiting for the first item${again}`, ms: wait, kind: "wait" },
      { name: `Streaming ${items}${again}`, ms: Math.max(0, end - stream.first_item_ms), kind: "stream" },
    ];
  });
}

/** How much of the pause before an attempt lies in its own time: where the log does not tell when it was opened, it counts from the failure. */
function pauseIn(
  { attempt, opened_ms: opened }: TimedStep["streams"][number],
  previous: TimedStep["streams"][number] | undefined,
  retries: TimedStep["retries"],
): number {
  const pause = retries.find((retry) => retry.attempt === attempt - 1)?.delay_ms ?? 0;
  const failed = previous?.ended_ms ?? opened;
  return Math.max(0, Math.min(pause, failed + pause - opened));
}

/** Those at the top: what is inside of them is part of their time. Spans that overlap are counted by what they cover. */
function spanParts({ spans_list: spans, started_ms: started, duration_ms: whole }: TimedStep): Untotalled[] {
  const ids = new Set(spans.map(({ span_id: id }) => id));
  const top = spans.filter(({ parent }) => parent === null || !ids.has(parent));
  const byName = Map.groupBy(top, ({ name }) => name);
  const end = started + (whole ?? 0);
  return [...byName]
    .map(([name, members]): Untotalled => {
      const pieces = members.map(
        ({ started_ms: from, duration_ms: ms }) => [from, Math.min(end, ms === null ? end : from + ms)] as const,
      );
      const [first] = members;
      return {
        name: members.length > 1 ? `${name} ×${members.length}` : name,
        ms: covered(pieces),
        kind: first === undefined ? "custom" : spanKind(first),
      };
    })
    .toSorted((one, other) => other.ms - one.ms);
}

function covered(pieces: readonly (readonly [from: number, to: number])[]): number {
  let sum = 0;
  let until = Number.NEGATIVE_INFINITY;
  for (const [from, to] of pieces.toSorted(([one], [other]) => one - other)) {
    sum += Math.max(0, to - Math.max(from, until));
    until = Math.max(until, to);
  }
  return sum;
}
