import type { LayeredGraph } from "./layer-order.ts";

/** Layers in their order, and what room their nodes need. */
export interface OrderedLayers extends Pick<LayeredGraph, "layers" | "below"> {
  /** Nodes that long edges are made of. */
  readonly isLink: (node: number) => boolean;
  /** How much room each node needs left and right of its middle. */
  readonly left: readonly number[];
  readonly right: readonly number[];
}

/** Layers as one of the four ways sees them: from above or from below, from the left or from the right. */
interface Look {
  readonly layers: readonly (readonly number[])[];
  /** By node: those of the layer before it, in their order. */
  readonly before: readonly (readonly number[])[];
  readonly places: Int32Array;
  readonly left: readonly number[];
  readonly right: readonly number[];
}

/** Which node heads the column that a node is in, and which one follows in it: the last is followed by the first. */
interface Columns {
  readonly head: Int32Array;
  readonly next: Int32Array;
}

/**
 * The middle of each node along its layer. A node stands in a column with the middle one of its neighbours where it can, long edges are
 * straight first of all. There are four ways to do so (from above or below, from the left or right); the middle of these is taken.
 *
 * After Brandes and Köpf, "Fast and simple horizontal coordinate assignment" (GD 2001). Columns are put side by side by longest paths,
 * and not in classes that are shifted as wholes: the errors of those (Brandes, Walter, Zink, "Erratum", 2020) cannot occur.
 */
export function alignedPlaces(graph: OrderedLayers): Float64Array {
  const count = graph.below.length;
  const isBarred = crossesLong(graph);
  const ways = [false, true].flatMap((isUp) =>
    [false, true].map((isFromRight) => {
      const look = lookAt(graph, isUp, isFromRight);
      const columns = columnsOf(look, (one, other) => isBarred(isUp ? other : one, isUp ? one : other));
      const xs = sideBySide(look, columns);
      return { isFromRight, xs: isFromRight ? xs.map((x) => -x) : xs };
    }),
  );
  const spans = ways.map(({ xs }) => spanOf(xs, graph));
  const narrowest = spans.reduce((best, one) => (one.end - one.start < best.end - best.start ? one : best));
  const aligned = ways.map(({ xs, isFromRight }, way) => {
    const { start, end } = spans[way] ?? narrowest;
    const by = isFromRight ? narrowest.end - end : narrowest.start - start;
    return xs.map((x) => x + by);
  });
  return Float64Array.from({ length: count }, (_, node) => {
    const [, low = 0, high = 0] = aligned.map((xs) => xs[node] ?? 0).toSorted((one, other) => one - other);
    return (low + high) / 2;
  });
}

function spanOf(xs: Float64Array, { left, right }: OrderedLayers): { readonly start: number; readonly end: number } {
  let [start, end] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const [node, x] of xs.entries()) {
    start = Math.min(start, x - (left[node] ?? 0));
    end = Math.max(end, x + (right[node] ?? 0));
  }
  return { start, end };
}

function lookAt({ layers, below, left, right }: OrderedLayers, isUp: boolean, isFromRight: boolean): Look {
  const sides = isFromRight ? layers.map((layer) => layer.toReversed()) : layers;
  const seen = isUp ? sides.toReversed() : sides;
  const places = new Int32Array(below.length);
  for (const layer of seen) for (const [place, node] of layer.entries()) places[node] = place;
  const before = below.map((): number[] => []);
  for (const layer of sides) {
    for (const node of layer) {
      const ends = below[node] ?? [];
      for (const end of ends) if (!isUp) before[end]?.push(node);
      if (isUp) before[node]?.push(...ends.toSorted((one, other) => (places[one] ?? 0) - (places[other] ?? 0)));
    }
  }
  return { layers: seen, before, places, left: isFromRight ? right : left, right: isFromRight ? left : right };
}

/** Whether an edge, from the node above to the one below, crosses a part of a long edge that is to be straight. */
function crossesLong({ layers, below, isLink }: OrderedLayers): (upper: number, lower: number) => boolean {
  const barred = new Set<number>();
  const count = below.length;
  const places = new Int32Array(count);
  const above = below.map((): number[] => []);
  for (const layer of layers) {
    for (const [place, node] of layer.entries()) {
      places[node] = place;
      for (const end of below[node] ?? []) above[end]?.push(node);
    }
  }
  for (const layer of layers.slice(1)) {
    let [from, least] = [0, 0];
    for (const [place, node] of layer.entries()) {
      const long = isLink(node) ? above[node]?.find((one) => isLink(one)) : undefined;
      if (long === undefined && place < layer.length - 1) continue;
      const most = long === undefined ? Number.POSITIVE_INFINITY : (places[long] ?? 0);
      for (const lower of layer.slice(from, place + 1)) {
        for (const upper of above[lower] ?? []) {
          const at = places[upper] ?? 0;
          if ((at < least || at > most) && !(isLink(upper) && isLink(lower))) barred.add(upper * count + lower);
        }
      }
      [from, least] = [place + 1, most];
    }
  }
  return (upper, lower) => barred.has(upper * count + lower);
}

function columnsOf({ layers, before, places }: Look, isBarred: (one: number, other: number) => boolean): Columns {
  const head = Int32Array.from(before.keys());
  const next = Int32Array.from(before.keys());
  for (const layer of layers) {
    let taken = -1;
    for (const node of layer) {
      const near = before[node] ?? [];
      const middle = (near.length - 1) / 2;
      for (let at = Math.floor(middle); at <= Math.ceil(middle) && next[node] === node; at += 1) {
        const one = near[at] ?? -1;
        const place = places[one] ?? -1;
        if (place <= taken || isBarred(one, node)) continue;
        next[one] = node;
        head[node] = head[one] ?? node;
        next[node] = head[node] ?? node;
        taken = place;
      }
    }
  }
  return { head, next };
}

/** Columns as far left as they can be; then each as close to the ones right of it as it can be. */
function sideBySide({ layers, left, right }: Look, { head, next }: Columns): Float64Array {
  const count = head.length;
  const beside = new Int32Array(count).fill(-1);
  const waitsFor = new Int32Array(count);
  for (const layer of layers) {
    for (const [place, node] of layer.entries()) {
      const after = layer[place + 1];
      if (after === undefined) continue;
      beside[node] = after;
      const column = head[after] ?? 0;
      waitsFor[column] = (waitsFor[column] ?? 0) + 1;
    }
  }
  /** Calls with each column right of the one that a node heads, and how far apart they have to be. */
  const forEachBeside = (column: number, tell: (other: number, apart: number) => void): void => {
    let node = column;
    do {
      const after = beside[node] ?? -1;
      if (after >= 0) tell(head[after] ?? 0, (right[node] ?? 0) + (left[after] ?? 0));
      node = next[node] ?? column;
    } while (node !== column);
  };
  const xs = new Float64Array(count);
  const order = [...head.keys()].filter((node) => head[node] === node && waitsFor[node] === 0);
  for (const column of order) {
    forEachBeside(column, (other, apart) => {
      xs[other] = Math.max(xs[other] ?? 0, (xs[column] ?? 0) + apart);
      waitsFor[other] = (waitsFor[other] ?? 0) - 1;
      if (waitsFor[other] === 0) order.push(other);
    });
  }
  for (const column of order.toReversed()) {
    let most = Number.POSITIVE_INFINITY;
    forEachBeside(column, (other, apart) => {
      most = Math.min(most, (xs[other] ?? 0) - apart);
    });
    if (Number.isFinite(most)) xs[column] = Math.max(xs[column] ?? 0, most);
  }
  return Float64Array.from(head, (column) => xs[column] ?? 0);
}
