import type { Reading } from "./reading.ts";

/** A machine for tests: each reading is one second after the one before, and takes its processor share from `shares`. */
export interface FakeMachine {
  readonly read: () => Reading;
  readonly now: () => number;
  /** How often it was read. */
  readonly reads: number;
}

/** A fake machine that was started at 1970-01-01T00:00:00Z. After the last of `shares` it is idle. */
export function fakeMachine(shares: readonly number[]): FakeMachine {
  const cpu = { busyMs: 0, totalMs: 0 };
  let reads = 0;
  return {
    read() {
      if (reads > 0) {
        cpu.totalMs += 1_000;
        cpu.busyMs += 1_000 * (shares[reads - 1] ?? 0);
      }
      reads += 1;
      return { cpu: { ...cpu }, memory: { usedBytes: 4e9, totalBytes: 16e9 }, load: 0.5 };
    },
    now: () => cpu.totalMs,
    get reads() {
      return reads;
    },
  };
}
