import { isObject } from "@burrjs/protocol";
import { atEdgeOf } from "./box-line.ts";
import type { EdgeLine, GraphLayout, NodeBox, Point } from "./graph-layout.ts";

/** Nodes that somebody has put elsewhere: their middles. */
export type MovedNodes = Readonly<Record<string, Point>>;

/** Reads what was kept; what makes no sense is left out. */
export function parseMovedNodes(value: unknown): MovedNodes {
  if (!isObject(value)) return {};
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, place]: [string, unknown]) => {
      const { x, y } = (place ?? {}) as { readonly x?: unknown; readonly y?: unknown };
      return typeof x === "number" && typeof y === "number" && Number.isFinite(x) && Number.isFinite(y)
        ? [[name, { x, y }]]
        : [];
    }),
  );
}

/** Which nodes an edge joins. */
export interface Ends {
  readonly id: string;
  readonly from: string;
  readonly to: string;
}

const margin = 16;
/** Edges between two nodes that were moved run side by side. */
const apart = 14;

/** The layout with some nodes elsewhere: edges of these are straight, all others stay as they are. */
export function movedLayout(layout: GraphLayout, moved: MovedNodes, edges: readonly Ends[]): GraphLayout {
  const names = Object.keys(moved).filter((name) => layout.nodes.has(name));
  if (names.length === 0) return layout;
  const nodes = new Map(layout.nodes);
  for (const name of names) {
    const box = layout.nodes.get(name);
    const place = moved[name];
    if (box !== undefined && place !== undefined) nodes.set(name, { ...box, ...inside(place, box) });
  }
  const isMoved = new Set(names);
  const lines = new Map(layout.edges);
  const between = new Map<string, number>();
  for (const { id, from, to } of edges) {
    const [one, other] = [nodes.get(from), nodes.get(to)];
    const old = layout.edges.get(id);
    if (one === undefined || other === undefined || old === undefined || (!isMoved.has(from) && !isMoved.has(to)))
      continue;
    const pair = [from, to].toSorted().join("\u0000");
    const count = between.get(pair) ?? 0;
    between.set(pair, count + 1);
    lines.set(
      id,
      from === to ? shifted(old, layout.nodes.get(from), one) : straight(one, other, { count, label: old.label }),
    );
  }
  const boxes = [...nodes.values()];
  return {
    width: boxes.reduce((most, { x, width }) => Math.max(most, x + width / 2 + margin), layout.width),
    height: boxes.reduce((most, { y, height }) => Math.max(most, y + height / 2 + margin), layout.height),
    nodes,
    edges: lines,
    groups: layout.groups,
  };
}

function inside({ x, y }: Point, { width, height }: NodeBox): Point {
  return { x: Math.max(margin + width / 2, x), y: Math.max(margin + height / 2, y) };
}

function straight(
  one: Point & NodeBox,
  other: Point & NodeBox,
  { count, label }: { readonly count: number; readonly label: EdgeLine["label"] },
): EdgeLine {
  const length = Math.max(1, Math.hypot(other.x - one.x, other.y - one.y));
  const aside = count === 0 ? 0 : Math.ceil(count / 2) * apart * (count % 2 === 0 ? -1 : 1);
  const by = { x: (-(other.y - one.y) / length) * aside, y: ((other.x - one.x) / length) * aside };
  const middle = { x: (one.x + other.x) / 2 + by.x, y: (one.y + other.y) / 2 + by.y };
  return { points: [atEdgeOf(one, middle), middle, atEdgeOf(other, middle)], label: label && { ...label, ...middle } };
}

function shifted({ points, label }: EdgeLine, before: Point | undefined, now: Point): EdgeLine {
  const by = { x: now.x - (before?.x ?? now.x), y: now.y - (before?.y ?? now.y) };
  const shift = ({ x, y }: Point): Point => ({ x: x + by.x, y: y + by.y });
  return { points: points.map((point) => shift(point)), label: label && { ...label, ...shift(label) } };
}
