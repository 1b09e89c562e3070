import type { RunState } from "@burrjs/protocol";

type Status = RunState | null | undefined;

/** Whether a run, or a step, goes on as far as is known: one that gives no sign of life may still. */
export function goesOn(status: Status): boolean {
  return status === "running" || status === "stalled";
}

/** Whether there is an end to a step, and so a state after it: it does not go on, and its process has not gone in the midst of it. */
export function hasEnded(status: Status): boolean {
  return status !== null && status !== undefined && !goesOn(status) && status !== "lost";
}
