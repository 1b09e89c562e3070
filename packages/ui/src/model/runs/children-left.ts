import type { RunSummary } from "@burrjs/protocol";
import { runId } from "./told-runs.ts";

/** How many runs that these have spawned, or that were forked from them, are not among these: they stay when these are deleted. */
export function childrenLeft(runs: readonly RunSummary[]): number {
  const ids = new Set(runs.map((run) => runId(run)));
  const isHere = (parent: RunSummary["parent"]): boolean => parent !== null && ids.has(runId(parent));
  const all = runs.reduce((sum, { forks, children }) => sum + forks + children, 0);
  const here = runs.flatMap(({ parent, spawned_by: spawner }) => [parent, spawner]).filter((one) => isHere(one)).length;
  return Math.max(0, all - here);
}
