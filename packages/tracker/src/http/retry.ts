import type { Clock } from "./clock.ts";

/** How long to wait before what failed is sent again: longer from time to time, and never the same for all. */
export interface RetryOptions {
  /** After the first failure, in milliseconds. Default: 250. */
  readonly baseMs?: number;
  /** At most. Default: 30,000. */
  readonly maxMs?: number;
}

// What a receiver asks for is honoured up to here, so that a mistake of it does not end the tracking.
const longestAskedMs = 600_000;

/**
 * How long to wait after a failure.
 *
 * @param failures - How often it failed in a row, from 1.
 * @param askedMs - What the receiver asked for.
 * @param options - The bounds, and chance.
 * @returns Milliseconds.
 */
export function retryDelay(
  failures: number,
  askedMs: number | undefined,
  { baseMs = 250, maxMs = 30_000, random }: RetryOptions & Pick<Clock, "random">,
): number {
  const longest = Math.min(maxMs, baseMs * 2 ** (failures - 1));
  const delayMs = longest * (0.5 + random() / 2);
  return Math.max(delayMs, Math.min(askedMs ?? 0, longestAskedMs));
}

/**
 * Reads a `Retry-After`: seconds, or a date.
 *
 * @param header - Its text.
 * @param nowMs - Milliseconds since 1970.
 * @returns Milliseconds from now; `undefined` when it says nothing that can be read.
 */
export function retryAfterMs(header: string | null | undefined, nowMs: number): number | undefined {
  if (header === null || header === undefined) return undefined;
  if (/^\s*\d+\s*$/.test(header)) return Number(header) * 1000;
  const atMs = Date.parse(header);
  return Number.isNaN(atMs) ? undefined : Math.max(0, atMs - nowMs);
}
