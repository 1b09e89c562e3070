import type { RunSummary } from "@burrjs/protocol";
import type { RunFacts } from "./run-facts.ts";
import { usageOfPath } from "./run-path.ts";
import { type Liveness, liveState } from "./run-status.ts";

/** What a summary shows besides the facts of the application itself. */
export interface SummaryParts {
  readonly liveness: Liveness;
  readonly forks: number;
  readonly children: number;
  readonly notes: number;
  readonly tags: readonly string[];
}

/** An application as a list shows it. */
export function runSummary(facts: RunFacts, { liveness, forks, children, notes, tags }: SummaryParts): RunSummary {
  const { startedMs, endedMs } = facts;
  return {
    app_id: facts.appId,
    partition_key: facts.partitionKey,
    status: statusOf(facts, liveness),
    started_ms: startedMs,
    last_written_ms: facts.modifiedAtMs,
    duration_ms: startedMs === null || endedMs === null ? null : Math.max(0, endedMs - startedMs),
    steps: facts.steps,
    errors: facts.failed,
    last_action: facts.lastAction,
    actions: facts.actions,
    tokens: facts.tokens,
    models: facts.models,
    usage: usageOfPath(facts.path),
    parent: facts.parent,
    spawned_by: facts.spawnedBy,
    forks,
    children,
    notes,
    tags,
    size_bytes: facts.sizeBytes,
  };
}

/** How an application stands. One without a step whose process is not at work is empty. */
function statusOf({ state, writer, modifiedAtMs, steps }: RunFacts, liveness: Liveness): RunSummary["status"] {
  if (state !== "open") return state;
  const live = liveState(writer, modifiedAtMs, liveness);
  return steps === 0 && live !== "running" ? "empty" : live;
}
