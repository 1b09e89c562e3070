import type { TreeRow } from "../../../model/rows/row-list.ts";

/** Tells a row apart from all others, also when rows around it come and go. */
export function rowKey(row: TreeRow): string {
  return `${row.n} ${row.kind === "part" ? (row.part?.id ?? `part ${row.place}`) : row.kind}`;
}
