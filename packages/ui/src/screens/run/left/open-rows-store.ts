import { useSyncExternalStore } from "react";
import { allClosed, type OpenRows } from "../../../model/rows/open-rows.ts";

// Which rows are open stays the same from view to view, and from run to run and back.
const byRun = new Map<string, OpenRows>();
const listeners = new Set<() => void>();
const mostRuns = 20;

/** Changes which rows of a run are open. */
export function setOpenRows(run: string, change: (old: OpenRows) => OpenRows): void {
  const old = openRowsOf(run);
  const next = change(old);
  if (next === old) return;
  byRun.delete(run);
  byRun.set(run, next);
  const [oldest] = byRun.keys();
  if (byRun.size > mostRuns && oldest !== undefined) byRun.delete(oldest);
  for (const listener of listeners) listener();
}

/** Which rows of a run are open. */
export function useOpenRows(run: string): OpenRows {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => openRowsOf(run),
  );
}

function openRowsOf(run: string): OpenRows {
  return byRun.get(run) ?? allClosed;
}
