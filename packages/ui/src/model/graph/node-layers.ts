import type { Edge } from "./forward-edges.ts";

/** After so many rounds the layers are good enough. */
const mostRounds = 16;

/**
 * The layer of each node, from 0: every edge leads downwards. No node is farther down than it has to be, but for those whose edges are
 * shorter in all when they are. `edges` have no cycles.
 */
export function layersOf(count: number, edges: readonly Edge[]): Int32Array {
  const below = Array.from({ length: count }, (): number[] => []);
  const above = Array.from({ length: count }, (): number[] => []);
  for (const { from, to } of edges) {
    below[from]?.push(to);
    above[to]?.push(from);
  }
  const order = inOrder(below, above);
  const layers = new Int32Array(count);
  for (const node of order)
    for (const next of below[node] ?? []) layers[next] = Math.max(layers[next] ?? 0, (layers[node] ?? 0) + 1);
  const moves = (node: number, layer: number): boolean => {
    const isElsewhere = layers[node] !== layer;
    layers[node] = layer;
    return isElsewhere;
  };
  // Where more edges pull a node one way than hold it back it goes as far as it can; downwards also when it is equal, which costs nothing.
  const goesDown = (node: number): boolean => {
    const [next, before] = [below[node] ?? [], above[node] ?? []];
    if (next.length === 0 || next.length < before.length) return false;
    return moves(node, Math.min(...next.map((one) => layers[one] ?? 0)) - 1);
  };
  const goesUp = (node: number): boolean => {
    const [next, before] = [below[node] ?? [], above[node] ?? []];
    if (before.length <= next.length) return false;
    return moves(node, Math.max(...before.map((one) => layers[one] ?? 0)) + 1);
  };
  const upwards = order.toReversed();
  for (let round = 0; round < mostRounds; round += 1) {
    const moved = [...upwards.filter((node) => goesDown(node)), ...order.filter((node) => goesUp(node))];
    if (moved.length === 0) break;
  }
  const top = layers.reduce((least, one) => Math.min(least, one), count);
  return layers.map((one) => one - top);
}

/** The nodes so that each comes before those that its edges lead to. */
function inOrder(below: readonly (readonly number[])[], above: readonly (readonly number[])[]): readonly number[] {
  const open = above.map(({ length }) => length);
  const order = open.flatMap((length, node) => (length === 0 ? [node] : []));
  for (const node of order) {
    for (const next of below[node] ?? []) {
      open[next] = (open[next] ?? 0) - 1;
      if (open[next] === 0) order.push(next);
    }
  }
  return order;
}
