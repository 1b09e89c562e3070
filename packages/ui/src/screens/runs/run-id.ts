import type { RunSummary } from "@burrjs/protocol";
import { runName } from "../../model/compare/run-name.ts";

/** What tells a run from the others of its project. */
export function runId({ app_id: app, partition_key: partition }: Pick<RunSummary, "app_id" | "partition_key">): string {
  return runName({ partition, app });
}
