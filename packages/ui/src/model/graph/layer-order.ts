/** A graph in layers: each edge leads from one layer to the next. Nodes are numbers. */
export interface LayeredGraph {
  readonly layers: readonly (readonly number[])[];
  /** By node: those of the layer below that it leads to. */
  readonly below: readonly (readonly number[])[];
  /** By node: those of the layer above that lead to it. */
  readonly above: readonly (readonly number[])[];
}

/** After so many attempts without fewer crossings there is no other one. */
const mostVain = 4;

/**
 * The layers of a graph, each with its nodes in an order in which few edges cross: again and again each node goes where the middle of
 * its neighbours is, down the layers and up again, and the best of these orders is taken.
 */
export function orderLayers(graph: LayeredGraph): readonly (readonly number[])[] {
  const { above, below } = graph;
  const places = new Float64Array(below.length);
  let layers = depthFirst(graph);
  let best = layers;
  let fewest = crossings(best, below);
  for (let [round, vain] = [0, 0]; vain < mostVain && fewest > 0; round += 1) {
    const isUp = round % 2 === 0;
    const isFromRight = round % 4 >= 2;
    layers = sweep(isUp ? layers.toReversed() : layers, isUp ? below : above, { places, isFromRight });
    if (isUp) layers = layers.toReversed();
    const count = crossings(layers, below);
    vain = count < fewest ? 0 : vain + 1;
    if (count > fewest) continue;
    best = layers;
    fewest = count;
  }
  return best;
}

/** Nodes in the order in which they are met. */
function depthFirst({ layers, below }: LayeredGraph): readonly (readonly number[])[] {
  const layerOf = new Int32Array(below.length);
  for (const [index, layer] of layers.entries()) for (const node of layer) layerOf[node] = index;
  const ordered: number[][] = layers.map(() => []);
  const isMet = new Uint8Array(below.length);
  const stack = layers.flat().toReversed();
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (isMet[node] === 1) continue;
    isMet[node] = 1;
    ordered[layerOf[node] ?? 0]?.push(node);
    stack.push(...(below[node] ?? []).toReversed());
  }
  return ordered;
}

interface SweepOptions {
  /** Of each node, from 0 to 1 along its layer. */
  readonly places: Float64Array;
  /** Whether of nodes with the same neighbours the last ones come first. */
  readonly isFromRight: boolean;
}

/** One layer after the other, each by the one before it. A node without neighbours there stays about where it is. */
function sweep(
  layers: readonly (readonly number[])[],
  neighbours: readonly (readonly number[])[],
  { places, isFromRight }: SweepOptions,
): readonly (readonly number[])[] {
  const wanted = new Float64Array(places.length);
  return layers.map((layer) => {
    putIn(layer, places);
    for (const node of layer) {
      const near = neighbours[node] ?? [];
      let sum = 0;
      for (const one of near) sum += places[one] ?? 0;
      wanted[node] = near.length === 0 ? (places[node] ?? 0) : sum / near.length;
    }
    const sorted = (isFromRight ? layer.toReversed() : layer).toSorted(
      (one, other) => (wanted[one] ?? 0) - (wanted[other] ?? 0),
    );
    putIn(sorted, places);
    return sorted;
  });
}

function putIn(layer: readonly number[], places: Float64Array): void {
  for (const [index, node] of layer.entries()) places[node] = (index + 0.5) / layer.length;
}

/** How often edges cross: for each one, how many of those that begin left of it end right of it. */
function crossings(layers: readonly (readonly number[])[], below: readonly (readonly number[])[]): number {
  const places = new Int32Array(below.length);
  for (const layer of layers) for (const [index, node] of layer.entries()) places[node] = index;
  let count = 0;
  for (const [index, layer] of layers.entries()) {
    const ended = new PrefixSums(layers[index + 1]?.length ?? 0);
    let before = 0;
    for (const node of layer) {
      const ends = below[node] ?? [];
      for (const one of ends) count += before - ended.upTo(places[one] ?? 0);
      for (const one of ends) ended.add(places[one] ?? 0);
      before += ends.length;
    }
  }
  return count;
}

/** Counts things by place, and tells how many there are up to one: a Fenwick tree. */
class PrefixSums {
  readonly #sums: Int32Array;

  constructor(places: number) {
    this.#sums = new Int32Array(places + 1);
  }

  add(place: number): void {
    for (let at = place + 1; at < this.#sums.length; at += at & -at) this.#sums[at] = (this.#sums[at] ?? 0) + 1;
  }

  upTo(place: number): number {
    let sum = 0;
    for (let at = place + 1; at > 0; at -= at & -at) sum += this.#sums[at] ?? 0;
    return sum;
  }
}
