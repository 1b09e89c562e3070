import type { DrawnEdge, DrawnGraph } from "./graph-shape.ts";

/** A row of a graph in words. `depth`: 1 for the graph inside of the action that is open, 2 for one inside of that. */
export type PathRow = { readonly depth: number } & (
  | { readonly kind: "action"; readonly action: string }
  | { readonly kind: "way"; readonly edge: DrawnEdge }
  /** How many runs the action has started: one of them can be opened. */
  | { readonly kind: "runs"; readonly action: string; readonly count: number }
  /** Which of them is open. */
  | { readonly kind: "bar" }
);

/** A graph, and what is open in it. */
export interface NestedGraph {
  readonly graph: DrawnGraph;
  /** How many runs steps started, by action. */
  readonly runs: ReadonlyMap<string, number> | undefined;
  /** The action that is open. */
  readonly opened: string | undefined;
}

/**
 * Each action, and below it the ways on, the runs that it started, and the graph of the one that is open.
 *
 * @param graphs - The graph, the one inside of its open action, and so on.
 */
export function pathRows(graphs: readonly NestedGraph[], depth = 0): readonly PathRow[] {
  const [own, ...inner] = graphs;
  if (own === undefined) return [];
  const { graph, runs, opened } = own;
  const ways = Map.groupBy(graph.edges, ({ from }) => from);
  return graph.shape.nodes.flatMap(({ id: action }): readonly PathRow[] => {
    const count = runs?.get(action) ?? 0;
    return [
      { kind: "action", depth, action },
      ...(ways.get(action) ?? []).map((edge) => ({ kind: "way" as const, depth, edge })),
      ...(count === 0 ? [] : [{ kind: "runs" as const, depth, action, count }]),
      ...(action === opened ? [{ kind: "bar" as const, depth }, ...pathRows(inner, depth + 1)] : []),
    ];
  });
}
