import type { RunClock } from "../run-clock.ts";

/** The part of a run's time that is in sight, in milliseconds of its clock. */
export interface TimeWindow {
  readonly from: number;
  readonly to: number;
}

/** Less than this is never shown. */
const leastMs = 0.05;

/** A window within a run of this length: as long as it was, as far as there is room. */
export function withinRun({ from, to }: TimeWindow, lengthMs: number): TimeWindow {
  const length = Math.min(lengthMs, Math.max(Math.min(leastMs, lengthMs), to - from));
  const begin = Math.max(0, Math.min(lengthMs - length, from));
  return { from: begin, to: begin + length };
}

/**
 * A window that shows more or less of the run, with one moment staying where it is.
 *
 * @param at - Where in the window that moment is, from 0 to 1.
 * @param factor - Below 1: less is shown, and larger.
 */
export function zoomedWindow(
  { from, to }: TimeWindow,
  { at, factor, lengthMs }: { readonly at: number; readonly factor: number; readonly lengthMs: number },
): TimeWindow {
  const length = Math.min(lengthMs, Math.max(leastMs, (to - from) * factor));
  const moment = from + (to - from) * at;
  return withinRun({ from: moment - length * at, to: moment + length * (1 - at) }, lengthMs);
}

/** A window moved by a share of its length. */
export function pannedWindow({ from, to }: TimeWindow, share: number, lengthMs: number): TimeWindow {
  const by = (to - from) * share;
  return withinRun({ from: from + by, to: to + by }, lengthMs);
}

/** A window around something, with some room on both sides. */
export function windowAround({ from, to }: TimeWindow, lengthMs: number): TimeWindow {
  const room = Math.max(leastMs, (to - from) * 0.15);
  return withinRun({ from: from - room, to: to + room }, lengthMs);
}

/** The window moved just so far that something can be seen; the same window when it can be. */
export function windowWith(window: TimeWindow, { from, to }: TimeWindow, lengthMs: number): TimeWindow {
  if (from < window.to && to > window.from) return window;
  const length = window.to - window.from;
  const begin = from >= window.to ? Math.max(to, from) - length * 0.9 : from - length * 0.1;
  // What is longer than the window is shown from its beginning.
  const at = Math.min(begin, from - length * 0.1);
  return withinRun({ from: at, to: at + length }, lengthMs);
}

/** Whether two windows are the same, but for what nobody sees. */
export function isSameWindow(one: TimeWindow, other: TimeWindow): boolean {
  const least = Math.max(leastMs, one.to - one.from) * 1e-3;
  return Math.abs(one.from - other.from) < least && Math.abs(one.to - other.to) < least;
}

/** A window as it stands in an address: `2000-41000`, in milliseconds since the run's start, folded times included. */
export function windowText(clock: RunClock, { from, to }: TimeWindow): string {
  const startMs = clock.toReal(0);
  const text = (shownMs: number): string => String(Number((clock.toReal(shownMs) - startMs).toFixed(3)));
  return `${text(from)}-${text(to)}`;
}

/** The window that an address names, as far as the run has it. `undefined`: it names none, or the run is over before it. */
export function windowOf(clock: RunClock, text: string): TimeWindow | undefined {
  const [, from, to] = /^(\d+(?:\.\d+)?)-(\d+(?:\.\d+)?)$/.exec(text) ?? [];
  if (from === undefined || to === undefined || Number(from) >= Number(to)) return undefined;
  const startMs = clock.toReal(0);
  const [begin, end] = [clock.toShown(startMs + Number(from)), clock.toShown(startMs + Number(to))];
  return begin < clock.lengthMs ? withinRun({ from: begin, to: end }, clock.lengthMs) : undefined;
}
