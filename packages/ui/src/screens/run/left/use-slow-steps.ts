import { startTransition, useCallback, useEffect, useRef, useState } from "react";
import type { StepColumns } from "../../../model/step-columns.ts";
import { visitStats } from "../../../model/step/visit-stats.ts";

/** So often at most the steps of a run that goes on are compared anew. */
const everyMs = 2000;

/** Tells which steps took much longer than most of their action. It is known a moment after the list: no row waits for it. */
export function useSlowSteps(steps: StepColumns, { isLive }: { readonly isLive: boolean }): (n: number) => boolean {
  const [compared, setCompared] = useState<StepColumns | undefined>(undefined);
  const comparedAtMs = useRef(0);
  useEffect(() => {
    if (steps.length === 0) return undefined;
    const compare = (): void => {
      comparedAtMs.current = Date.now();
      startTransition(() => setCompared(steps));
    };
    const timer = setTimeout(compare, isLive ? Math.max(0, comparedAtMs.current + everyMs - Date.now()) : 0);
    return () => clearTimeout(timer);
  }, [steps, isLive]);
  return useCallback(
    (n) => compared !== undefined && n < compared.length && visitStats(compared, n)?.isOutlier === true,
    [compared],
  );
}
