import type { RunSummary } from "@burrjs/protocol";
import { pause } from "./pause.ts";
import type { ProjectRuns } from "../runs/project-runs.ts";
import type { RunFacts } from "../runs/run-facts.ts";

/** What is needed to watch a project. */
export interface WatchProjectParts {
  readonly signal: AbortSignal;
  /** The folders are listed again after so many milliseconds. */
  readonly everyMs: number;
  readonly summaries: (facts: readonly RunFacts[]) => Promise<readonly RunSummary[]>;
}

/** Nor before so many times what listing them has taken. */
const restFactor = 20;

/** The applications of a project that began or changed: first none, from that moment on all. Ends with the signal. */
export async function* watchProject(
  runs: ProjectRuns,
  { signal, everyMs, summaries }: WatchProjectParts,
): AsyncGenerator<readonly RunSummary[], void, void> {
  let before: ReadonlyMap<string, string> | undefined;
  while (!signal.aborted) {
    const startMs = performance.now();
    await runs.refresh();
    const isFirst = before === undefined;
    const now = new Map<string, string>();
    const changed: RunSummary[] = [];
    for (const summary of await summaries(runs.known())) {
      const key = JSON.stringify([summary.app_id, summary.partition_key]);
      const mark = markOf(summary);
      now.set(key, mark);
      if (before !== undefined && before.get(key) !== mark) changed.push(summary);
    }
    before = now;
    if (isFirst || changed.length > 0) yield changed;
    const restMs = Math.max(everyMs, (performance.now() - startMs) * restFactor);
    await pause(restMs, signal);
  }
}

/** What tells that there is something new to show. */
function markOf({ status, size_bytes, last_written_ms, steps, children, forks, notes, tags }: RunSummary): string {
  return JSON.stringify([status, size_bytes, last_written_ms, steps, children, forks, notes, tags]);
}
