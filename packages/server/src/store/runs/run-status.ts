import type { StepState } from "@burrjs/protocol";

/** What tells whether a process is still at work. */
export interface Liveness {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** The name of this machine. */
  readonly host: string;
  /** Whether a process of this machine is there. */
  readonly isAlive: (pid: number) => boolean;
}

/** Without a sign of life for as long, a run is `stalled`. */
const stalledAfterMs = 15_000;

/** A process that writes a log. */
export interface WritingProcess {
  readonly pid: number;
  readonly host: string;
}

/**
 * How a run stands that has begun and not ended.
 *
 * @param writer - Who writes the log; `null` when the log does not say.
 * @param lastSignMs - When something was written last, in milliseconds since 1970.
 * @param liveness - What can be asked.
 */
export function liveState(
  writer: WritingProcess | null,
  lastSignMs: number,
  { now, host, isAlive }: Liveness,
): Extract<StepState, "running" | "stalled" | "lost"> {
  if (writer !== null && writer.host === host && !isAlive(writer.pid)) return "lost";
  return now() - lastSignMs >= stalledAfterMs ? "stalled" : "running";
}
