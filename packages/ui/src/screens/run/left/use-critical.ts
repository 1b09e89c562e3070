import { useMemo } from "react";
import type { TreeRow } from "../../../model/rows/row-list.ts";
import { criticalPath } from "../../../model/waterfall/critical-path.ts";
import { stepNodes } from "../../../model/waterfall/step-nodes.ts";
import type { Tree } from "./use-tree.ts";

/** Whether a row is on the critical path: steps follow one another, so it is about what is inside of them. Without the path all rows are. */
export function useCritical(
  tree: Tree,
  { isCritical, openEndMs }: { readonly isCritical: boolean; readonly openEndMs: number },
): (row: TreeRow) => boolean {
  const { detailOf, headerOf } = tree;
  return useMemo(() => {
    const paths = new Map<number, ReadonlySet<string>>();
    return (row) => {
      if (!isCritical || row.kind !== "part" || row.part === undefined) return true;
      const detail = detailOf(row.n);
      const { part } = row;
      if (detail === undefined || (part.kind !== "span" && part.kind !== "child" && part.kind !== "childStep"))
        return true;
      const path = paths.get(row.n) ?? criticalPath(stepNodes(detail, { headerOf, openEndMs }));
      paths.set(row.n, path);
      return path.has(part.kind === "childStep" ? part.id.slice(0, part.id.lastIndexOf("@")) : part.id);
    };
  }, [isCritical, detailOf, headerOf, openEndMs]);
}
