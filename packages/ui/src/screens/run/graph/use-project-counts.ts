import type { Page, RunSummary } from "@burrjs/protocol";
import { useQuery } from "@tanstack/react-query";
import { ApiError, apiPath, getJson, withParameters } from "../../../data/api.ts";
import { pathCounts, type PathCounts, summedCounts } from "../../../model/path-counts.ts";
import { StepColumns } from "../../../model/step-columns.ts";

/** So many runs are looked at: the newest. */
const mostRuns = 50;
/** So many steps of one run are looked at: the last ones. */
const mostSteps = 20_000;
const atOnce = 4;
const names = "sequence_id,action,kind,status,started_ms,duration_ms,input_tokens,output_tokens";

/** What the runs of a project come to. */
export interface ProjectCounts {
  readonly counts: PathCounts;
  readonly runs: number;
  /** How many there are; more than `runs`: the oldest ones were left out. */
  readonly total: number;
}

/** The counts of all runs of a project together; asked for only where they are shown. */
export function useProjectCounts(project: string, isWanted: boolean) {
  return useQuery({
    queryKey: ["runs", project, "path-counts"],
    queryFn: ({ signal }) => projectCounts(project, signal),
    enabled: isWanted,
    staleTime: 30_000,
    structuralSharing: false,
  });
}

async function projectCounts(project: string, signal: AbortSignal): Promise<ProjectCounts> {
  const path = withParameters(apiPath("projects", project, "runs"), { sort: "-started_ms", limit: mostRuns });
  const { items, total } = await getJson<Page<RunSummary>>(path, { signal });
  const waiting = items.filter(({ steps }) => steps > 0);
  const all: PathCounts[] = [];
  const work = async (): Promise<void> => {
    for (let run = waiting.shift(); run !== undefined; run = waiting.shift())
      all.push(await countsOf(project, run, signal));
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return { counts: summedCounts(all), runs: items.length, total };
}

async function countsOf(
  project: string,
  { partition_key: partition, app_id: app, steps }: RunSummary,
  signal: AbortSignal,
): Promise<PathCounts> {
  const path = apiPath("projects", project, "runs", partition, app, "columns");
  const from = Math.max(0, steps - mostSteps);
  const response = await fetch(withParameters(path, { from, names }), { signal, credentials: "same-origin" });
  if (!response.ok)
    throw new ApiError(response.status, { code: "no_answer", message: `The server answered ${response.status}.` });
  const columns = StepColumns.of(await response.arrayBuffer());
  return pathCounts(columns, columns.length - 1, from);
}
