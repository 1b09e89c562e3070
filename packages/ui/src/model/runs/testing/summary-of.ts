import type { RunSummary } from "@burrjs/protocol";

/** A run in a list: one that nothing is known of but what is given. */
export function summaryOf(id: string, given: Partial<RunSummary> = {}): RunSummary {
  return {
    app_id: id,
    partition_key: null,
    status: "running",
    started_ms: 0,
    last_written_ms: 0,
    duration_ms: null,
    steps: 0,
    errors: 0,
    last_action: null,
    actions: [],
    tokens: null,
    models: [],
    usage: [],
    parent: null,
    spawned_by: null,
    forks: 0,
    children: 0,
    notes: 0,
    tags: [],
    size_bytes: 0,
    ...given,
  };
}
