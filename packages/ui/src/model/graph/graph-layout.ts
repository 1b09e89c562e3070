import { alignedPlaces } from "./aligned-places.ts";
import { lineBetween } from "./box-line.ts";
import { orderLayers } from "./layer-order.ts";
import { linkedLayers } from "./linked-layers.ts";
import { ownLoops } from "./own-loops.ts";

/** A point, in pixels. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A node with its size, in pixels. */
export interface NodeBox {
  readonly width: number;
  readonly height: number;
}

/** A graph to lay out. */
export interface GraphShape {
  /** Whether there is so much of it that it has to lie close together. */
  readonly isDense: boolean;
  readonly nodes: readonly (NodeBox & {
    readonly id: string;
    /** Nodes of one group lie together. */
    readonly group?: string | undefined;
  })[];
  readonly edges: readonly {
    readonly id: string;
    readonly from: string;
    readonly to: string;
    /** 0: it has no label. */
    readonly labelWidth: number;
  }[];
}

/** A transition as a line. */
export interface EdgeLine {
  readonly points: readonly Point[];
  /** Its label, by the middle; `null`: it has none. */
  readonly label: (Point & NodeBox) | null;
}

/** Where everything is. Nodes by their middle. */
export interface GraphLayout {
  readonly width: number;
  readonly height: number;
  /** As they are read: from top to bottom, and on one height from left to right. */
  readonly nodes: ReadonlyMap<string, Point & NodeBox>;
  readonly edges: ReadonlyMap<string, EdgeLine>;
  /** By their middle. */
  readonly groups: ReadonlyMap<string, Point & NodeBox>;
}

const labelHeight = 16;
const margin = 16;
/** Where a line may turn. */
const bend: NodeBox = { width: 0, height: 0 };

/** Lays a graph out in layers from top to bottom, the same for every run of it. */
export function layOut({ nodes, edges, isDense }: GraphShape): GraphLayout {
  const gaps = isDense ? { node: 12, line: 6, layer: 10 } : { node: 20, line: 10, layer: 16 };
  const numbers = new Map(nodes.map(({ id }, number) => [id, number]));
  const ways = edges.flatMap((edge) => {
    const [from, to] = [numbers.get(edge.from), numbers.get(edge.to)];
    return from === undefined || to === undefined || from === to ? [] : [{ ...edge, from, to }];
  });
  const loops = nodes.map(({ id }) =>
    ownLoops(
      edges.filter(({ from, to }) => from === id && to === id),
      labelHeight,
    ),
  );
  const { links, ...graph } = linkedLayers(nodes.length, ways);
  const sizes = graph.below.map((_, number): NodeBox => nodes[number] ?? bend);
  for (const [way, { labelWidth: width }] of ways.entries())
    if (width > 0) sizes[middleOf(links[way])] = { width, height: labelHeight };
  const layers = orderLayers(graph);
  const left = sizes.map(({ width }, number) => (width + (number < nodes.length ? gaps.node : gaps.line)) / 2);
  const right = left.map((half, number) => half + (loops[number]?.room ?? 0));
  const xs = alignedPlaces({ layers, below: graph.below, left, right, isLink: (number) => number >= nodes.length });
  const ys = layerMiddles(layers, sizes, gaps.layer);
  const boxAt = (number: number): Point & NodeBox => {
    const { width, height } = sizes[number] ?? bend;
    return { x: xs[number] ?? 0, y: ys[number] ?? 0, width, height };
  };
  const lines = ways.map(({ id, from, to, labelWidth }, way) => {
    const points = lineBetween(boxAt(from), (links[way] ?? []).map(boxAt), boxAt(to));
    return [id, { points, label: labelWidth === 0 ? null : boxAt(middleOf(links[way])) }] as const;
  });
  return inView(
    new Map(nodes.map(({ id }, number) => [id, boxAt(number)])),
    new Map([...lines, ...loops.flatMap((own, number) => [...own.lines(boxAt(number))])]),
  );
}

/** The link of a way that has its label. */
function middleOf(links: readonly number[] = []): number {
  return links[(links.length - 1) / 2] ?? -1;
}

/** The middle of each node down the layers, each as high as its highest node. */
function layerMiddles(layers: readonly (readonly number[])[], boxes: readonly NodeBox[], gap: number): Float64Array {
  const middles = new Float64Array(boxes.length);
  let top = 0;
  for (const layer of layers) {
    const height = layer.reduce((most, number) => Math.max(most, boxes[number]?.height ?? 0), 0);
    for (const number of layer) middles[number] = top + height / 2;
    top += height + gap;
  }
  return middles;
}

/** All of it, moved so that nothing is left of, or above, the beginning: lines may reach farther than nodes. */
function inView(nodes: ReadonlyMap<string, Point & NodeBox>, edges: ReadonlyMap<string, EdgeLine>): GraphLayout {
  let [left, top, right, bottom] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, 0, 0];
  const include = ({ x, y }: Point, width: number, height: number): void => {
    left = Math.min(left, x - width / 2);
    top = Math.min(top, y - height / 2);
    right = Math.max(right, x + width / 2);
    bottom = Math.max(bottom, y + height / 2);
  };
  for (const node of nodes.values()) include(node, node.width, node.height);
  for (const { points, label } of edges.values()) {
    for (const point of points) include(point, 0, 0);
    if (label !== null) include(label, label.width, label.height);
  }
  if (nodes.size === 0) return { width: 2 * margin, height: 2 * margin, nodes, edges, groups: new Map() };
  const by = { x: margin - left, y: margin - top };
  const moved = <TPoint extends Point>(point: TPoint): TPoint => ({ ...point, x: point.x + by.x, y: point.y + by.y });
  return {
    width: right + by.x + margin,
    height: bottom + by.y + margin,
    nodes: new Map(
      [...nodes]
        .map(([name, node]) => [name, moved(node)] as const)
        .toSorted(([, one], [, other]) => one.y - other.y || one.x - other.x),
    ),
    edges: new Map(
      [...edges].map(([id, { points, label }]) => [
        id,
        { points: points.map((point) => moved(point)), label: label === null ? null : moved(label) },
      ]),
    ),
    groups: new Map(),
  };
}
