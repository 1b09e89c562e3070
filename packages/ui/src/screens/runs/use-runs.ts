import type { Page, RunSummary } from "@burrjs/protocol";
import { matchesRun, parseQuery } from "@burrjs/protocol";
import { type InfiniteData, useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo, useState } from "react";
import { apiPath, getJson, withParameters } from "../../data/api.ts";
import { asked } from "../../data/asked.ts";
import { pricesSetting } from "../../data/settings.ts";
import { runsTopic, useLive } from "../../data/live.ts";
import { runId } from "./run-id.ts";

const none: readonly Page<RunSummary>[] = [];

/** The runs that were fetched so far, and how to get further ones. */
export interface RunList {
  readonly runs: readonly RunSummary[];
  readonly total: number | undefined;
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
  const runsPage = (page: Readonly<Record<string, string | number | undefined>>, signal?: AbortSignal) =>
    getJson<Page<RunSummary>>(
      withParameters(apiPath("projects", project, "runs"), asked({ q, sort, ...page })),
      signal === undefined ? {} : { signal },
    );
  const [fresh, setFresh] = useState<ReadonlySet<string>>(new Set());
  const { data, error, isFetching, isPending, hasNextPage, fetchNextPage, refetch } = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam, signal }) => runsPage({ cursor: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next ?? undefined,
    placeholderData: (before) => before,
  });
  const pages = data?.pages ?? none;
  const runs = useMemo(() => pages.flatMap(({ items }) => items), [pages]);
  const known = useMemo(() => new Set(runs.map((run) => runId(run))), [runs]);
  // Another query, another list.
  useEffect(() => setFresh(new Set()), [project, q, sort]);
  /** Puts runs in the place of what was known of them, and counts those that are new. */
  const take = (told: readonly RunSummary[]): void => {
    const changed = new Map(told.map((run) => [runId(run), run]));
    const { query } = parseQuery(q, { of: "runs" });
    const prices = pricesSetting.get();
    const begun = [...changed]
      .filter(([id, run]) => !known.has(id) && matchesRun(query, { ...run, prices }))
      .map(([id]) => id);
    if (begun.length > 0) setFresh((before) => new Set([...before, ...begun]));
    client.setQueryData<InfiniteData<Page<RunSummary>>>(queryKey, (old) => (old === undefined ? old : { ...old, pages: old.pages.map((page) => ({ ...page, items: page.items.map((run) => changed.get(runId(run)) ?? run) })) })); // prettier-ignore
  };
  useLive([runsTopic(project)], ({ type, data: told }) => {
    if (type === "runs") take(told["runs"] as readonly RunSummary[]); // as the server's events are
    if (type !== "gap") return;
    if (data === undefined) {
      void refetch();
      return;
    }
    // Some have changed that nobody told of. Should it fail, the connection is lost, too, and the next one says it again.
    const limit = Math.min(1000, Math.max(100, runs.length));
    void runsPage({ limit }).then(
      ({ items }) => take(items),
      () => {},
    );
  });
  return {
    runs,
    total: pages[0]?.total,
    error,
    isLoading: isPending || isFetching,
    loadMore: () => {
      if (hasNextPage && !isFetching) void fetchNextPage();
    },
    retry: () => void refetch(),
    newCount: [...fresh].filter((id) => !known.has(id)).length,
    showNew: () => {
      setFresh(new Set());
      void client.resetQueries({ queryKey });
    },
  };
}
