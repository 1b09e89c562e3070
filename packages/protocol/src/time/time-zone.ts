const minuteMs = 60_000;
const dayMs = 1440 * minuteMs;

/** The days of a time zone, by their number since 1970-01-01. All that asks of which day something is, or counts days, does it by these. */
export interface LocalDays {
  /** The day that a time, in milliseconds since 1970, is on. */
  readonly dayOf: (atMs: number) => number;
  /** When a day begins. Days are not of one length where clocks change. */
  readonly startMs: (day: number) => number;
}

/** Whether there is a time zone of this name, such as `Europe/Berlin`. */
export function isTimeZone(zone: string): boolean {
  try {
    return Intl.DateTimeFormat("en-US", { timeZone: zone }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}

/** The time zone of this machine; UTC where it is not known. */
export function machineZone(): string {
  // Where `TZ` makes no sense, some runtimes say `undefined`, and others a name that they do not know themselves.
  const { timeZone }: { readonly timeZone?: string } = Intl.DateTimeFormat().resolvedOptions();
  return timeZone !== undefined && isTimeZone(timeZone) ? timeZone : "UTC";
}

/**
 * The days of a time zone.
 *
 * @param zone - A name that `isTimeZone` knows.
 */
export function localDays(zone: string): LocalDays {
  const starts = new Map<number, number>();
  const startMs = (day: number): number => {
    const known = starts.get(day);
    if (known !== undefined) return known;
    const start = zonedMs(day * dayMs, zone);
    starts.set(day, start);
    return start;
  };
  const dayOf = (atMs: number): number => {
    // Some clocks are ahead of UTC, and some behind, by less than a day.
    let day = Math.floor(atMs / dayMs) + 1;
    while (startMs(day) > atMs) day -= 1;
    return day;
  };
  return { dayOf, startMs };
}

/** A day as it is written in queries: `2026-11-30`. */
export function dayText(day: number): string {
  return new Date(day * dayMs).toISOString().slice(0, 10);
}

/**
 * When the clocks of a zone show a time first; where they skip it, when they have gone on for as long.
 *
 * @param clockMs - What they show, in milliseconds since 1970 as if they were those of UTC.
 * @param zone - A name that `isTimeZone` knows.
 */
export function zonedMs(clockMs: number, zone: string): number {
  // A change of the clocks in between makes two of it.
  const before = clockMs - offsetMs(clockMs - dayMs, zone);
  const after = clockMs - offsetMs(clockMs + dayMs, zone);
  const shows = (atMs: number): boolean => atMs + offsetMs(atMs, zone) === clockMs;
  return [Math.min(before, after), Math.max(before, after)].find(shows) ?? before;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** How far the clocks of a zone are ahead of UTC at a time. */
function offsetMs(atMs: number, zone: string): number {
  if (zone === "UTC") return 0;
  let format = formats.get(zone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat("en-US", { timeZone: zone, timeZoneName: "longOffset" });
    formats.set(zone, format);
  }
  const name = format.formatToParts(atMs).find(({ type }) => type === "timeZoneName")?.value ?? "";
  const [, sign, hours, minutes, seconds = 0] = /([+-])(\d\d):(\d\d)(?::(\d\d))?$/.exec(name) ?? [];
  if (hours === undefined) return 0;
  return (sign === "-" ? -1 : 1) * ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000;
}
