import type { RunHeader } from "@burrjs/protocol";
import { useJob } from "../data/runner-queries.ts";
import { shownStatus } from "../model/fork/shown-status.ts";
import { StatusBadge } from "./badge.tsx";

/** How a run stands; of a fork that a runner has also what only the runner knows. */
export function RunStatus({ header }: { readonly header: RunHeader }) {
  const { project, partition_key: partition, app_id: app, status } = header;
  return <StatusBadge status={shownStatus(status, useJob({ project, partition, app }))} />;
}
