import { useCallback, useEffect, useState } from "react";
import type { StepColumns } from "../../../model/step-columns.ts";
import { visitStats } from "../../../model/step/visit-stats.ts";
import { useThrottled } from "../../../parts/use-throttled.ts";

/** So often at most the steps of a run that goes on are compared anew. */
const everyMs = 2000;

/** Tells which steps took much longer than most of their action. It is known a moment after the list: no row waits for it. */
export function useSlowSteps(steps: StepColumns): (n: number) => boolean {
  const [compared, setCompared] = useState<StepColumns | undefined>(undefined);
  const compare = useThrottled(setCompared, everyMs);
  useEffect(() => {
    if (steps.length > 0) compare.call(steps);
  }, [steps, compare]);
  return useCallback(
    (n) => compared !== undefined && n < compared.length && visitStats(compared, n)?.isOutlier === true,
    [compared],
  );
}
