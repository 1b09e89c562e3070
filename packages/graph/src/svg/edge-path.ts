import type { PlacedEdge } from "./lay-out.ts";
import { type Point, turnPlace, turnPoint } from "./turn.ts";
import { short } from "./xml.ts";

/** The line of an edge, and the tip of its arrow, as data of SVG paths. */
export interface EdgePath {
  readonly line: string;
  readonly tip: string;
}

type Turn = (point: Point) => Point;

const tipLength = 8;
const tipWidth = 7;

/** The way of an edge: it leaves and enters boxes along the direction of the picture, and bends softly in between. */
export function edgePath(placed: PlacedEdge, isDown: boolean): EdgePath {
  if (placed.loop !== undefined) return loopPath(placed.loop, placed, isDown);
  const turn: Turn = isDown ? (point) => point : turnPoint;
  const points = placed.points.map(turn);
  const [end = { x: 0, y: 0 }, before = end] = points.toReversed();
  const back = before.y > end.y ? tipLength : -tipLength;
  return {
    line: curve([...points.slice(0, -1), { x: end.x, y: end.y + back }], turn),
    tip: triangle(end, back, turn),
  };
}

/** A loop at the right side of a box, around those before it; at the lower side where the picture grows to the right. */
function loopPath({ place, inner }: NonNullable<PlacedEdge["loop"]>, { label }: PlacedEdge, isDown: boolean): EdgePath {
  const turn: Turn = isDown ? (point) => point : turnPoint;
  const [box, text] = [place, label ?? { ...place, x: place.x + place.width / 2 + 38, width: 0 }].map((one) =>
    isDown ? one : turnPlace(one),
  );
  if (box === undefined || text === undefined) return { line: "", tip: "" };
  const side = box.x + box.width / 2;
  const half = loopReach(inner);
  const far = Math.max(text.x - text.width / 2 - 2, side + 16 + half);
  const [upper, lower] = [box.y - half, box.y + half];
  const corner = Math.min(half, 12);
  const parts = [
    `M${pair(turn({ x: side, y: upper }))}L${pair(turn({ x: far - corner, y: upper }))}`,
    bend({ x: far, y: upper }, { x: far, y: upper + corner }),
    `L${pair(turn({ x: far, y: lower - corner }))}`,
    bend({ x: far, y: lower }, { x: far - corner, y: lower }),
    `L${pair(turn({ x: side + tipLength, y: lower }))}`,
  ];
  return { line: parts.join(""), tip: triangle({ x: lower, y: side }, tipLength, (point) => turn(turnPoint(point))) };

  function bend(around: Point, to: Point): string {
    return `Q${pair(turn(around))} ${pair(turn(to))}`;
  }
}

/** How far a loop stands off the middle of its side. */
export function loopReach(inner: number): number {
  return 11 + 12 * inner;
}

/** A smooth line through `points` that goes straight up or down at each of them. */
function curve(points: readonly Point[], turn: Turn): string {
  return points
    .map((point, index) => {
      const before = points[index - 1];
      if (before === undefined) return `M${pair(turn(point))}`;
      if (Math.abs(before.x - point.x) < 0.5) return `L${pair(turn(point))}`;
      const middle = (before.y + point.y) / 2;
      const bends = [{ x: before.x, y: middle }, { x: point.x, y: middle }, point];
      return `C${bends.map((one) => pair(turn(one))).join(" ")}`;
    })
    .join("");
}

function triangle(at: Point, back: number, turn: Turn): string {
  const corners = [at, { x: at.x - tipWidth / 2, y: at.y + back }, { x: at.x + tipWidth / 2, y: at.y + back }];
  return `M${corners.map((corner) => pair(turn(corner))).join("L")}Z`;
}

function pair({ x, y }: Point): string {
  return `${short(x)},${short(y)}`;
}
