import { shared, useShared } from "../../../data/shared.ts";
import { allClosed, type OpenRows } from "../../../model/rows/open-rows.ts";

// Which rows are open stays the same from view to view, and from run to run and back.
const byRun = shared<ReadonlyMap<string, OpenRows>>(new Map());
const mostRuns = 20;

/** Changes which rows of a run are open. */
export function setOpenRows(run: string, change: (old: OpenRows) => OpenRows): void {
  const known = byRun.get();
  const old = known.get(run) ?? allClosed;
  const next = change(old);
  if (next === old) return;
  const others = [...known].filter(([one]) => one !== run).slice(1 - mostRuns);
  byRun.set(new Map([...others, [run, next]]));
}

/** Which rows of a run are open. */
export function useOpenRows(run: string): OpenRows {
  return useShared(byRun).get(run) ?? allClosed;
}
