/** A time as it is written, taken apart. */
export interface TimeParts {
  /** Milliseconds since 1970, as if it were in UTC, with a fraction. */
  readonly clockMs: number;
  /** Minutes that the clock is ahead of UTC; `undefined` when the text does not say. */
  readonly zoneMinutes: number | undefined;
}

const dayMs = 86_400_000;

/**
 * Takes a time of ISO 8601 apart, as Burr for Python and we write it: `2026-11-29T02:30:00.123456Z`, with or without fraction and
 * zone. Microseconds stay. `undefined` for anything else.
 */
export function timeParts(text: string): TimeParts | undefined {
  if (text.length < 19 || text.length > 40) return undefined;
  const separator = text.charCodeAt(10);
  if (text.charCodeAt(4) !== 0x2d || text.charCodeAt(7) !== 0x2d) return undefined;
  if (text.charCodeAt(13) !== 0x3a || text.charCodeAt(16) !== 0x3a) return undefined;
  if (separator !== 0x54 && separator !== 0x74 && separator !== 0x20) return undefined;
  const year = digits(text, 0, 4);
  const month = digits(text, 5, 7);
  const day = digits(text, 8, 10);
  const hour = digits(text, 11, 13);
  const minute = digits(text, 14, 16);
  const second = digits(text, 17, 19);
  // A leap second has the number 60. `digits` gives NaN for what are no digits, which none of these comparisons lets through.
  if (!(year >= 1 && month >= 1 && month <= 12 && day >= 1 && hour <= 23 && minute <= 59 && second <= 60))
    return undefined;
  if (day > daysOf(year, month)) return undefined;
  const fractionEnd = endOfFraction(text);
  if (fractionEnd === undefined) return undefined;
  const zoneMinutes = zoneAt(text, fractionEnd);
  if (zoneMinutes === null) return undefined;
  const fractionMs = fractionEnd > 20 ? Number(`0${text.slice(19, fractionEnd)}`) * 1000 : 0;
  const wholeMs = daysSince1970(year, month, day) * dayMs + ((hour * 60 + minute) * 60 + second) * 1000;
  return { clockMs: wholeMs + fractionMs, zoneMinutes };
}

/** Whether a text is a time that `timeParts` can take apart. */
export function isTimeText(text: string): boolean {
  return timeParts(text) !== undefined;
}

/** The number that these digits are; NaN when one is no digit. */
function digits(text: string, from: number, to: number): number {
  let value = 0;
  for (let at = from; at < to; at += 1) {
    const digit = text.charCodeAt(at) - 0x30;
    if (!(digit >= 0 && digit <= 9)) return Number.NaN;
    value = value * 10 + digit;
  }
  return value;
}

/** Behind the fraction of the second, if there is one; `undefined` for a point without digits or with too many. */
function endOfFraction(text: string): number | undefined {
  if (text.charCodeAt(19) !== 0x2e) return 19;
  let at = 20;
  while (text.charCodeAt(at) >= 0x30 && text.charCodeAt(at) <= 0x39) at += 1;
  return at > 20 && at <= 29 ? at : undefined;
}

/** The zone from `at` to the end; `undefined` for none, `null` for what is no zone. */
function zoneAt(text: string, at: number): number | undefined | null {
  if (at === text.length) return undefined;
  const sign = text[at];
  if (sign === "Z" || sign === "z") return at + 1 === text.length ? 0 : null;
  if (sign !== "+" && sign !== "-") return null;
  const colon = text[at + 3] === ":" ? 1 : 0;
  if (text.length !== at + 5 + colon && !(text.length === at + 3)) return null;
  const hours = digits(text, at + 1, at + 3);
  const minutes = text.length === at + 3 ? 0 : digits(text, at + 3 + colon, at + 5 + colon);
  if (!(hours <= 23 && minutes <= 59)) return null;
  return (sign === "-" ? -1 : 1) * (hours * 60 + minutes);
}

const monthDays = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function daysOf(year: number, month: number): number {
  const leap = month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return (monthDays[month - 1] ?? 0) + (leap ? 1 : 0);
}

/** `Date.UTC` takes years below 100 for those of the twentieth century; no log has them, and they must not be taken for others. */
function daysSince1970(year: number, month: number, day: number): number {
  return year < 100
    ? (Date.UTC(year + 400, month - 1, day) - 400 * 365.2425 * dayMs) / dayMs
    : Date.UTC(year, month - 1, day) / dayMs;
}
