import type { StepColumns } from "../step-columns.ts";
import type { RowList, TreeRow } from "./row-list.ts";

/** What a row is called. */
function nameOfRow(steps: StepColumns, row: TreeRow): string {
  if (row.kind === "step" || row.kind === "repeats") return steps.actionAt(row.n);
  if (row.kind !== "part" || row.part === undefined) return "";
  const { part } = row;
  if (part.kind === "span") return part.span.name;
  if (part.kind === "child") return part.child.app_id;
  if (part.kind === "childStep") return part.step.action;
  return part.kind === "stream" ? "stream" : "";
}

/**
 * The row that typed letters mean: the next one whose name begins with them, from `index` on and then from the top; the row itself only
 * for more than one letter. −1: there is none.
 */
export function rowOfTyping(
  list: RowList,
  steps: StepColumns,
  { index, typed }: { readonly index: number; readonly typed: string },
): number {
  const wanted = typed.toLowerCase();
  for (let by = typed.length > 1 ? 0 : 1; by <= list.length; by += 1) {
    const at = (index + by) % list.length;
    const row = list.at(at);
    if (row !== undefined && nameOfRow(steps, row).toLowerCase().startsWith(wanted)) return at;
  }
  return -1;
}
