import type { RunHeader } from "@burrjs/protocol";
import { useQuery } from "@tanstack/react-query";
import { alignQuery } from "../../data/compare-queries.ts";
import { runTopic, useLive } from "../../data/live.ts";
import { headerQuery, type RunKey } from "../../data/queries.ts";
import type { Alignment } from "../../model/compare/alignment.ts";
import type { RunName } from "../../model/compare/run-name.ts";
import type { StepColumns } from "../../model/step-columns.ts";
import { useSteps } from "../run/use-steps.ts";
import { useRefresh } from "./use-refresh.ts";

/** One of the two runs. */
export interface Side {
  readonly key: RunKey;
  readonly header: RunHeader | undefined;
  readonly steps: StepColumns;
}

/** Two runs beside each other, kept up to date while they run. */
export interface Comparison {
  readonly project: string;
  readonly a: Side;
  readonly b: Side;
  readonly alignment: Alignment | undefined;
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
  const refresh = useRefresh(() => refetch({ cancelRefetch: false }), refreshMs);
  useLive([runTopic(project, a.partition, a.app), runTopic(project, b.partition, b.app)], ({ type }) => {
    if (type === "steps" || type === "gap" || type === "gone") refresh();
  });
  return {
    project,
    a: one.side,
    b: other.side,
    alignment,
    error: one.error ?? other.error ?? error,
    retry: () => {
      one.retry();
      other.retry();
      void refetch();
    },
  };
}

function useSide(key: RunKey): { readonly side: Side; readonly error: Error | null; readonly retry: () => void } {
  const { data: header, error, refetch } = useQuery(headerQuery(key));
  const { steps, error: stepsError } = useSteps(key, []);
  return { side: { key, header, steps }, error: error ?? stepsError, retry: () => void refetch() };
}

function keyOf(project: string, { partition, app }: RunName): RunKey {
  return { project, partition, app };
}
