import type { RunsChange, RunSummary } from "@burrjs/protocol";
import { pause } from "./pause.ts";
import type { ProjectRuns } from "../runs/project-runs.ts";

/** What is needed to watch a project. */
export interface WatchProjectParts {
  readonly signal: AbortSignal;
  /** The folders are listed again after so many milliseconds. */
  readonly everyMs: number;
  /** All that are known now. */
  readonly look: () => Promise<Pick<RunsChange, "runs" | "at">>;
}

type KnownRun = RunsChange["removed"][number] & { readonly mark: string };

/** Nor before so many times what listing them has taken. */
const restFactor = 20;

/** The applications of a project that began, changed, or went: first none, from that moment on all. Ends with the signal. */
export async function* watchProject(
  runs: ProjectRuns,
  { signal, everyMs, look }: WatchProjectParts,
): AsyncGenerator<RunsChange, void, void> {
  let before: ReadonlyMap<string, KnownRun> | undefined;
  while (!signal.aborted) {
    const startMs = performance.now();
    await runs.refresh();
    const isFirst = before === undefined;
    const now = new Map<string, KnownRun>();
    const changed: RunSummary[] = [];
    const { runs: all, at } = await look();
    for (const summary of all) {
      const { app_id, partition_key } = summary;
      const key = JSON.stringify([app_id, partition_key]);
      const mark = markOf(summary);
      now.set(key, { app_id, partition_key, mark });
      if (before !== undefined && before.get(key)?.mark !== mark) changed.push(summary);
    }
    const removed = [...(before ?? [])]
      .filter(([key]) => !now.has(key))
      .map(([, { app_id, partition_key }]) => ({ app_id, partition_key }));
    before = now;
    if (isFirst || changed.length > 0 || removed.length > 0) yield { at, runs: changed, removed };
    const restMs = Math.max(everyMs, (performance.now() - startMs) * restFactor);
    await pause(restMs, signal);
  }
}

/** What tells that there is something new to show. */
function markOf({ status, size_bytes, last_written_ms, steps, children, forks, notes, tags }: RunSummary): string {
  return JSON.stringify([status, size_bytes, last_written_ms, steps, children, forks, notes, tags]);
}
