import { useEffect, useMemo, useRef } from "react";

/** A function that is called at most once in `everyMs`: at once where it was not called lately, else later with what came last. */
export interface Throttled<TValue> {
  readonly call: (value: TValue) => void;
  /** Does what waits, now. */
  readonly flush: () => void;
  /** Forgets what waits. */
  readonly cancel: () => void;
}

/** Calls `run` at most once in `everyMs`. What still waits when the component goes is forgotten. */
export function useThrottled<TValue>(run: (value: TValue) => void, everyMs: number): Throttled<TValue> {
  const current = useRef(run);
  current.current = run;
  const throttled = useMemo(() => throttle<TValue>((value) => current.current(value), everyMs), [everyMs]);
  useEffect(() => () => throttled.cancel(), [throttled]);
  return throttled;
}

function throttle<TValue>(run: (value: TValue) => void, everyMs: number): Throttled<TValue> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let waiting: { readonly value: TValue } | undefined;
  const go = (): void => {
    timer = undefined;
    if (waiting === undefined) return;
    const { value } = waiting;
    waiting = undefined;
    timer = setTimeout(go, everyMs);
    run(value);
  };
  return {
    call: (value) => {
      waiting = { value };
      if (timer === undefined) go();
    },
    flush: () => {
      clearTimeout(timer);
      go();
    },
    cancel: () => {
      waiting = undefined;
      clearTimeout(timer);
      timer = undefined;
    },
  };
}
