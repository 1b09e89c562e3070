import { durationText } from "../../format/quantities.ts";
import type { Buckets } from "./buckets.ts";

/** A place on an axis of time, and what stands there. */
export interface TimeTick {
  /** The bucket at whose beginning it is. */
  readonly index: number;
  readonly text: string;
}

const second = 1000;
const minute = 60_000;
const day = 86_400_000;

/** The time of day, to the second where buckets are shorter than a minute, to the millisecond where they are shorter than a second. */
function timeFormat(lengthMs: number, timeZone: string): Intl.DateTimeFormat {
  const seconds = lengthMs < minute ? ({ second: "2-digit" } as const) : {};
  const parts = lengthMs < second ? ({ fractionalSecondDigits: 3 } as const) : {};
  return new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", ...seconds, ...parts, timeZone });
}

/**
 * Some of the beginnings of buckets, at most `most`, with their time; the first of a day has its date, and where there is no other, both.
 * Where buckets are shorter than a second, the first has its time, and the others tell how much later they are.
 */
export function timeTicks({ list, lengthMs, zone }: Buckets, most: number): readonly TimeTick[] {
  const date = new Intl.DateTimeFormat("en-US", { month: "short", day: "numeric", timeZone: zone });
  const time = timeFormat(lengthMs, zone);
  const isShort = lengthMs < second && list.length > 1;
  const room = isShort ? Math.max(2, Math.floor(most / 2)) : most; // a time to the millisecond is long
  const step = [1, 2, 3, 4, 6, 8, 12, 24, 48].find((one) => list.length / one <= room) ?? list.length;
  if (isShort)
    return list.flatMap(({ fromMs }, index) => {
      if (index % step !== 0) return [];
      return { index, text: index === 0 ? time.format(fromMs) : `+${durationText(index * lengthMs)}` };
    });
  const ticks: TimeTick[] = [];
  let lastDate = "";
  for (let index = 0; index < list.length; index += step) {
    const at = list[index]?.fromMs ?? 0;
    const ofDay = date.format(at);
    const isDate = lengthMs >= day || (ofDay !== lastDate && list.length > 1);
    ticks.push({ index, text: isDate ? ofDay : list.length > 1 ? time.format(at) : `${ofDay}, ${time.format(at)}` });
    lastDate = ofDay;
  }
  return ticks;
}

/** A bucket for people: `Nov 20, 14:00 to 15:00`. */
export function bucketText({ list, lengthMs, zone }: Buckets, index: number): string {
  const bucket = list[index];
  if (bucket === undefined) return "";
  const date = new Intl.DateTimeFormat("en-US", { month: "short", day: "numeric", timeZone: zone });
  const time = timeFormat(lengthMs, zone);
  if (lengthMs === day) return date.format(bucket.fromMs);
  if (lengthMs > day) return `${date.format(bucket.fromMs)} to ${date.format(bucket.toMs - 1)}`;
  return `${date.format(bucket.fromMs)}, ${time.format(bucket.fromMs)} to ${time.format(bucket.toMs)}`;
}
