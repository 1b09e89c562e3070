import { type AttributeRecord, type BeginEntryRecord, inferZone, timeMs } from "@burrjs/protocol";
import type { RunIndex } from "./run-index.ts";

/** A quarter of an hour: no zone's days begin at other times. */
export const quarterMs = 900_000;

/** A time as the clock of the program showed it. */
export interface ClockTime {
  /** Milliseconds since 1970; of a time without a zone, as if that were UTC. */
  readonly ms: number;
  readonly isNaive: boolean;
}

/** Reads a time of the log, and takes note of how late it is, and whether the clock went back. */
export function noteTime(index: RunIndex, text: string): ClockTime {
  const { facts } = index;
  const ms = timeMs(text, { zoneOffsetMinutes: 0 }) ?? 0;
  const isNaive = isNaiveTime(text);
  const latest = isNaive ? facts.latestNaiveMs : facts.latestMs;
  if (latest !== null && ms < latest - toleratedMs) facts.clockWentBack = true;
  if (isNaive) {
    facts.lastNaive = text;
    if (latest === null || ms > latest) facts.latestNaiveMs = ms;
  } else {
    noteZone(index, text);
    if (latest === null || ms > latest) facts.latestMs = ms;
  }
  return { ms, isNaive };
}

/** A moment on both clocks of a program: milliseconds on the wall, and microseconds of the one that never goes back. */
export interface ClockMark {
  readonly ms: number;
  /** `NaN`: not in the log. */
  readonly us: number;
}

/**
 * A time after `since`, in milliseconds on the wall. Where that clock says that it was before, it went back: then the other one tells.
 *
 * @param since - A moment of the same process that came before.
 */
export function steadyMs(since: ClockMark, { ms, us }: ClockMark): number {
  const elapsedUs = us - since.us;
  return ms < since.ms && elapsedUs >= 0 ? since.ms + elapsedUs / 1000 : ms;
}

/** Takes note of a time with a zone that comes right after one without: it tells the zone of the others. */
export function noteZone({ facts }: RunIndex, text: string): void {
  if (facts.lastNaive === null || facts.zoneHints.length >= mostHints || isNaiveTime(text)) return;
  facts.zoneHints.push([facts.lastNaive, text]);
}

/** The minutes that the clock of the times without a zone was ahead of UTC; 0 when there are none. */
export function zoneMinutes({ facts }: RunIndex): number {
  if (facts.lastNaive === null) return 0;
  const pairs = facts.zoneHints.flatMap(([naive, utc], step) => [stepAt(naive, step), attributeAt(utc, step)]);
  return inferZone(pairs.length > 0 ? pairs : [stepAt(facts.lastNaive, 0)]);
}

const mostHints = 20;

/** Two processes, or two threads, may differ by as much without any clock going back. */
const toleratedMs = 100;

function isNaiveTime(text: string): boolean {
  return !text.endsWith("Z") && !/[z+-]/.test(text.slice(19));
}

function stepAt(time: string, sequenceId: number): BeginEntryRecord {
  return { type: "begin_entry", start_time: time, action: "", inputs: {}, sequence_id: sequenceId };
}

function attributeAt(time: string, sequenceId: number): AttributeRecord {
  return {
    type: "attribute",
    key: "",
    action_sequence_id: sequenceId,
    span_id: null,
    value: null,
    tags: {},
    time_logged: time,
  };
}
