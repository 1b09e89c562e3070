import { useEffect, useState } from "react";

/** Somebody who looks at the time. */
interface Looker {
  readonly everyMs: number;
  readonly look: (nowMs: number) => void;
}

const lookers = new Set<Looker>();
let timer: ReturnType<typeof setTimeout> | undefined;
let lookedMs = 0;

/** The time, in milliseconds since 1970, looked at again every `everyMs`. */
export function useNow(everyMs: number): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => watchTime(everyMs, setNow), [everyMs]);
  return now;
}

/** Tells the time every `everyMs`, until the returned function is called. */
export function watchTime(everyMs: number, look: (nowMs: number) => void): () => void {
  const looker = { everyMs, look };
  if (lookers.size === 0) lookedMs = Date.now();
  lookers.add(looker);
  wait();
  return () => {
    lookers.delete(looker);
    wait();
  };
}

/** All look at multiples of their time, and so together where they can: the page is rendered once. */
function wait(): void {
  clearTimeout(timer);
  if (lookers.size === 0) return;
  const dueMs = Math.min(...[...lookers].map(({ everyMs }) => nextMs(everyMs)));
  timer = setTimeout(lookAgain, Math.max(0, dueMs - Date.now()));
}

function lookAgain(): void {
  const now = Date.now();
  const due = [...lookers].filter(({ everyMs }) => nextMs(everyMs) <= now);
  lookedMs = now;
  for (const { look } of due) look(now);
  wait();
}

function nextMs(everyMs: number): number {
  return (Math.floor(lookedMs / everyMs) + 1) * everyMs;
}
