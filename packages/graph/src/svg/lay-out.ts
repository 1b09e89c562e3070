import { Graph, layout } from "@dagrejs/dagre";
import type { Picture, PictureEdge, PictureGroup, PictureNode } from "@burrjs/core/pictures";
import { nodeBox } from "./node-box.ts";
import { portsOf } from "./ports.ts";
import { smallSize, textWidth } from "./text-size.ts";
import { type Box, type Place, type Point, turnPlace, turnPoint } from "./turn.ts";

/** A picture of which all parts have their places. */
export interface PlacedPicture {
  readonly nodes: readonly { readonly node: PictureNode; readonly place: Place }[];
  readonly groups: readonly { readonly group: PictureGroup; readonly place: Place }[];
  readonly edges: readonly PlacedEdge[];
}

/** An edge on its way. */
export interface PlacedEdge {
  readonly edge: PictureEdge;
  /** From the rim of one box to the rim of the other; empty for a loop. */
  readonly points: readonly Point[];
  /** The place of its label. */
  readonly label: Place | undefined;
  /** Of an edge from a node to itself: the node, and how many such edges are within this one. */
  readonly loop: { readonly place: Place; readonly inner: number } | undefined;
}

/** The places of all parts of a picture, chosen by dagre. */
export function layOut(picture: Picture): PlacedPicture {
  const isDown = picture.direction === "down";
  const graph = new Graph({ multigraph: true, compound: true });
  graph.setGraph({ rankdir: isDown ? "TB" : "LR", nodesep: 36, edgesep: 18, ranksep: isDown ? 58 : 64 });
  for (const { id } of picture.groups) graph.setNode(id, {});
  for (const { id, parent } of picture.groups) if (parent !== undefined) graph.setParent(id, parent);
  for (const node of picture.nodes) {
    const loops = picture.edges.filter(({ from, to }) => from === node.id && to === node.id).length;
    graph.setNode(node.id, { ...nodeBox(node, { loops, isDown }) });
    if (node.group !== undefined) graph.setParent(node.id, node.group);
  }
  const edges = picture.edges.map((edge, index) => ({
    edge,
    key: { v: edge.from, w: edge.to, name: String(index) },
    box: labelBox(edge),
  }));
  for (const { key, box } of edges) graph.setEdge(key, { ...box, labelpos: "c" });
  layout(graph);

  const [turn, turnBox] = isDown ? [(point: Point) => point, (place: Place) => place] : [turnPoint, turnPlace];
  const placeOf = (id: string): Place => graph.node(id);
  const routes = edges.map(({ edge: { from, to }, key }) => ({
    from,
    to,
    fromPlace: turnBox(placeOf(from)),
    toPlace: turnBox(placeOf(to)),
    via: from === to ? [] : graph.edge(key).points.slice(1, -1).map(turn),
  }));
  const ports = portsOf(routes.filter(({ from, to }) => from !== to)).values();
  const loops = new Map<string, number>();
  const placed = edges.map(({ edge, key, box }, index): PlacedEdge => {
    const { x, y } = graph.edge(key);
    const label = edge.label === undefined || x === undefined || y === undefined ? undefined : { x, y, ...box };
    if (edge.from === edge.to) {
      const inner = loops.get(edge.from) ?? 0;
      loops.set(edge.from, inner + 1);
      return { edge, points: [], label, loop: { place: placeOf(edge.from), inner } };
    }
    const { start, end } = ports.next().value ?? { start: placeOf(edge.from), end: placeOf(edge.to) };
    return { edge, points: [start, ...(routes[index]?.via ?? []), end].map(turn), label, loop: undefined };
  });
  return {
    nodes: picture.nodes.map((node) => ({ node, place: placeOf(node.id) })),
    groups: picture.groups.map((group) => ({ group, place: placeOf(group.id) })),
    edges: placed,
  };
}

/** The room that the label of an edge takes, or the loop from a node to itself. */
function labelBox({ label, from, to }: PictureEdge): Box {
  const loop = from === to ? { width: 24, height: 24 } : { width: 0, height: 0 };
  if (label === undefined) return loop;
  return { width: Math.max(textWidth(label, smallSize) + 10, loop.width), height: Math.max(18, loop.height) };
}
