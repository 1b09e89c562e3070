import type { Point } from "./graph-layout.ts";

/** A transition as shapes of SVG. */
export interface EdgeDrawing {
  readonly line: string;
  /** The head of the arrow, filled. */
  readonly tip: string;
}

/** The line of a transition and its arrow, which grows with the line; the line ends within the arrow. */
export function edgeDrawing(points: readonly Point[], width: number): EdgeDrawing {
  const end = points.at(-1);
  const before = points.at(-2);
  if (end === undefined || before === undefined) return { line: "", tip: "" };
  const length = Math.max(0.001, Math.hypot(end.x - before.x, end.y - before.y));
  const along = { x: (end.x - before.x) / length, y: (end.y - before.y) / length };
  const reach = 6 + 1.5 * width;
  const back = (by: number, aside = 0): Point => ({
    x: end.x - along.x * by - along.y * aside,
    y: end.y - along.y * by + along.x * aside,
  });
  const tip = [end, back(reach, reach * 0.45), back(reach, -reach * 0.45)].map(pair).join("L");
  return { line: edgePath([...points.slice(0, -1), back(Math.min(reach - 1, length))]), tip: `M${tip}z` };
}

/** The points as a smooth line: straight to the middle of each way, curved around each corner. */
function edgePath(points: readonly Point[]): string {
  const [first, ...rest] = points;
  if (first === undefined) return "";
  const corners = rest.slice(0, -1).map((corner, index) => {
    const next = rest[index + 1] ?? corner;
    const isLast = index === rest.length - 2;
    const end = isLast ? next : { x: (corner.x + next.x) / 2, y: (corner.y + next.y) / 2 };
    return `Q${pair(corner)} ${pair(end)}`;
  });
  const only = rest.length === 1 && rest[0] !== undefined ? `L${pair(rest[0])}` : "";
  return `M${pair(first)}${corners.join("")}${only}`;
}

function pair({ x, y }: Point): string {
  return `${Math.round(x * 10) / 10} ${Math.round(y * 10) / 10}`;
}
