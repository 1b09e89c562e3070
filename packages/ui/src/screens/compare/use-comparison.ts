import type { RunHeader } from "@burrjs/protocol";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { alignQuery } from "../../data/compare-queries.ts";
import { runTopic, useLive } from "../../data/live.ts";
import { headerQuery } from "../../data/queries.ts";
import type { RunKey } from "../../data/run-key.ts";
import type { Alignment } from "@burrjs/protocol";
import { startedByStep } from "../../model/compare/child-pairs.ts";
import type { RunName } from "../../model/compare/run-name.ts";
import type { StepColumns } from "../../model/step-columns.ts";
import { useSteps } from "../../data/steps.ts";
import { useRefresh } from "../../data/refresh.ts";

/** One of the two runs. */
export interface Side {
  readonly key: RunKey;
  readonly header: RunHeader | undefined;
  readonly steps: StepColumns;
  /** The runs that its steps started, by the steps' ids. */
  readonly started: ReturnType<typeof startedByStep>;
}

/** Two runs beside each other, kept up to date while they run. */
export interface Comparison {
  readonly project: string;
  readonly a: Side;
  readonly b: Side;
  readonly alignment: Alignment | undefined;
  /** Whether some of it has not come yet. */
  readonly isPending: boolean;
  readonly error: Error | null;
  readonly retry: () => void;
}

const refreshMs = 400;

/** Both runs and their alignment: rows appear by themselves while a run goes on. */
export function useComparison(project: string, a: RunName, b: RunName): Comparison {
  const [keyA, keyB] = [keyOf(project, a), keyOf(project, b)];
  const one = useSide(keyA);
  const other = useSide(keyB);
  const { data: alignment, error, refetch } = useQuery(alignQuery(project, a, b));
  const known = [one, other].flatMap(({ side: { header } }) => (header === undefined ? [] : [statusOf(header)]));
  const client = useQueryClient();
  // What is known of the runs that they started goes by it, too.
  const { queryKey } = alignQuery(project, a, b);
  const refresh = useRefresh(() => client.invalidateQueries({ queryKey }, { cancelRefetch: false }), refreshMs);
  useLive([runTopic(project, a.partition, a.app), runTopic(project, b.partition, b.app)], ({ type, data }) => {
    // Of a run that has ended it is known which steps do not come any more.
    const isOtherStatus = type === "run" && !known.includes(statusOf(data["header"] as RunHeader)); // as the server's events are
    if (type === "steps" || type === "gap" || type === "gone" || isOtherStatus) refresh();
  });
  return {
    project,
    a: one.side,
    b: other.side,
    alignment,
    isPending: alignment === undefined || one.isPending || other.isPending,
    error: one.error ?? other.error ?? error,
    retry: () => {
      one.retry();
      other.retry();
      void refetch();
    },
  };
}

/** Which run, and how it stands. */
function statusOf({ partition_key: partition, app_id: app, status }: RunHeader): string {
  return JSON.stringify([partition, app, status]);
}

interface AskedSide {
  readonly side: Side;
  readonly isPending: boolean;
  readonly error: Error | null;
  readonly retry: () => void;
}

function useSide(key: RunKey): AskedSide {
  const { data: header, error, refetch } = useQuery(headerQuery(key));
  const { steps, error: stepsError, isPending } = useSteps(key, []);
  const started = useMemo(() => startedByStep(header), [header]);
  return {
    side: { key, header, steps, started },
    isPending: isPending || header === undefined,
    error: error ?? stepsError,
    retry: () => void refetch(),
  };
}

/** The runs that the step at a place of a side started. */
export function startedAt({ steps, started }: Side, n: number | null): readonly RunName[] {
  return (n === null || started.size === 0 ? undefined : started.get(steps.at(n)?.sequenceId ?? -1)) ?? none;
}

const none: readonly RunName[] = [];

function keyOf(project: string, { partition, app }: RunName): RunKey {
  return { project, partition, app };
}
