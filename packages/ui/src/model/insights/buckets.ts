/** A stretch of time. */
export interface Bucket {
  readonly fromMs: number;
  readonly toMs: number;
}

/** Stretches of one length, one after the other. */
export interface Buckets {
  /** What one of them is: `hour`, `5 minutes`. */
  readonly unit: string;
  readonly lengthMs: number;
  readonly list: readonly Bucket[];
}

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;
const lengths: readonly (readonly [lengthMs: number, unit: string])[] = [
  [second, "second"],
  [5 * second, "5 seconds"],
  [15 * second, "15 seconds"],
  [minute, "minute"],
  [5 * minute, "5 minutes"],
  [15 * minute, "15 minutes"],
  [hour, "hour"],
  [3 * hour, "3 hours"],
  [6 * hour, "6 hours"],
  [12 * hour, "12 hours"],
  [day, "day"],
  [7 * day, "week"],
  [30 * day, "30 days"],
];
const most = 48;

/**
 * Cuts a time into at most 48 stretches of a round length; they begin where clocks show round times.
 *
 * @param offsetMinutes - How far the local time is behind UTC, as `Date.getTimezoneOffset()` says.
 */
export function bucketsOf({ fromMs, toMs }: Bucket, offsetMinutes: number): Buckets {
  const shift = offsetMinutes * minute;
  const [lengthMs, unit] = lengths.find(([length]) => (toMs - fromMs) / length <= most - 1) ?? [
    Math.ceil((toMs - fromMs) / (most - 1) / day) * day,
    "stretch",
  ];
  const first = Math.floor((fromMs - shift) / lengthMs) * lengthMs + shift;
  const count = Math.max(1, Math.min(most, Math.floor((toMs - first) / lengthMs) + 1));
  return {
    unit,
    lengthMs,
    list: Array.from({ length: count }, (_, index) => ({
      fromMs: first + index * lengthMs,
      toMs: first + (index + 1) * lengthMs,
    })),
  };
}

/** The place of the stretch that a time is in; −1: in none. */
export function bucketAt({ list, lengthMs }: Buckets, atMs: number): number {
  const [first] = list;
  if (first === undefined) return -1;
  const place = Math.floor((atMs - first.fromMs) / lengthMs);
  return place >= 0 && place < list.length ? place : -1;
}
