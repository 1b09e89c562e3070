import type { StateView } from "@burrjs/protocol";
import { keepPreviousData, useQueries, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { type StateAt, stateQuery, type StepKey } from "../../../../data/step-queries.ts";
import { isPrivateKey } from "../../../../model/value/private-key.ts";
import { type TreeNode, viewNodes } from "../../../../model/value/tree-node.ts";
import { type PageOf, type TreeRow, treeRows } from "../../../../model/value/tree-rows.ts";
import { useRun } from "../../run-context.ts";
import { useOpenNodes } from "./open-nodes.ts";

/** A state as the lines of a tree. */
export interface StateTreeLines {
  readonly rows: readonly TreeRow[];
  /** The state's own keys, as they were given. */
  readonly root: StateView | undefined;
  readonly error: Error | null;
  /** Whether it is still that of the step before. */
  readonly isOld: boolean;
  /** How many keys are hidden since they are the engine's own. */
  readonly hidden: number;
}

/** The state at a step, of which those parts are fetched that are open. What is open stays so from step to step. */
export function useStateTree(step: StepKey, at: StateAt, options: { readonly withPrivate: boolean }): StateTreeLines {
  const { key } = useRun();
  const client = useQueryClient();
  const open = useOpenNodes();
  const {
    data: root,
    error,
    isPlaceholderData,
  } = useQuery({ ...stateQuery(key, step, { at }), placeholderData: keepPreviousData });
  // While the next state is under way, all parts are those of the one before.
  const [shown, setShown] = useState({ step, at });
  if (root !== undefined && !isPlaceholderData && (shown.step !== step || shown.at !== at)) setShown({ step, at });
  const queryOf = (path: string, page: number) => stateQuery(key, shown.step, { at: shown.at, path, page });
  const isShown = ({ key: name }: TreeNode): boolean => options.withPrivate || !isPrivateKey(name);
  const pageOf: PageOf = ({ path, page }) => {
    const query = queryOf(path, page);
    const view = path === "" && page === 0 ? root : client.getQueryData(query.queryKey);
    if (view === undefined) return client.getQueryState(query.queryKey)?.status === "error" ? "failed" : undefined;
    const nodes = viewNodes(view);
    return { nodes: path === "" ? nodes.filter(isShown) : nodes, total: view.node.length ?? nodes.length };
  };
  const { rows, wanted } = treeRows(root === undefined ? [] : [wholeNode(root)], withRoot(open), pageOf);
  useQueries({
    queries: wanted.filter(({ path, page }) => path !== "" || page > 0).map(({ path, page }) => queryOf(path, page)),
  });
  return {
    // The whole itself is no line.
    rows: rows.slice(1).map((row) => ({ ...row, level: row.level - 1 })),
    root,
    error,
    isOld: isPlaceholderData,
    hidden: root === undefined ? 0 : viewNodes(root).filter((node) => !isShown(node)).length,
  };
}

function wholeNode({ node }: StateView): TreeNode {
  return {
    key: "",
    pointer: "",
    preview: { type: "object", bytes: node.bytes, length: Math.max(1, node.length ?? 0), truncated: true },
  };
}

function withRoot(open: ReadonlyMap<string, ReadonlySet<number>>): ReadonlyMap<string, ReadonlySet<number>> {
  return new Map(open).set("", new Set([0, ...(open.get("") ?? [])]));
}
