import { inBackground } from "../machine/in-background.ts";

/** Time and chance as the sending of records sees them. Tests bring their own. */
export interface Clock {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** From 0 to before 1. */
  readonly random: () => number;
  /**
   * Calls `work` once, later, and gives what prevents that. The wait keeps the process alive only with `keepAlive`.
   */
  readonly after: (delayMs: number, work: () => void, options?: { readonly keepAlive?: boolean }) => () => void;
}

// Longer waits overflow in timers, and would be over at once.
const longestMs = 2 ** 31 - 1;

/** The time and the chance of this machine. */
export const systemClock: Clock = {
  now: () => Date.now(),
  random: () => Math.random(),
  after(delayMs, work, { keepAlive = false } = {}) {
    const timer = setTimeout(work, Math.min(delayMs, longestMs));
    if (!keepAlive) inBackground(timer);
    return () => clearTimeout(timer);
  },
};
