import type { JobSummary, RunSummary } from "@burrjs/protocol";

/** How a run stands. To its log, a fork that was paused has halted, also when it was aborted then: its runner knows more. */
export function shownStatus(
  status: RunSummary["status"],
  job: Pick<JobSummary, "status" | "stopped"> | undefined,
): RunSummary["status"] | "paused" {
  if (status !== "halted" || job === undefined) return status;
  if (job.status === "paused") return "paused";
  return job.stopped === "aborted" ? "aborted" : status;
}
