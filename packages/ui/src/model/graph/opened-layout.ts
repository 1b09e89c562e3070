import type { EdgeLine, GraphLayout, NodeBox, Point } from "./graph-layout.ts";
import type { Ends } from "./moved-layout.ts";

/**
 * The layout with one node larger, as when a graph opens inside of it. Its upper left corner stays, and what lies to the right of it or
 * below moves as far as it grows: nothing changes sides, no two nodes come closer, and lines end where they ended. So the eye finds
 * everything again, without a new layout.
 */
export function openedLayout(
  layout: GraphLayout,
  edges: readonly Ends[],
  { name, size }: { readonly name: string; readonly size: NodeBox },
): GraphLayout {
  const box = layout.nodes.get(name);
  if (box === undefined) return layout;
  const { x, y, width, height } = box;
  const toX = stretched(x - width / 2, width, size.width - width);
  // What is beside it stays beside its head.
  const toY = stretched(y, height / 2, size.height - height);
  const moved = <TPoint extends Point>(point: TPoint): TPoint => ({ ...point, x: toX(point.x), y: toY(point.y) });
  const grown = (old: Point & NodeBox): Point & NodeBox => {
    const [start, end] = [cornerOf(old, -1), cornerOf(old, 1)].map((corner) => moved(corner));
    return start === undefined || end === undefined ? old : between(start, end);
  };
  const nodes = new Map([...layout.nodes].map(([one, node]) => [one, one === name ? grown(node) : moved(node)]));
  const endOf = (point: Point | undefined, node: string): Point | undefined => {
    const [before, after] = [layout.nodes.get(node), nodes.get(node)];
    if (point === undefined || before === undefined || after === undefined || node === name)
      return point && moved(point);
    return { x: point.x + after.x - before.x, y: point.y + after.y - before.y };
  };
  const lower = y + height / 2;
  /** Whether the way from a point on goes down beside the node: it has to be past that before it turns. */
  const isBeside = ({ y: at }: Point, next: Point | undefined): boolean =>
    at >= y - height / 2 && at <= lower && next !== undefined && next.y > lower;
  const lineOf = ({ points, label }: EdgeLine, { from, to }: Ends): EdgeLine => {
    const last = points.length - 1;
    const along = points.flatMap((point, n): readonly Point[] => {
      const there = (n === 0 ? endOf(point, from) : n === last ? endOf(point, to) : undefined) ?? moved(point);
      const past = { x: there.x, y: toY(lower) };
      if (from === name || to === name) return [there];
      if (isBeside(point, points[n + 1])) return [there, past];
      return isBeside(point, points[n - 1]) ? [past, there] : [there];
    });
    return { points: along, label: label && moved(label) };
  };
  const ends = new Map(edges.map((edge) => [edge.id, edge]));
  return {
    width: toX(layout.width),
    height: toY(layout.height),
    nodes,
    edges: new Map([...layout.edges].map(([id, line]) => [id, lineOf(line, ends.get(id) ?? { id, from: "", to: "" })])),
    groups: new Map([...layout.groups].map(([group, around]) => [group, grown(around)])),
  };
}

/** Where places are once a stretch is longer: those before it stay, those in it lie in proportion. */
function stretched(from: number, length: number, more: number): (at: number) => number {
  return (at) => at + Math.max(0, more) * Math.min(1, Math.max(0, (at - from) / Math.max(1, length)));
}

function cornerOf({ x, y, width, height }: Point & NodeBox, side: 1 | -1): Point {
  return { x: x + (side * width) / 2, y: y + (side * height) / 2 };
}

function between(start: Point, end: Point): Point & NodeBox {
  return { x: (start.x + end.x) / 2, y: (start.y + end.y) / 2, width: end.x - start.x, height: end.y - start.y };
}

/** Of a node that is open: the room for its name, for the bar below that, and around the drawing. */
export const insideRoom = { head: 34, bar: 32, around: 8 } as const;
const [leastWidth, mostWidth, mostHeight] = [264, 360, 320];

/** How large a drawing inside of a node is, for each pixel of its layout: nothing is drawn larger than it is. */
export function drawingScale(drawing: NodeBox | undefined): number {
  return drawing === undefined ? 1 : Math.min(1, mostWidth / drawing.width, mostHeight / drawing.height);
}

/** How large a node is with a drawing inside of it; `undefined`: with its bar alone. */
export function openedSize(drawing: NodeBox | undefined, node: NodeBox): NodeBox {
  const { head, bar, around } = insideRoom;
  const scale = drawingScale(drawing);
  const { width, height } = drawing ?? { width: 0, height: 0 };
  return {
    width: Math.max(leastWidth, node.width, Math.ceil(width * scale) + 2 * around),
    height: head + bar + Math.ceil(height * scale) + around,
  };
}
