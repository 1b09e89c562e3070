import type { Page, RunSummary, StepColumn, StepRow } from "@burrjs/protocol";
import { queryOptions } from "@tanstack/react-query";
import { exactText } from "../model/facet-query.ts";
import { noTokens } from "../model/insights/insights.ts";
import {
  type ErrorFact,
  type ModelUsage,
  type RunFacts,
  type StepFact,
  stepFacts,
} from "../model/insights/run-facts.ts";
import { StepColumns } from "../model/step-columns.ts";
import { apiPath, getBytes, getJson, getPages, withParameters } from "./api.ts";
import { asked } from "./asked.ts";
import { runPath } from "./run-key.ts";

/** So many runs are looked at: the newest. */
export const mostRuns = 200;
/** So many steps of one run are looked at: the last ones. */
export const mostSteps = 5000;

const names: readonly StepColumn[] = [
  "sequence_id",
  "action",
  "kind",
  "role",
  "status",
  "started_ms",
  "duration_ms",
  "first_chunk_ms",
  "input_tokens",
  "output_tokens",
  "error",
];

/** The newest runs of a project that a query lets through. */
export function newestRunsQuery(project: string, q: string) {
  return queryOptions({
    queryKey: ["runs", project, "newest", q],
    queryFn: ({ signal }) =>
      getJson<Page<RunSummary>>(
        withParameters(apiPath("projects", project, "runs"), asked({ q, sort: "-started_ms", limit: mostRuns })),
        { signal },
      ),
  });
}

/** What insights need to know of a run. It is fetched anew when the run has gone on. */
export function runFactsQuery(project: string, run: RunSummary) {
  return queryOptions({
    queryKey: ["insights", project, run.partition_key, run.app_id, run.last_written_ms, run.steps],
    queryFn: async ({ signal }): Promise<RunFacts> => {
      const path = runPath({ project, partition: run.partition_key, app: run.app_id });
      const from = Math.max(0, run.steps - mostSteps);
      const steps = stepFacts(await columnsOf(path, from, signal), from);
      const last = (q: string): Promise<readonly StepRow[]> => rowsOf(path, { q, from }, signal);
      const [usage, errors] = await Promise.all([usageOf(run, last), errorsOf(run, last)]);
      return { run, steps, usage, errors, leftOut: from };
    },
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 600_000,
    structuralSharing: false,
    retry: 1,
  });
}

async function columnsOf(path: string, from: number, signal: AbortSignal): Promise<StepColumns> {
  const columns = withParameters(`${path}/columns`, { from, names: names.join(",") });
  return StepColumns.of(await getBytes(columns, { signal }));
}

/** Tokens by model, with the steps that have called it. */
async function usageOf({ models, usage }: RunSummary, last: LastRows): Promise<readonly ModelUsage[]> {
  const called = new Set([...models, ...usage.map(({ model }) => model)]);
  const parts: ModelUsage[] = [];
  for (const model of called) {
    const tokens = usage.find((one) => one.model === model) ?? noTokens;
    const rows = model === "" ? [] : await last(exactText("model", model));
    parts.push({ model, tokens, steps: rows.map((row) => factOf(row)) });
  }
  return parts;
}

async function errorsOf(run: RunSummary, last: LastRows): Promise<readonly ErrorFact[]> {
  if (run.errors === 0) return [];
  const rows = await last("status:failed");
  return rows.map(({ sequence_id: sequenceId, action, started_ms: atMs, error }) => ({
    sequenceId,
    action,
    atMs,
    text: error ?? "",
  }));
}

/** The steps that a query asks for, from those that are looked at. */
type LastRows = (q: string) => Promise<readonly StepRow[]>;

async function rowsOf(
  path: string,
  { q, from }: { readonly q: string; readonly from: number },
  signal: AbortSignal,
): Promise<readonly StepRow[]> {
  const { items } = await getPages<StepRow>(
    `${path}/steps`,
    { ...asked({ q }), dir: "back" },
    { signal, most: mostSteps },
  );
  return items.filter(({ n }) => n >= from).toReversed();
}

function factOf({
  action,
  status,
  started_ms: startedMs,
  duration_ms: durationMs,
  first_chunk_ms: firstChunkMs,
}: StepRow): StepFact {
  return { action, status, startedMs, durationMs, firstChunkMs };
}
