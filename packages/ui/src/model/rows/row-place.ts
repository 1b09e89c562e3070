import type { StepColumns } from "../step-columns.ts";
import { stepPlace } from "../step-place.ts";
import type { RowList, TreeRow } from "./row-list.ts";

/** What the address says of a row: its step, and the part of it. */
export interface RowPlace {
  readonly s: number;
  readonly r: number | undefined;
  /** `undefined`: the step itself. */
  readonly part: string | undefined;
}

/** Where a row is; `undefined` for dividers, and for what is still being fetched. */
export function placeOfRow(steps: StepColumns, row: TreeRow | undefined): RowPlace | undefined {
  if (row === undefined || row.kind === "pause" || row.kind === "missing") return undefined;
  if (row.kind === "part" && (row.part === undefined || row.part.kind === "waiting")) return undefined;
  const place = stepPlace(steps, row.n);
  return place === undefined ? undefined : { ...place, part: row.kind === "part" ? row.part?.id : undefined };
}

/** The part that a selection in the address means; `undefined` when it means something that is no row. */
export function partOfSelection(sel: string | undefined): string | undefined {
  return sel !== undefined && /^(?:stream|span|child):/.test(sel) ? sel : undefined;
}

/** How deep a row is in the tree, from 1 on. */
export function levelOfRow(row: TreeRow): number {
  return row.kind === "part" ? (row.part?.level ?? 2) : 1;
}

/** Whether a row is open; `undefined` when there is nothing in it. */
export function isRowOpen(row: TreeRow): boolean | undefined {
  if (row.kind === "step") return row.isOpen;
  if (row.kind === "repeats") return false;
  if (row.kind === "part" && (row.part?.kind === "span" || row.part?.kind === "child")) return row.part.isOpen;
  return undefined;
}

/** The row above, which the row at `index` is in; −1 at the top. */
export function parentOfRow(list: RowList, index: number): number {
  const row = list.at(index);
  if (row === undefined) return -1;
  const level = levelOfRow(row);
  if (level === 1) return -1;
  for (let at = index - 1; at >= 0; at -= 1) {
    const above = list.at(at);
    if (above !== undefined && levelOfRow(above) < level) return at;
  }
  return -1;
}

/** The step of the next row that is no part of another one, from the row of the step `n` on; `undefined`: that row is not shown. */
export function stepBeside(list: RowList, n: number, by: 1 | -1): number | undefined {
  const from = list.indexOfStep(n);
  if (from < 0) return undefined;
  for (let at = from + by; at >= 0 && at < list.length; at += by) {
    const row = list.at(at);
    if (row?.kind === "step" || row?.kind === "repeats") return row.n;
  }
  return n;
}

/** The next row that can be selected, from `index` on in a direction; −1: there is none. */
export function selectable(
  list: RowList,
  steps: StepColumns,
  { index, by }: { readonly index: number; readonly by: 1 | -1 },
): number {
  for (let at = index; at >= 0 && at < list.length; at += by)
    if (placeOfRow(steps, list.at(at)) !== undefined) return at;
  return -1;
}

/**
 * Where a key of trees leads from a row: to another one, or to the row itself being opened or closed. `undefined`: the key is none of
 * these, or does nothing here.
 *
 * @param page - So many rows are in sight.
 */
export function rowOfKey(
  list: RowList,
  steps: StepColumns,
  { index, key, page }: { readonly index: number; readonly key: string; readonly page: number },
): { readonly to: number } | "open" | "close" | undefined {
  const near = (at: number, by: 1 | -1): { readonly to: number } | undefined => {
    const inside = Math.max(0, Math.min(list.length - 1, at));
    const found = selectable(list, steps, { index: inside, by });
    // At an end there may be nothing in that direction: then what is nearest to it.
    const to = found >= 0 ? found : selectable(list, steps, { index: inside, by: by === 1 ? -1 : 1 });
    return to < 0 ? undefined : { to };
  };
  const row = list.at(index);
  switch (key) {
    case "ArrowDown":
      return near(index + 1, 1);
    case "ArrowUp":
      return near(index - 1, -1);
    case "Home":
      return near(0, 1);
    case "End":
      return near(list.length - 1, -1);
    case "PageDown":
      return near(index + page, 1);
    case "PageUp":
      return near(index - page, -1);
    case "ArrowRight": {
      const isOpen = row === undefined ? undefined : isRowOpen(row);
      if (isOpen === undefined) return undefined;
      return isOpen ? near(index + 1, 1) : "open";
    }
    case "ArrowLeft": {
      if (row === undefined) return undefined;
      if (isRowOpen(row) === true) return "close";
      const parent = parentOfRow(list, index);
      // A step that is one of many of its action may go back into their row.
      return parent >= 0 ? { to: parent } : "close";
    }
    case "Escape": {
      const parent = parentOfRow(list, index);
      return parent < 0 ? undefined : { to: parent };
    }
    default:
      return undefined;
  }
}
