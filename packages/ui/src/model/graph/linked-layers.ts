import { type Edge, forwardEdges } from "./forward-edges.ts";
import type { LayeredGraph } from "./layer-order.ts";
import { layersOf } from "./node-layers.ts";

/** A graph in layers, where each edge goes over links: nodes of its own, one in each layer between its ends. */
export interface LinkedLayers extends LayeredGraph {
  /** By edge: its links, from the node that it leaves to the one that it leads to. There is at least one. */
  readonly links: readonly (readonly number[])[];
}

/**
 * Puts nodes into every other layer, so that each edge has a place for its label between them, and two edges between the same nodes have
 * different ways. Numbers below `count` are nodes, the others links. No edge may lead to its own node.
 */
export function linkedLayers(count: number, edges: readonly Edge[]): LinkedLayers {
  const forward = forwardEdges(count, edges);
  const layerOf = layersOf(count, forward);
  const last = layerOf.reduce((most, layer) => Math.max(most, layer), 0);
  const layers = Array.from({ length: 2 * last + 1 }, (): number[] => []);
  const below: number[][] = [];
  const above: number[][] = [];
  const add = (layer: number): number => {
    layers[layer]?.push(below.length);
    above.push([]);
    return below.push([]) - 1;
  };
  const join = (upper: number, lower: number): void => {
    below[upper]?.push(lower);
    above[lower]?.push(upper);
  };
  for (let node = 0; node < count; node += 1) add(2 * (layerOf[node] ?? 0));
  const links = forward.map(({ from, to }, edge) => {
    const chain: number[] = [];
    for (let layer = 2 * (layerOf[from] ?? 0) + 1; layer < 2 * (layerOf[to] ?? 0); layer += 1) {
      const link = add(layer);
      join(chain.at(-1) ?? from, link);
      chain.push(link);
    }
    join(chain.at(-1) ?? from, to);
    return from === edges[edge]?.from ? chain : chain.toReversed();
  });
  return { layers, below, above, links };
}
