import type { JobSummary, RunSummary } from "@burrjs/protocol";

/** How a run stands. To its log, a fork that was paused or aborted between two steps is one that has ended well: its runner knows better. */
export function shownStatus(
  status: RunSummary["status"],
  job: Pick<JobSummary, "status" | "stopped"> | undefined,
): RunSummary["status"] | "paused" {
  if (status !== "completed" || job === undefined) return status;
  if (job.status === "paused") return "paused";
  return job.stopped === "aborted" ? "aborted" : status;
}
