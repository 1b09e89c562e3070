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
  readonly nodes: readonly (NodeBox & { readonly id: string })[];
  readonly edges: readonly {
    readonly id: string;
    readonly from: string;
    readonly to: string;
    readonly label: string;
  }[];
}

/** A transition as a line. */
export interface EdgeLine {
  readonly points: readonly Point[];
  /** The middle of its label; `null`: it has none. */
  readonly label: Point | null;
}

/** Where everything is. Nodes by their middle. */
export interface GraphLayout {
  readonly width: number;
  readonly height: number;
  readonly nodes: ReadonlyMap<string, Point & NodeBox>;
  readonly edges: ReadonlyMap<string, EdgeLine>;
}

const labelHeight = 16;
/** Behind a label stands whether its condition held: ` ✓`. */
const markLength = 2;
const characterWidth = 6.6;
const mostLabelWidth = 160;
const margin = 16;
const loopReach = 26;

/** Lays a graph out in layers from top to bottom, the same for every run of it. */
export function layOut({ nodes, edges }: GraphShape): GraphLayout {
  const graph = new Graph({ multigraph: true });
  graph.setGraph({ rankdir: "TB", nodesep: 20, edgesep: 10, ranksep: 32, marginx: margin, marginy: margin });
  // The library keeps names as keys of plain objects: those of actions may be any text, such as `__proto__`.
  const ids = new Map(nodes.map(({ id }, index) => [id, `n${index}`]));
  const idOf = (name: string): string => ids.get(name) ?? "";
  for (const { id, width, height } of nodes) graph.setNode(idOf(id), { width, height });
  for (const { id, from, to, label } of edges) {
    const room = {
      width: Math.min(mostLabelWidth, (label.length + markLength) * characterWidth),
      height: labelHeight,
      labelpos: "c",
    } as const;
    graph.setEdge({ v: idOf(from), w: idOf(to), name: id }, label === "" ? {} : room);
  }
  layout(graph, { customOrder });
  const boxes = new Map(
    nodes.map(({ id, width, height }) => {
      const { x, y } = graph.node(idOf(id));
      return [id, { x, y, width, height }] as const;
    }),
  );
  const lines = edges.map(({ id, from, to, label }) => {
    const { points = [], x, y } = graph.edge({ v: idOf(from), w: idOf(to), name: id });
    const box = boxes.get(from);
    const hasLabel = label !== "" && x !== undefined && y !== undefined;
    const way = from === to && box !== undefined ? loopAt(box) : [...points];
    return [id, { points: way, label: hasLabel ? { x, y } : null }] as const;
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

/** A way from the right side of a node back to it. */
function loopAt({ x, y, width }: Point & NodeBox): readonly Point[] {
  const side = x + width / 2;
  return [
    { x: side, y: y - 6 },
    { x: side + loopReach, y: y - 14 },
    { x: side + loopReach, y: y + 14 },
    { x: side, y: y + 6 },
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
  for (const { points } of edges.values()) for (const point of points) include(point, 0, 0);
  if (nodes.size === 0) return { width: 2 * margin, height: 2 * margin, nodes, edges };
  const by = { x: margin - left, y: margin - top };
  const moved = <TPoint extends Point>(point: TPoint): TPoint => ({ ...point, x: point.x + by.x, y: point.y + by.y });
  return {
    width: right + by.x + margin,
    height: bottom + by.y + margin,
    nodes: new Map([...nodes].map(([name, node]) => [name, moved(node)])),
    edges: new Map(
      [...edges].map(([id, { points, label }]) => [
        id,
        { points: points.map((point) => moved(point)), label: label === null ? null : moved(label) },
      ]),
    ),
  };
}

/** The points of an edge as a smooth line of SVG: straight to the middle of each way, curved around each corner. */
export function edgePath(points: readonly Point[]): string {
  const [first, ...rest] = points;
  if (first === undefined) return "";
  const corners = rest.slice(0, -1).map((corner, index) => {
    const next = rest[index + 1] ?? corner;
    const isLast = index === rest.length - 2;
    const end = isLast ? next : { x: (corner.x + next.x) / 2, y: (corner.y + next.y) / 2 };
    return `Q${round(corner.x)} ${round(corner.y)} ${round(end.x)} ${round(end.y)}`;
  });
  const only = rest.length === 1 && rest[0] !== undefined ? `L${round(rest[0].x)} ${round(rest[0].y)}` : "";
  return `M${round(first.x)} ${round(first.y)}${corners.join("")}${only}`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
