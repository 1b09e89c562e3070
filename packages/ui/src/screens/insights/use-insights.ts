import type { RunSummary } from "@burrjs/protocol";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo, useRef, useState } from "react";
import { newestRunsQuery, runFactsQuery } from "../../data/insight-queries.ts";
import { runsTopic, useLive } from "../../data/live.ts";
import { pricesSetting, shownZone } from "../../data/settings.ts";
import { useStored } from "../../data/stored.ts";
import { type Insights, insightsOf } from "../../model/insights/insights.ts";
import type { RunFacts } from "../../model/insights/run-facts.ts";
import { useRefresh } from "../../data/refresh.ts";

/** What the page shows. */
export interface InsightsPage {
  readonly insights: Insights | undefined;
  /** How many runs there are to look at, of how many in all, and how many were read. */
  readonly count:
    | { readonly wanted: number; readonly total: number; readonly read: number; readonly failed: number }
    | undefined;
  readonly error: Error | null;
  readonly retry: () => void;
}

const atOnce = 4;
const refreshMs = 3000;

/** The newest runs that a query lets through, looked at together. Runs that go on are read again. */
export function useInsights(project: string, q: string): InsightsPage {
  const { data, error, refetch } = useQuery({ ...newestRunsQuery(project, q), placeholderData: (before) => before });
  const prices = useStored(pricesSetting);
  const zone = shownZone();
  const refresh = useRefresh(() => refetch({ cancelRefetch: false }), refreshMs);
  useLive([runsTopic(project)], ({ type }) => {
    if (type === "runs" || type === "gap") refresh();
  });
  const { facts, failed } = useFacts(project, data?.items);
  const isAll = data === undefined || data.items.length === data.total;
  const insights = useMemo(
    () => (facts === undefined ? undefined : insightsOf(facts, { isAll, prices, zone })),
    [facts, isAll, prices, zone],
  );
  const count =
    data === undefined ? undefined : { wanted: data.items.length, total: data.total, read: facts?.length ?? 0, failed };
  return { insights, count, error, retry: () => void refetch() };
}

/** The facts of runs, a few requests at a time; what is there already is shown meanwhile. */
function useFacts(
  project: string,
  runs: readonly RunSummary[] | undefined,
): { readonly facts: readonly RunFacts[] | undefined; readonly failed: number } {
  const client = useQueryClient();
  const [state, setState] = useState<{ readonly facts: readonly RunFacts[] | undefined; readonly failed: number }>({
    facts: undefined,
    failed: 0,
  });
  const hasShown = useRef(false);
  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    let failed = 0;
    const found = new Map<RunSummary, RunFacts>();
    const waiting = [...(runs ?? [])];
    const show = (): void => setState({ facts: (runs ?? []).flatMap((run) => found.get(run) ?? []), failed });
    const work = async (): Promise<void> => {
      for (let run = waiting.shift(); run !== undefined && !signal.aborted; run = waiting.shift()) {
        try {
          found.set(run, await client.fetchQuery(runFactsQuery(project, run)));
        } catch {
          failed += 1; // deleted meanwhile, perhaps: the page says how many
        }
        // Not each time: all is computed anew. Later, what was there before stays until all is read.
        if (!signal.aborted && !hasShown.current && (found.size + failed) % 25 === 0) show();
      }
    };
    const workAll = async (): Promise<void> => {
      await Promise.all(Array.from({ length: atOnce }, work));
      if (signal.aborted) return;
      hasShown.current = true;
      show();
    };
    if (runs !== undefined) void workAll();
    return () => controller.abort();
  }, [client, project, runs]);
  return state;
}
