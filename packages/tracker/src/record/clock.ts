import type { Timestamp } from "@burrjs/protocol";

/** The clocks of a log. */
export interface Clocks {
  /** Milliseconds since 1970, with microseconds as the fraction where they are known. */
  readonly now: () => number;
  /** Milliseconds from any point on, by a clock that never goes back. */
  readonly monotonic: () => number;
}

/** The clocks of this machine. The wall clock has microseconds by way of the other one, and follows when it is set. */
export function systemClocks(now?: () => number, monotonic: () => number = () => performance.now()): Clocks {
  return { now: now ?? fineClock(monotonic), monotonic };
}

/** How far the two clocks may be apart, in milliseconds, before the wall clock is taken to have been set. */
const apart = 2;

function fineClock(monotonic: () => number): () => number {
  let offset = Date.now() - monotonic();
  return () => {
    const coarse = Date.now();
    const fine = monotonic() + offset;
    if (fine >= coarse && fine - coarse < apart) return fine;
    offset += coarse - fine;
    return coarse;
  };
}

let second = Number.NaN;
let prefix = "";

/** A time as text in UTC, to the microsecond. */
export function timeText(ms: number): Timestamp {
  const at = Number.isFinite(ms) && Math.abs(ms) < 8.64e15 ? ms : Date.now();
  const whole = Math.floor(at / 1000);
  if (whole !== second) {
    prefix = new Date(whole * 1000).toISOString().slice(0, -4);
    second = whole;
  }
  const micros = Math.min(999_999, Math.floor((at - whole * 1000) * 1000 + 1e-3));
  return `${prefix}${String(1_000_000 + micros).slice(1)}Z`;
}
