import type { JobSummary, RunHeader } from "@burrjs/protocol";

/** How a run stands, in words: of one that is not written just now, whether a runner still has it. */
export function liveText(
  status: RunHeader["status"] | undefined,
  following: boolean,
  job: Pick<JobSummary, "status"> | undefined,
): string {
  switch (status) {
    case "running":
      return following ? "Live, following" : "Live";
    case "stalled":
      return "Stalled";
    case "lost":
      return "Process gone";
    case "suspended":
      return "Waiting for an answer";
    default:
      return job?.status === "paused" ? "Paused in its runner" : "Recorded";
  }
}
