/** Timers that go off when a test says so. */
export interface ManualTimers {
  readonly schedule: (run: () => void, delayMs: number) => () => void;
  /** Lets time pass, and all that follows from it happen. */
  pass(ms: number): Promise<void>;
  /** How many wait. */
  readonly waiting: number;
}

/** Makes them. */
export function manualTimers(): ManualTimers {
  const timers = new Set<{ readonly at: number; readonly run: () => void }>();
  let now = 0;
  return {
    schedule(run, delayMs) {
      const timer = { at: now + delayMs, run };
      timers.add(timer);
      return () => {
        timers.delete(timer);
      };
    },
    async pass(ms) {
      await settled();
      now += ms;
      for (const timer of timers) {
        if (timer.at > now) continue;
        timers.delete(timer);
        timer.run();
      }
      await settled();
    },
    get waiting() {
      return timers.size;
    },
  };
}

/** Lets promises settle that wait for nothing from outside. */
export function settled(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
