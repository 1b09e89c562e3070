/** A duration for people, three digits of it: `37 µs`, `612 ms`, `4.18 s`, `3 m 41 s`, `2 h 05 m`. */
export function durationText(ms: number | null): string {
  if (ms === null || !Number.isFinite(ms)) return "–";
  if (ms < 0) return `-${durationText(-ms)}`;
  if (ms < 0.9995) return `${Math.round(ms * 1000)} µs`;
  if (ms < 999.5) return `${Math.round(ms)} ms`;
  if (ms < 59_995) return `${(ms / 1000).toPrecision(3)} s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 3600) return `${Math.floor(seconds / 60)} m ${pad(seconds % 60)} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 48 * 60) return `${Math.floor(minutes / 60)} h ${pad(minutes % 60)} m`;
  return `${Math.floor(minutes / 1440)} d ${pad(Math.floor((minutes % 1440) / 60))} h`;
}

/** How long ago something was: `4 m ago`. */
export function agoText(atMs: number | null, nowMs: number): string {
  if (atMs === null || atMs <= 0) return "–";
  const seconds = Math.max(0, Math.round((nowMs - atMs) / 1000));
  if (seconds < 5) return "now";
  if (seconds < 60) return `${seconds} s ago`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} m ago`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} h ago`;
  return `${Math.floor(seconds / 86_400)} d ago`;
}

/** A number of bytes: `512 B`, `1.4 MB`. */
export function bytesText(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  const units = ["KB", "MB", "GB", "TB"];
  let [value, place] = [bytes / 1000, 0];
  while (value >= 999.5 && place < units.length - 1) [value, place] = [value / 1000, place + 1];
  return `${value < 9.95 ? value.toFixed(1) : Math.round(value)} ${units[place]}`;
}

/** A count, its thousands set apart: `1,204`. */
export function countText(count: number): string {
  return count.toLocaleString("en-US");
}

/** `1 step`, `1,204 steps`. */
export function manyText(count: number, one: string, many = `${one}s`): string {
  return `${countText(count)} ${count === 1 ? one : many}`;
}

/** A point in time, as UTC: `2026-11-29 02:30:00.123Z`. */
export function timeText(atMs: number | null): string {
  if (atMs === null || !Number.isFinite(atMs)) return "–";
  return new Date(atMs).toISOString().replace("T", " ");
}

/** The milliseconds of a length of time that a person has written: `90s`, `15m`, `12h`, `30d`, `2w`. `undefined`: it is none. */
export function parseDuration(text: string): number | undefined {
  const [, amount, unit] = /^(\d+(?:\.\d+)?)\s*(ms|s|m|h|d|w)$/.exec(text.trim()) ?? [];
  const factors = new Map([["ms", 1], ["s", 1000], ["m", 60_000], ["h", 3_600_000], ["d", 86_400_000], ["w", 604_800_000]]); // prettier-ignore
  const factor = factors.get(unit ?? "");
  return amount === undefined || factor === undefined ? undefined : Number(amount) * factor;
}

function pad(number: number): string {
  return String(number).padStart(2, "0");
}
