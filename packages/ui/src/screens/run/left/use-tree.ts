import { useEffect, useMemo, useState } from "react";
import type { ViewChange } from "../../../data/cursor.ts";
import {
  allClosed,
  allOpen,
  isStepOpen,
  withNextPage,
  withPartTurned,
  withStep,
  withUnfolded,
} from "../../../model/rows/open-rows.ts";
import { type RowList, rowList, type TreeRow } from "../../../model/rows/row-list.ts";
import { isRowOpen, partOfSelection, placeOfRow } from "../../../model/rows/row-place.ts";
import { useCommands } from "../../../shell/commands.ts";
import { useRun } from "../run-context.ts";
import { setOpenRows, useOpenRows } from "./open-rows-store.ts";
import { type KnownParts, useParts } from "./use-parts.ts";

/** The rows of the left pane, and what can be done with them. */
export interface Tree extends KnownParts {
  readonly list: RowList;
  /** The row under the cursor; −1: it is not shown. */
  readonly place: number;
  /** Moves the cursor to a row; `isJump`: Back comes back from it. */
  readonly select: (index: number, isJump?: boolean) => void;
  readonly setOpen: (index: number, isOpen: boolean) => void;
  /** Shows what a row is about: opens a step, goes into a child run, fetches more. */
  readonly enter: (index: number) => void;
  /** Tells which rows are in sight: what is inside of them is fetched. */
  readonly setInSight: (first: number, last: number) => void;
}

/** From so many steps of one action on, one after the other, they are one row. */
const leastRepeats = 8;
const pauseOverMs = 1000;
const mostOpenInSight = 60;

/** The rows of the left pane. */
export function useTree(openRun: (row: Extract<TreeRow, { kind: "part" }>) => void): Tree {
  const { key, steps, filtered, rows, current, search, move, jump } = useRun();
  const { shown } = filtered;
  const run = `${key.project}/${key.partition ?? "~"}/${key.app}`;
  const open = useOpenRows(run);
  const [sight, setSight] = useState({ first: 0, last: -1 });
  const [wanted, setWanted] = useState<readonly number[]>([]);
  const known = useParts(key, steps, { wanted, open });
  const list = useMemo(
    () =>
      rowList({
        steps,
        shown,
        isOpen: (n) => isStepOpen(open, n),
        partsOf: known.partsOf,
        repeats: open.isAllOpen ? undefined : { least: leastRepeats, opened: open.unfolded },
        pauseOverMs,
      }),
    [steps, shown, open, known],
  );
  useEffect(() => {
    rows.current = list;
    return () => {
      rows.current = undefined;
    };
  }, [rows, list]);
  useEffect(() => {
    const next = new Set<number>();
    for (let index = Math.max(0, sight.first); index <= sight.last && next.size < mostOpenInSight; index += 1) {
      const row = list.at(index);
      if (row !== undefined && ((row.kind === "step" && row.isOpen === true) || row.kind === "part")) next.add(row.n);
    }
    setWanted((old) => (old.length === next.size && old.every((n) => next.has(n)) ? old : [...next]));
  }, [list, sight]);

  const part = partOfSelection(search.sel);
  const place =
    current === undefined ? -1 : part === undefined ? list.indexOfStep(current.n) : list.indexOfPart(current.n, part);
  const change = (index: number): ViewChange | undefined => {
    const at = placeOfRow(steps, list.at(index));
    if (at === undefined) return undefined;
    const sel = at.part ?? (part === undefined ? search.sel : undefined);
    return { s: at.s, r: at.r, sel };
  };
  const set = (update: Parameters<typeof setOpenRows>[1]): void => setOpenRows(run, update);
  const setOpen = (index: number, isOpen: boolean): void => {
    const row = list.at(index);
    if (row === undefined) return;
    if (row.kind === "repeats" && isOpen) set((old) => withUnfolded(old, row.n, true));
    if (row.kind === "step" && row.isOpen !== undefined && row.isOpen !== isOpen)
      set((old) => withStep(old, row.n, isOpen));
    else if (row.kind === "step" && !isOpen) {
      const first = firstUnfolded(row.n);
      if (first !== undefined) set((old) => withUnfolded(old, first, false));
    }
    if (row.kind === "part" && row.part !== undefined && isRowOpen(row) !== isOpen && isRowOpen(row) !== undefined) {
      const { id } = row.part;
      set((old) => withPartTurned(old, id));
    }
  };
  /** The first step of those that were unfolded together with this one. */
  const firstUnfolded = (n: number): number | undefined => {
    const action = steps.actionAt(n);
    for (let at = n; at >= 0 && steps.actionAt(at) === action; at -= 1) if (open.unfolded.has(at)) return at;
    return undefined;
  };
  const enter = (index: number): void => {
    const row = list.at(index);
    const at = change(index);
    if (row === undefined || at === undefined) return;
    if (row.kind !== "part") {
      const isOpen = isRowOpen(row);
      if (isOpen !== undefined) setOpen(index, !isOpen);
      if (index !== place) jump(at);
    } else if (row.part?.kind === "more") {
      const { id } = row.part;
      set((old) => withNextPage(old, id.slice(0, id.lastIndexOf("@"))));
    } else if (row.part?.kind === "span" || row.part?.kind === "stream")
      jump({ ...at, tab: row.part.kind === "span" ? "spans" : "stream" });
    else openRun(row);
  };
  useCommands("stepRows", {
    "rows-close": () => set(() => allClosed),
    "rows-open": () => set(() => allOpen),
  });
  return {
    ...known,
    list,
    place,
    select: (index, isJump = false) => {
      const at = index === place ? undefined : change(index);
      if (at !== undefined) (isJump ? jump : move)(at);
    },
    setOpen,
    enter,
    setInSight: (first, last) => setSight((old) => (old.first === first && old.last === last ? old : { first, last })),
  };
}
