import { localDays } from "@burrjs/protocol";

/** A stretch of time. */
export interface Bucket {
  readonly fromMs: number;
  readonly toMs: number;
}

/** Stretches of one length, one after the other: days are those of the zone, some of which are an hour longer or shorter. */
export interface Buckets {
  /** What one of them is: `hour`, `5 minutes`. */
  readonly unit: string;
  readonly lengthMs: number;
  readonly list: readonly Bucket[];
  /** The time zone of their days and times. */
  readonly zone: string;
}

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;
const lengths: readonly (readonly [lengthMs: number, unit: string])[] = [
  [1, "millisecond"],
  [10, "10 milliseconds"],
  [50, "50 milliseconds"],
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
/** The first is cut, and a day may be an hour shorter. */
const fitting = most - 2;

/** Cuts a time into at most 48 stretches of a round length; they begin where the clocks of a zone show round times. */
export function bucketsOf({ fromMs, toMs }: Bucket, zone: string): Buckets {
  const { dayOf, startMs } = localDays(zone);
  const [lengthMs, unit] = lengths.find(([length]) => (toMs - fromMs) / length <= fitting) ?? [
    Math.ceil((toMs - fromMs) / fitting / day) * day,
    "stretch",
  ];
  const perBucket = lengthMs / day;
  const firstDay = dayOf(fromMs);
  const midnight = startMs(firstDay);
  const first = perBucket < 1 ? Math.floor((fromMs - midnight) / lengthMs) : Math.floor(firstDay / perBucket);
  const beginOf =
    perBucket < 1
      ? (place: number): number => midnight + place * lengthMs
      : (place: number): number => startMs(place * perBucket);
  const list: Bucket[] = [];
  for (let place = first; list.length === 0 || (list.length < most && beginOf(place) <= toMs); place += 1)
    list.push({ fromMs: beginOf(place), toMs: beginOf(place + 1) });
  return { unit, lengthMs, zone, list };
}

/** The place of the stretch that a time is in; −1: in none. */
export function bucketAt({ list, lengthMs }: Buckets, atMs: number): number {
  const [first] = list;
  if (first === undefined) return -1;
  // Days of other lengths move it by less than one.
  const guess = Math.floor((atMs - first.fromMs) / lengthMs);
  return [guess, guess - 1, guess + 1].find((place) => isIn(list[place], atMs)) ?? -1;
}

function isIn(bucket: Bucket | undefined, atMs: number): boolean {
  return bucket !== undefined && atMs >= bucket.fromMs && atMs < bucket.toMs;
}
