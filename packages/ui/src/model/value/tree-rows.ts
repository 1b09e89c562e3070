import { isExpandable, localChildren, pageLength, remotePath, type TreeNode } from "./tree-node.ts";

/** What stands in a line of a tree. */
export type TreeRow =
  | {
      readonly kind: "node";
      readonly node: TreeNode;
      /** 1: at the top. */
      readonly level: number;
      readonly isExpandable: boolean;
      readonly isOpen: boolean;
      /** Which child it is, from 1, and of how many. */
      readonly place: number;
      readonly siblings: number;
    }
  /** Children that were not asked for yet. */
  | {
      readonly kind: "more";
      readonly pointer: string;
      readonly page: number;
      readonly count: number;
      readonly level: number;
    }
  | { readonly kind: "wait" | "failed"; readonly pointer: string; readonly level: number };

/** The nodes that are open, by pointer, with the pages of children that are wanted of each. */
export type OpenNodes = ReadonlyMap<string, ReadonlySet<number>>;

/** A page of children that was fetched. `total`: how many the node has. */
interface ChildPage {
  readonly nodes: readonly TreeNode[];
  readonly total: number;
}

/** A page that a tree needs. */
export interface WantedPage {
  readonly path: string;
  readonly page: number;
}

/** Gives what was fetched of a path; `undefined`: it is under way. */
export type PageOf = (wanted: WantedPage) => ChildPage | "failed" | undefined;

/** The lines of a tree, and the pages that have to be fetched for them. */
export function treeRows(
  roots: readonly TreeNode[],
  open: OpenNodes,
  pageOf: PageOf,
): { readonly rows: readonly TreeRow[]; readonly wanted: readonly WantedPage[] } {
  const rows: TreeRow[] = [];
  const wanted: WantedPage[] = [];
  const add = (
    nodes: readonly TreeNode[],
    level: number,
    { from, total }: { readonly from: number; readonly total: number },
  ): void => {
    for (const [index, node] of nodes.entries()) {
      const canOpen = isExpandable(node);
      const pages = canOpen ? open.get(node.pointer) : undefined;
      rows.push({
        kind: "node",
        node,
        level,
        isExpandable: canOpen,
        isOpen: pages !== undefined,
        place: from + index + 1,
        siblings: total,
      });
      if (pages !== undefined) addChildren(node, level + 1, pages);
    }
  };
  const addChildren = (node: TreeNode, level: number, pages: ReadonlySet<number>): void => {
    const children = localChildren(node);
    if (children === undefined) addPages(node, level, pages);
    else add(children, level, { from: 0, total: children.length });
  };
  const addPages = (node: TreeNode, level: number, pages: ReadonlySet<number>): void => {
    const path = remotePath(node);
    let total = node.preview.type === "special" ? 0 : (node.preview.length ?? 0);
    let next = 0;
    for (const page of [...pages].toSorted((one, other) => one - other)) {
      wanted.push({ path, page });
      const found = pageOf({ path, page });
      if (found === undefined || found === "failed") {
        rows.push({ kind: found === undefined ? "wait" : "failed", pointer: node.pointer, level });
        next = page + 1;
        continue;
      }
      total = found.total;
      if (page > next)
        rows.push({ kind: "more", pointer: node.pointer, page: page - 1, count: (page - next) * pageLength, level });
      add(found.nodes, level, { from: page * pageLength, total });
      next = page + 1;
    }
    const left = total - next * pageLength;
    if (left > 0) rows.push({ kind: "more", pointer: node.pointer, page: next, count: left, level });
  };
  add(roots, 1, { from: 0, total: roots.length });
  return { rows, wanted };
}

/** With a node opened, or one more page of it. */
export function opened(open: OpenNodes, pointer: string, page = 0): OpenNodes {
  const next = new Map(open);
  next.set(pointer, new Set([...(open.get(pointer) ?? []), page]));
  return next;
}

/** With a node closed. What is open inside of it stays so for the next time. */
export function closed(open: OpenNodes, pointer: string): OpenNodes {
  const next = new Map(open);
  next.delete(pointer);
  return next;
}
