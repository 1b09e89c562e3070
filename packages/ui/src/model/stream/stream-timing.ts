import { lastAtMost } from "../run-clock.ts";
import type { StepColumns } from "../step-columns.ts";

/** When the items of a stream came, in milliseconds since it was opened. */
export interface StreamTiming {
  readonly length: number;
  /** When an item came. */
  readonly atMs: Float64Array;
  /** The time between an item and the one before; of the first, since the stream was opened. */
  readonly gapMs: Float64Array;
}

/** From which gap on an item is slow, or a stall, in milliseconds. */
export interface GapLimits {
  readonly slowMs: number;
  readonly stalledMs: number;
}

/** How an item came, measured by the gap before it. */
export type GapTone = "usual" | "slow" | "stalled";

/** A stream in numbers; `null`: that cannot be said. Gaps are those between items: the wait for the first one is `firstMs`. */
export interface StreamNumbers {
  readonly firstMs: number | null;
  /** From the first item to the last. */
  readonly perSecond: number | null;
  readonly medianGapMs: number | null;
  readonly p95GapMs: number | null;
  /** The indexes of the items before which the stream was slow, and of those before which it stood still. */
  readonly slow: readonly number[];
  readonly stalls: readonly number[];
  /** The item before which it was silent for longest. */
  readonly longest: number | null;
  readonly totalMs: number;
}

const leastSlowMs = 200;
const leastStalledMs = 400;

/** The times of a stream, by its gaps in microseconds. */
export function timingOf(gapsUs: readonly number[]): StreamTiming {
  const atMs = new Float64Array(gapsUs.length);
  const gapMs = new Float64Array(gapsUs.length);
  let at = 0;
  for (const [index, gapUs] of gapsUs.entries()) {
    const gap = Math.max(0, gapUs) / 1000;
    at += gap;
    gapMs[index] = gap;
    atMs[index] = at;
  }
  return { length: gapsUs.length, atMs, gapMs };
}

/**
 * What counts as slow: four times what is usual in the run, and never below 200 ms; as a stall: eight times, and never below 400 ms.
 *
 * @param timing - Tells what is usual when the run does not.
 * @param usualMs - The usual gap of the run.
 */
export function gapLimits(timing: StreamTiming, usualMs?: number): GapLimits {
  // Two digits: of a stream that grows, the limits change seldom, and with them how all of its items are drawn.
  const usual = Number((usualMs ?? quantile(betweenItems(timing), 0.5) ?? 0).toPrecision(2));
  return { slowMs: Math.max(leastSlowMs, usual * 4), stalledMs: Math.max(leastStalledMs, usual * 8) };
}

/** How an item came. The first one is never slow: the wait for it is another thing. */
export function gapTone({ gapMs }: StreamTiming, index: number, { slowMs, stalledMs }: GapLimits): GapTone {
  const gap = index === 0 ? 0 : (gapMs[index] ?? 0);
  return gap > stalledMs ? "stalled" : gap > slowMs ? "slow" : "usual";
}

/** A stream in numbers. */
export function streamNumbers(timing: StreamTiming, limits: GapLimits): StreamNumbers {
  const { length, atMs, gapMs } = timing;
  const gaps = betweenItems(timing);
  const slow: number[] = [];
  const stalls: number[] = [];
  let longest: number | null = null;
  for (let index = 1; index < length; index += 1) {
    const tone = gapTone(timing, index, limits);
    if (tone === "slow") slow.push(index);
    if (tone === "stalled") stalls.push(index);
    if (longest === null || (gapMs[index] ?? 0) > (gapMs[longest] ?? 0)) longest = index;
  }
  const lastMs = atMs[length - 1] ?? 0;
  const streamingMs = lastMs - (atMs[0] ?? 0);
  return {
    firstMs: atMs[0] ?? null,
    perSecond: streamingMs > 0 ? ((length - 1) / streamingMs) * 1000 : null,
    medianGapMs: quantile(gaps, 0.5),
    p95GapMs: quantile(gaps, 0.95),
    slow,
    stalls,
    longest,
    totalMs: lastMs,
  };
}

// Times since 1970 are exact to a quarter of a microsecond, and addresses have three digits: an item has come by the time it is said to.
const roundedMs = 0.0015;

/** How many items had come at a time, in milliseconds since the stream was opened. */
export function seenAt({ atMs }: StreamTiming, ms: number): number {
  return lastAtMost(atMs, ms + roundedMs) + 1;
}

/** The item to go to from `seen` items on, by so many items; items that came at once are one step. */
export function itemBy({ atMs, length }: StreamTiming, seen: number, by: number): number {
  const wanted = Math.max(0, Math.min(length - 1, seen - 1 + by));
  if (by >= 0 || wanted === 0) return wanted;
  const nowMs = atMs[Math.min(length, seen) - 1] ?? 0;
  return Math.max(0, Math.min(wanted, lastAtMost(atMs, nowMs - roundedMs * 2)));
}

/** The usual gap between items in a run, from what its list of steps tells; `undefined` where fewer than three steps have streamed. */
export function usualGapMs(steps: StepColumns): number | undefined {
  const means: number[] = [];
  for (let n = 0; n < steps.length && means.length < 5000; n += 1) {
    const step = steps.at(n);
    if (step === undefined || step.chunks < 2 || step.durationMs === null || step.firstChunkMs === null) continue;
    means.push(Math.max(0, step.durationMs - step.firstChunkMs) / (step.chunks - 1));
  }
  return means.length < 3 ? undefined : (quantile(Float64Array.from(means), 0.5) ?? undefined);
}

function betweenItems({ gapMs }: StreamTiming): Float64Array {
  return gapMs.slice(1);
}

/** The value below which a share of all values lies; `null` without values. */
function quantile(values: Float64Array, share: number): number | null {
  if (values.length === 0) return null;
  const sorted = values.toSorted();
  const place = (sorted.length - 1) * share;
  const below = sorted[Math.floor(place)] ?? 0;
  const above = sorted[Math.ceil(place)] ?? below;
  return below + (above - below) * (place - Math.floor(place));
}
