import { fullTime, preciseTime } from "./time-style.ts";

// Numbers as people read them: three significant digits, a narrow space before the unit.

const space = "\u202f";
const counts = new Intl.NumberFormat("en-US", { maximumFractionDigits: 10 });

/** A duration: `37 µs`, `2 ms`, `612 ms`, `4.18 s`, `3 m 41 s`, `2 h 05 m`. `–` when it is not known. */
export function durationText(ms: number | null | undefined): string {
  if (ms === null || ms === undefined || Number.isNaN(ms)) return "–";
  if (ms < 0) return `−${durationText(-ms)}`;
  if (ms === 0) return `0${space}ms`;
  if (ms < 0.9995) return `${threeDigits(ms * 1000)}${space}µs`;
  if (ms < 999.5) return `${threeDigits(ms)}${space}ms`;
  if (ms < 59_950) return `${threeDigits(ms / 1000)}${space}s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 3600) return `${Math.floor(seconds / 60)}${space}m ${seconds % 60}${space}s`;
  const minutes = Math.round(seconds / 60);
  return `${Math.floor(minutes / 60)}${space}h ${String(minutes % 60).padStart(2, "0")}${space}m`;
}

/** A count: `1,204`; from 10,000 on `84.2 k`. */
export function countText(count: number | null | undefined): string {
  if (count === null || count === undefined) return "–";
  if (count < 10_000) return counts.format(count);
  return count < 999_500 ? `${threeDigits(count / 1000)}${space}k` : `${threeDigits(count / 1e6)}${space}M`;
}

/** A size: `812 B`, `1.4 MB`. */
export function bytesText(bytes: number): string {
  if (bytes < 1000) return `${bytes}${space}B`;
  if (bytes < 999_500) return `${threeDigits(bytes / 1000)}${space}kB`;
  return bytes < 999.5e6 ? `${threeDigits(bytes / 1e6)}${space}MB` : `${threeDigits(bytes / 1e9)}${space}GB`;
}

/** Money, with four significant digits, below a cent with three: `$0.2134`, `$0.00417`, `< $0.0001`; `–` when it is not known, never 0. */
export function moneyText(dollars: number | null | undefined): string {
  if (dollars === null || dollars === undefined) return "–";
  if (dollars === 0) return "$0";
  if (dollars < 0) return `−${moneyText(-dollars)}`;
  if (dollars < 0.0001) return `<${space}$0.0001`;
  if (dollars >= 10_000) return `$${countText(dollars)}`;
  return `$${counts.format(Number(dollars.toPrecision(dollars < 0.01 ? 3 : 4)))}`;
}

/** How long ago: `now`, `18 s ago`, `4 m ago`, `3 h ago`, `6 d ago`. */
export function agoText(atMs: number | null | undefined, nowMs: number): string {
  if (atMs === null || atMs === undefined) return "–";
  const seconds = Math.round((nowMs - atMs) / 1000);
  if (seconds < 2) return "now";
  if (seconds < 60) return `${seconds}${space}s ago`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)}${space}m ago`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)}${space}h ago`;
  return `${Math.floor(seconds / 86_400)}${space}d ago`;
}

/** A point in time, local, with its zone: for titles. */
export function timeText(atMs: number): string {
  return fullTime(atMs);
}

/** A point in time to the millisecond: `02:30:00.123`. */
export function preciseTimeText(atMs: number): string {
  return preciseTime(atMs);
}

function threeDigits(value: number): string {
  if (value >= 99.95) return String(Math.round(value));
  const digits = value >= 9.995 ? 1 : 2;
  return String(Number(value.toFixed(digits)));
}
