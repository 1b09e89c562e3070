import { timeParts } from "./time-text.ts";

/** How to read times without a zone. */
export interface TimeOptions {
  /** Minutes that the clock that wrote them was ahead of UTC: 60 in Berlin's winter. See `inferZone`. */
  readonly zoneOffsetMinutes: number;
}

/**
 * A time of the log in milliseconds since 1970, with microseconds as the fraction. `undefined` for a text that is no time.
 *
 * @param text - `2026-11-29T02:30:00.123456Z`; without the `Z` as Burr for Python writes most of them.
 */
export function timeMs(text: string, { zoneOffsetMinutes }: TimeOptions): number | undefined {
  const parts = timeParts(text);
  return parts && parts.clockMs - (parts.zoneMinutes ?? zoneOffsetMinutes) * 60_000;
}
