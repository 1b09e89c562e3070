import type { NodeBox, Point } from "./graph-layout.ts";

/** Where the line from the middle of a box to a point leaves the box. */
export function atEdgeOf({ x, y, width, height }: Point & NodeBox, to: Point): Point {
  const dx = to.x - x;
  const dy = to.y - y;
  const share = Math.min(1, 1 / Math.max(Math.abs(dx) / (width / 2), Math.abs(dy) / (height / 2), 1e-9));
  return { x: x + dx * share, y: y + dy * share };
}

/** A line from the middle of one box over `bends` to that of another, without what lies within the boxes. */
export function lineBetween(start: Point & NodeBox, bends: readonly Point[], end: Point & NodeBox): readonly Point[] {
  return [atEdgeOf(start, bends[0] ?? end), ...bends, atEdgeOf(end, bends.at(-1) ?? start)];
}
