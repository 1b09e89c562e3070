import type { StepDetail } from "@burrjs/protocol";
import { useIsFetching, useQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useRef, useState } from "react";
import { runQueryKey } from "../../../data/run-key.ts";
import { type StepKey, stepQuery } from "../../../data/step-queries.ts";
import { withChunks } from "../../../model/live/with-chunks.ts";
import { isPlayheadHeld } from "../../../data/turns.ts";
import { useRun } from "../run-context.ts";

/** What is known of the step under the cursor. */
export interface ShownStep {
  /** The step that is shown: while the cursor moves on, the one before. */
  readonly step: StepDetail | undefined;
  /** Which step is wanted. */
  readonly wanted: StepKey | undefined;
  /** Whether what is shown is of the step before. */
  readonly isOld: boolean;
  readonly error: Error | null;
}

/** A cursor that moves on at once asks for nothing. */
const restMs = 80;

/** The step under the cursor in detail; asked for once the cursor rests. */
export function useStep(): ShownStep {
  const { key, current } = useRun();
  const isBusy = useIsFetching({ queryKey: runQueryKey(key, "step") }) > 0 && isPlayheadHeld();
  const name = useRested(current === undefined ? undefined : `${current.sequenceId} ${current.repeat}`, restMs, isBusy);
  const wanted = useMemo((): StepKey | undefined => {
    if (name === undefined) return undefined;
    const [sequenceId, repeat] = name.split(" ").map(Number);
    return { sequenceId: sequenceId ?? 0, repeat: repeat ?? 0 };
  }, [name]);
  const { data, error, isPlaceholderData } = useQuery({
    ...stepQuery(key, wanted ?? { sequenceId: 0 }),
    enabled: wanted !== undefined,
  });
  const step = useMemo(() => data && withChunks(data, current), [data, current]);
  return { step: wanted === undefined ? undefined : step, wanted, isOld: isPlaceholderData, error };
}

/**
 * A value as it was when it last stayed the same for a while; the first change after a rest shows at once.
 *
 * @param isBusy - What the value before asked for is not there yet: the next one waits for it.
 */
export function useRested<TValue>(value: TValue, ms: number, isBusy = false): TValue {
  const [shown, setShown] = useState(value);
  const lastMs = useRef(Number.NEGATIVE_INFINITY);
  const last = useRef(value);
  useEffect(() => {
    const now = performance.now();
    // While somebody holds the playhead it comes by many: none of them is where it stays.
    const isHeld = isPlayheadHeld();
    const isNew = last.current !== value;
    last.current = value;
    const hasRested = isNew && !isHeld && now - lastMs.current > ms;
    if (isNew) lastMs.current = now;
    if (hasRested) setShown(value);
    if (isBusy) return undefined;
    const timer = setTimeout(() => setShown(value), hasRested ? 0 : isHeld ? 2 * ms : ms);
    return () => clearTimeout(timer);
  }, [value, ms, isBusy]);
  return shown;
}
