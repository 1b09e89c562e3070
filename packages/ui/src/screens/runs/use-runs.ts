import type { RunsChange, RunsPage, RunSummary } from "@burrjs/protocol";
import { matchesRun, parseQuery } from "@burrjs/protocol";
import { useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { apiPath, getJson, withParameters } from "../../data/api.ts";
import { asked } from "../../data/asked.ts";
import { runsTopic, useLive } from "../../data/live.ts";
import { pricesSetting, shownZone } from "../../data/settings.ts";
import { useStored } from "../../data/stored.ts";
import { namedRuns } from "../../model/runs/named-runs.ts";
import {
  nothingTold,
  rowsNow,
  runId,
  runsBeside,
  toldAlso,
  toldByLook,
  toldByName,
  type ToldRuns,
  totalNow,
  without,
} from "../../model/runs/told-runs.ts";
import { useRefresh } from "../../data/refresh.ts";

const none: readonly RunsPage[] = [];
/** What was deleted together is looked after once. */
const lookMs = 300;

/** The runs that were fetched so far, and how to get further ones. */
export interface RunList {
  readonly runs: readonly RunSummary[];
  readonly total: number | undefined;
  /** Whether a run was told to be gone. */
  readonly isGone: (run: RunSummary) => boolean;
  readonly error: Error | null;
  readonly isLoading: boolean;
  readonly loadMore: () => void;
  readonly retry: () => void;
  /** Runs that began since the list was made: they are shown when somebody asks for them, so that nothing moves by itself. */
  readonly newCount: number;
  readonly showNew: () => void;
}

/** The list of runs, kept up to date in place. */
export function useRuns(project: string, { q, sort }: { readonly q: string; readonly sort: string }): RunList {
  const client = useQueryClient();
  const queryKey = ["runs", project, { q, sort }, "pages"] as const;
  const toldKey = ["told-runs", project, { q, sort }] as const;
  const runsPage = (page: Readonly<Record<string, string | number | undefined>>, signal?: AbortSignal) =>
    getJson<RunsPage>(
      withParameters(apiPath("projects", project, "runs"), asked({ q, sort, ...page })),
      signal === undefined ? {} : { signal },
    );
  const { data, error, isFetching, isPending, hasNextPage, fetchNextPage, refetch } = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam, signal }) => runsPage({ cursor: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next ?? undefined,
    placeholderData: (before) => before,
  });
  // Events are kept beside the pages: an answer under way would write over them.
  const { data: told } = useQuery({ queryKey: toldKey, queryFn: () => nothingTold, initialData: nothingTold, staleTime: Infinity }); // prettier-ignore
  const pages = data?.pages ?? none;
  const runs = useMemo(() => rowsNow(pages, told), [pages, told]);
  const prices = useStored(pricesSetting);
  const newCount = useMemo(() => {
    const { query } = parseQuery(q, { of: "runs", zone: shownZone() });
    return runsBeside(pages, told).filter((run) => matchesRun(query, { ...run, prices })).length;
  }, [pages, told, q, prices]);
  const tell = (also: (before: ToldRuns) => ToldRuns): void => {
    client.setQueryData<ToldRuns>(toldKey, (before = nothingTold) => also(before));
  };
  /** Some have changed that nobody told of. Should it fail, the connection is lost, too, and the next one says it again. */
  const look = useRefresh(async () => {
    const limit = Math.min(1000, Math.max(100, runs.length));
    const page = await runsPage({ limit }).catch(() => undefined);
    if (page === undefined) return;
    tell((before) => toldByLook(before, page, runs));
    if (page.next === null) return;
    // Of a longer list, the others may be further down, or gone.
    for (const { q: names, runs: some } of namedRuns(without(runs, page.items))) {
      const there = await runsPage({ q: names, limit: some.length }).catch(() => undefined);
      if (there !== undefined) tell((before) => toldByName(before, there, some));
    }
  }, lookMs);
  useLive([runsTopic(project)], ({ type, data: event }) => {
    if (type === "runs") {
      const change = event as typeof event & RunsChange; // as the server's events are
      tell((before) => toldAlso(before, change));
      if (change.removed.length > 0) look();
    }
    if (type !== "gap") return;
    if (data === undefined) void refetch();
    else look();
  });
  return {
    runs,
    total: totalNow(pages, told),
    isGone: (run) => told.runs.has(runId(run)) && told.runs.get(runId(run))?.run === undefined,
    error,
    isLoading: isPending || isFetching,
    loadMore: () => {
      if (hasNextPage && !isFetching) void fetchNextPage();
    },
    retry: () => void refetch(),
    newCount,
    showNew: () => void client.resetQueries({ queryKey }),
  };
}
