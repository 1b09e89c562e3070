import type { LocalDays, ProjectEntry, ProjectSummary, RunSummary } from "@burrjs/protocol";
import { quarterMs } from "../index/log-clock.ts";
import type { RunFacts } from "./run-facts.ts";

const shownDays = 30;
const recentDays = 7;

/** A project as a list shows it. */
export function projectSummary(
  { project, modifiedAtMs }: ProjectEntry,
  {
    runs,
    facts,
    total,
    nowMs,
    days,
  }: {
    readonly runs: readonly RunSummary[];
    readonly facts: readonly RunFacts[];
    /** How many applications there are, also those that were not looked into yet. */
    readonly total: number;
    readonly nowMs: number;
    readonly days: LocalDays;
  },
): ProjectSummary {
  const today = days.dayOf(nowMs);
  const activity = Array.from({ length: shownDays }, () => 0);
  for (const [quarter, steps] of facts.flatMap(({ quarters }) => quarters)) {
    const at = days.dayOf(quarter * quarterMs) - today + shownDays - 1;
    if (at >= 0 && at < shownDays) activity[at] = (activity[at] ?? 0) + steps;
  }
  const recentMs = days.startMs(today - recentDays + 1);
  // Children are parts of other runs.
  const top = runs.filter(({ spawned_by: spawnedBy }) => spawnedBy === null);
  const recent = top.filter(({ started_ms: at }) => at !== null && at >= recentMs);
  return {
    project,
    runs: total - (runs.length - top.length),
    running: top.filter(({ status }) => status === "running").length,
    failed: failedOf(top),
    recent_runs: recent.length,
    recent_failed: failedOf(recent),
    last_activity_ms: runs.reduce(
      (latest, run) => Math.max(latest, run.last_written_ms),
      runs.length > 0 ? 0 : modifiedAtMs,
    ),
    activity,
  };
}

function failedOf(runs: readonly RunSummary[]): number {
  return runs.filter(({ status }) => status === "failed").length;
}
