import { matchesRun, parseQuery, type RunSummary } from "@burrjs/protocol";
import { both, exactText } from "../facet-query.ts";
import type { Bucket } from "./buckets.ts";

/** Longer queries are refused. */
const longestQuery = 10_000;

/** The runs that are looked at: all that `q` lets through, or the newest of them. */
export interface LookedAt {
  readonly q: string;
  readonly runs: readonly RunSummary[];
  readonly isAll: boolean;
  /** Whose days `q` means. */
  readonly zone: string;
}

/**
 * The query of the list of runs that shows the runs behind a number: what they have in common, beside the page's own query, where that lets
 * through just these; else their names.
 */
export function runsBehind(behind: readonly RunSummary[], other: string, { q, runs, isAll, zone }: LookedAt): string {
  const common = both(q, isAll ? other : `${other} ${sinceFirst(runs)}`.trim());
  if (isJust(common, behind, { runs, zone })) return common;
  const names = behind.map((run) => nameOf(run, runs)).join(" OR ");
  return names.length <= longestQuery ? names : common;
}

/** The runs that began in a stretch of time. */
export function periodQuery({ fromMs, toMs }: Bucket): string {
  return `after:${new Date(fromMs).toISOString()} before:${new Date(toMs).toISOString()}`;
}

function sinceFirst(runs: readonly RunSummary[]): string {
  const first = runs.reduce((least, { started_ms: at }) => Math.min(least, at ?? least), Number.POSITIVE_INFINITY);
  return Number.isFinite(first) ? `after:${new Date(first).toISOString()}` : "";
}

function isJust(q: string, behind: readonly RunSummary[], { runs, zone }: Pick<LookedAt, "runs" | "zone">): boolean {
  const { query } = parseQuery(q, { of: "runs", zone });
  const wanted = new Set(behind);
  const found = runs.filter((run) => matchesRun(query, run));
  return found.length === wanted.size && found.every((run) => wanted.has(run));
}

function nameOf({ app_id: app, partition_key: partition }: RunSummary, runs: readonly RunSummary[]): string {
  if (partition !== null) return `${exactText("app", app)} ${exactText("partition", partition)}`;
  // Only where others have the same id: it would be long for nothing.
  const isOneOfMany = runs.some((run) => run.app_id === app && run.partition_key !== null);
  return isOneOfMany ? `${exactText("app", app)} -partition:*` : exactText("app", app);
}
