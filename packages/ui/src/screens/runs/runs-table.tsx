import type { RunSummary } from "@burrjs/protocol";
import { useEffect, useLayoutEffect, useMemo, useRef } from "react";
import { useNow } from "../../data/now.ts";
import { pricesSetting } from "../../data/settings.ts";
import { useStored } from "../../data/stored.ts";
import { useRowHeight } from "../../parts/use-row-height.ts";
import { useCommands } from "../../shell/commands.ts";
import type { Column } from "./columns.tsx";
import { runId } from "../../model/runs/told-runs.ts";
import { RunRow } from "./run-row.tsx";
import styles from "./runs.module.css";
import { SortHead } from "./sort-head.tsx";
import { evenRows } from "../../model/row-places.ts";
import { useRowWindow } from "../../parts/use-row-window.ts";

interface RunsTableProps {
  readonly project: string;
  readonly runs: readonly RunSummary[];
  readonly total: number;
  readonly columns: readonly Column[];
  readonly sort: string;
  readonly onSort: (sort: string) => void;
  readonly selected: ReadonlyMap<string, RunSummary>;
  readonly onSelect: (selected: ReadonlyMap<string, RunSummary>) => void;
  readonly loadMore: () => void;
  readonly isLoading: boolean;
}

/** The list itself: rows are made for what is in sight alone. */
export function RunsTable({
  project,
  runs,
  total,
  columns,
  sort,
  onSort,
  selected,
  onSelect,
  loadMore,
  isLoading,
}: RunsTableProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const lastChosen = useRef(0);
  const prices = useStored(pricesSetting);
  const now = useNow(5000);
  const height = useRowHeight(32);
  const places = useMemo(() => evenRows(runs.length, height), [runs.length, height]);
  const rows = useRowWindow({ scroller, places, head: useRowHeight(24) });
  const { last } = rows;
  useEffect(() => {
    if (last >= runs.length - 30 && runs.length < total) loadMore();
  }, [last, runs.length, total, loadMore]);
  /** The run whose row had the focus last, and its place. */
  const focusedRun = useRef<{ readonly id: string; readonly index: number } | undefined>(undefined);
  useLayoutEffect(() => {
    const left = focusedRun.current;
    if (left === undefined || document.activeElement !== document.body) return;
    if (runs.some((run) => runId(run) === left.id)) return;
    // It is gone: whoever goes through the list by keys goes on from its neighbour.
    focusRow(Math.min(left.index, runs.length - 1));
  }, [runs]);
  function focusRow(index: number): void {
    rows.show(index);
    // The row may have to be made first.
    requestAnimationFrame(() =>
      scroller.current?.querySelector<HTMLElement>(`[data-run-row="${index}"]`)?.focus({ preventScroll: true }),
    );
  }
  const focusBy = (change: number): void => {
    const at = Number(
      document.activeElement?.closest('[role="row"]')?.querySelector("[data-run-row]")?.getAttribute("data-run-row") ??
        (change > 0 ? -1 : 0),
    );
    focusRow(Math.max(0, Math.min(runs.length - 1, at + change)));
  };
  const focused = (): number =>
    Number(
      document.activeElement?.closest('[role="row"]')?.querySelector("[data-run-row]")?.getAttribute("data-run-row") ??
        -1,
    );
  useCommands("runsTable", {
    "runs-next": () => focusBy(1),
    "runs-previous": () => focusBy(-1),
    "runs-choose": () => focused() >= 0 && choose(focused(), false),
  });
  function choose(index: number, isRange: boolean): void {
    const next = new Map(selected);
    const [from, to] = isRange
      ? [Math.min(lastChosen.current, index), Math.max(lastChosen.current, index)]
      : [index, index];
    for (const run of runs.slice(from, to + 1)) {
      const id = runId(run);
      if (isRange || !next.delete(id)) next.set(id, run);
    }
    lastChosen.current = index;
    onSelect(next);
  }
  const isAll = runs.length > 0 && runs.every((run) => selected.has(runId(run)));
  const template = `44px minmax(min(180px, 42vw), 1fr) 104px ${columns.map(({ width }) => `${width}px`).join(" ")} 4px`;
  return (
    <div className={styles["scroller"]} ref={scroller} tabIndex={0} role="region" aria-label="List of runs">
      {isLoading && <div className={styles["progress"]} role="progressbar" aria-label="Loading runs" />}
      <div
        role="table"
        aria-label="Runs"
        aria-rowcount={total + 1}
        className={styles["grid"]}
        onFocus={() => {
          const index = focused();
          const run = runs[index];
          focusedRun.current = run && { id: runId(run), index };
        }}
      >
        <div
          role="row"
          aria-rowindex={1}
          className={`${styles["row"]} ${styles["head"]}`}
          style={{ gridTemplateColumns: template }}
        >
          <span role="columnheader">
            <label className={styles["choice"]}>
              <input
                type="checkbox"
                aria-label="Choose all runs that are shown"
                checked={isAll}
                onChange={() => onSelect(new Map(isAll ? [] : runs.map((run) => [runId(run), run])))}
              />
            </label>
          </span>
          <SortHead title="Run" field="app_id" sort={sort} onSort={onSort} />
          <SortHead title="Status" field="status" sort={sort} onSort={onSort} />
          {columns.map(({ id, title, sort: field, isNumber }) => (
            <SortHead key={id} title={title} field={field} sort={sort} onSort={onSort} isNumber={isNumber === true} />
          ))}
        </div>
        <div className={styles["rows"]} style={{ height: rows.boxHeight }} role="rowgroup">
          {rows.rows.map(({ index, top }) => {
            const run = runs[index];
            if (run === undefined) return null;
            const id = runId(run);
            return (
              <RunRow
                key={id}
                project={project}
                run={run}
                columns={columns}
                template={template}
                place={{ index, top, height }}
                isChosen={selected.has(id)}
                onChoose={(isRange) => choose(index, isRange)}
                now={now}
                prices={prices}
              />
            );
          })}
        </div>
      </div>
    </div>
  );
}
