import { Graph, layout } from "@dagrejs/dagre";
import { orderLayers } from "./layer-order.ts";

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
/** How far a way from an action to itself leads away from it, before its label. */
const loopReach = 26;

/** Lays a graph out in layers from top to bottom, the same for every run of it. */
export function layOut({ nodes, edges, isDense }: GraphShape): GraphLayout {
  const graph = new Graph({ multigraph: true });
  graph.setGraph({
    rankdir: "TB",
    nodesep: isDense ? 12 : 20,
    edgesep: isDense ? 6 : 10,
    ranksep: isDense ? 20 : 32,
    marginx: margin,
    marginy: margin,
  });
  // The library keeps names as keys of plain objects: those of actions may be any text, such as `__proto__`.
  const ids = new Map(nodes.map(({ id }, index) => [id, `n${index}`]));
  const idOf = (name: string): string => ids.get(name) ?? "";
  for (const { id, width, height } of nodes) graph.setNode(idOf(id), { width, height });
  for (const { id, from, to, labelWidth } of edges) {
    const room = { width: labelWidth + (from === to ? loopReach : 0), height: labelHeight, labelpos: "c" } as const;
    graph.setEdge({ v: idOf(from), w: idOf(to), name: id }, labelWidth === 0 ? {} : room);
  }
  layout(graph, { customOrder });
  const boxes = new Map(
    nodes.map(({ id, width, height }) => {
      const { x, y } = graph.node(idOf(id));
      return [id, { x, y, width, height }] as const;
    }),
  );
  const loops = new Map<string, number>();
  const lines = edges.map(({ id, from, to, labelWidth }) => {
    const { points = [], x, y } = graph.edge({ v: idOf(from), w: idOf(to), name: id });
    const box = boxes.get(from);
    const label = { x: x ?? 0, y: y ?? 0, width: labelWidth, height: labelHeight };
    const hasLabel = labelWidth > 0 && x !== undefined && y !== undefined;
    if (from !== to || box === undefined) return [id, { points: [...points], label: hasLabel ? label : null }] as const;
    const n = loops.get(from) ?? 0;
    loops.set(from, n + 1);
    // The label stands to the right of its loop, in the room that was left for both.
    const reach = hasLabel
      ? label.x + (loopReach - labelWidth) / 2 - 4
      : box.x + box.width / 2 + loopReach * (1 + n / 2);
    const beside = { ...label, x: label.x + loopReach / 2, y: box.y };
    return [id, { points: loopAt(box, reach, n), label: hasLabel ? beside : null }] as const;
  });
  return inView(boxes, new Map(lines));
}

/** Orders the nodes of each layer, where long edges are chains of nodes: the library's own way takes most of its time. */
function customOrder(graph: Graph): void {
  const ids: readonly string[] = graph.nodes();
  const numbers = new Map(ids.map((id, number) => [id, number]));
  const numbersOf = (some: readonly string[] = []): readonly number[] => some.map((id) => numbers.get(id) ?? 0);
  const ranks = ids.map((id): number => graph.node(id).rank);
  const last = ranks.reduce((most, rank) => Math.max(most, rank), 0);
  const layers = Array.from({ length: last + 1 }, (): number[] => []);
  for (const [number, rank] of ranks.entries()) layers[rank]?.push(number);
  const ordered = orderLayers({
    layers,
    below: ids.map((id) => numbersOf(graph.successors(id))),
    above: ids.map((id) => numbersOf(graph.predecessors(id))),
  });
  for (const layer of ordered)
    for (const [order, number] of layer.entries()) graph.node(ids[number] ?? "").order = order;
}

/** A way from the right side of a node back to it; the `n`-th goes around those before. */
function loopAt({ x, y, width }: Point & NodeBox, reach: number, n: number): readonly Point[] {
  const side = x + width / 2;
  const [leaves, turns] = [Math.min(15, 5 + 5 * n), 12 + 8 * n];
  return [
    { x: side, y: y - leaves },
    { x: reach, y: y - turns },
    { x: reach, y: y + turns },
    { x: side, y: y + leaves },
  ];
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
