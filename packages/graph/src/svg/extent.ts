import type { PlacedPicture } from "./lay-out.ts";
import type { Place } from "./turn.ts";

/** The rectangle around a picture, in pixels. */
export interface Extent {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** How far a loop without a label reaches, in pixels. */
const loopRoom = 40;

/** The rectangle around all parts of a picture, and a margin. */
export function extentOf({ nodes, groups, edges }: PlacedPicture, margin: number): Extent {
  const ways = edges.flatMap(({ points }) => points.map(({ x, y }): Place => ({ x, y, width: 0, height: 0 })));
  const labels = edges.flatMap(({ label }) => (label === undefined ? [] : [label]));
  const loops = edges.flatMap(({ loop, label }): Place[] => {
    if (loop === undefined || label !== undefined) return [];
    const { x, y, width, height } = loop.place;
    return [{ x, y, width: width + 2 * loopRoom, height: height + 2 * loopRoom }];
  });
  const boxes = [...nodes.map(({ place }) => place), ...groups.map(({ place }) => place), ...labels, ...ways, ...loops];
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const { x, y, width, height } of boxes) {
    left = Math.min(left, x - width / 2);
    right = Math.max(right, x + width / 2);
    top = Math.min(top, y - height / 2);
    bottom = Math.max(bottom, y + height / 2);
  }
  left = Math.floor(left - margin);
  top = Math.floor(top - margin);
  return { left, top, width: Math.ceil(right + margin - left), height: Math.ceil(bottom + margin - top) };
}
