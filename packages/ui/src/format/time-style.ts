/** How times are written: as the browser's language does, with 24 hours, with 12, or in UTC as machines do. */
export const timeStyles = ["locale", "24", "12", "utc"] as const;

/** One of them. */
export type TimeStyle = (typeof timeStyles)[number];

let style: TimeStyle = "locale";
let clocks: { readonly full: Intl.DateTimeFormat; readonly precise: Intl.DateTimeFormat } | undefined;

/** Sets how times are written from now on. */
export function setTimeStyle(next: TimeStyle): void {
  style = next;
  clocks = undefined;
}

/** A point in time with date and zone, in the chosen style. */
export function fullTime(atMs: number): string {
  if (style === "utc") return new Date(atMs).toISOString().replace("T", " ");
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  return `${made().full.format(atMs)} ${timeZone}`;
}

/** The time of day to the millisecond, in the chosen style: `02:30:00.123`. */
export function preciseTime(atMs: number): string {
  if (style === "utc") return `${new Date(atMs).toISOString().slice(11, 23)}Z`;
  return made().precise.format(atMs);
}

function made(): NonNullable<typeof clocks> {
  const hours = style === "locale" ? {} : { hourCycle: style === "24" ? ("h23" as const) : ("h12" as const) };
  // Without a choice the exact time has 24 hours: it is compared with logs.
  const exact = style === "locale" ? { hourCycle: "h23" as const } : hours;
  clocks ??= {
    full: new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "medium", ...hours }),
    precise: new Intl.DateTimeFormat(style === "12" ? "en-US" : "en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit", fractionalSecondDigits: 3, ...exact }), // prettier-ignore
  };
  return clocks;
}
