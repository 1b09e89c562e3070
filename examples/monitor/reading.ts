import { cpus, freemem, loadavg, totalmem } from "node:os";

/** What the machine says at one moment. */
export interface Reading {
  /** Time that all processors together have spent since the start of the machine, in milliseconds. */
  readonly cpu: CpuTimes;
  readonly memory: { readonly usedBytes: number; readonly totalBytes: number };
  /** Processes that ran or wanted to, on average over a minute. */
  readonly load: number;
}

/** How long the processors have been at work, and how long they have been there at all. */
export interface CpuTimes {
  readonly busyMs: number;
  readonly totalMs: number;
}

/** The reading of this machine. */
export function readMachine(): Reading {
  const cpu = { busyMs: 0, totalMs: 0 };
  for (const { times } of cpus()) {
    const totalMs = times.user + times.nice + times.sys + times.irq + times.idle;
    cpu.totalMs += totalMs;
    cpu.busyMs += totalMs - times.idle;
  }
  const totalBytes = totalmem();
  return { cpu, memory: { usedBytes: totalBytes - freemem(), totalBytes }, load: loadavg()[0] ?? 0 };
}

/** The share of time, from 0 to 1, that the processors were at work between two readings; 0 if no time went by. */
export function cpuShare(before: CpuTimes, after: CpuTimes): number {
  const totalMs = after.totalMs - before.totalMs;
  return totalMs <= 0 ? 0 : Math.min(1, Math.max(0, (after.busyMs - before.busyMs) / totalMs));
}
