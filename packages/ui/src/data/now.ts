import { useEffect, useState } from "react";

/** Those who look at the time equally often: they do so together, so that the page is rendered once. */
interface Clock {
  readonly listeners: Set<(now: number) => void>;
  readonly timer: ReturnType<typeof setInterval>;
}

const clocks = new Map<number, Clock>();

/** The time, in milliseconds since 1970, looked at again every `everyMs`. */
export function useNow(everyMs: number): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => listen(everyMs, setNow), [everyMs]);
  return now;
}

function listen(everyMs: number, listener: (now: number) => void): () => void {
  const clock = clocks.get(everyMs) ?? started(everyMs);
  clock.listeners.add(listener);
  return () => {
    clock.listeners.delete(listener);
    if (clock.listeners.size > 0) return;
    clearInterval(clock.timer);
    clocks.delete(everyMs);
  };
}

function started(everyMs: number): Clock {
  const listeners = new Set<(now: number) => void>();
  const timer = setInterval(() => {
    const now = Date.now();
    for (const listener of listeners) listener(now);
  }, everyMs);
  const clock = { listeners, timer };
  clocks.set(everyMs, clock);
  return clock;
}
