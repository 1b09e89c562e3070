import type { PictureNode } from "@burrjs/core/pictures";
import { loopReach } from "./edge-path.ts";
import { nameSize, smallSize, textWidth } from "./text-size.ts";
import type { Box, Place } from "./turn.ts";

/** Heights of lines, and the room around them, in pixels. */
export const lines = { title: 18, badge: 15, detail: 15, gap: 6, side: 14, top: 9 } as const;

/** The room between the two rims of an action at which a run may end. */
const rim = 4;

/** The size of the shape of `node`, with room for the ends of so many loops at its side. */
export function nodeBox(
  node: PictureNode,
  { loops, isDown }: { readonly loops: number; readonly isDown: boolean },
): Box {
  const { width, height } = outerBox(node);
  const least = loops === 0 ? 0 : 2 * loopReach(loops - 1) + 20;
  return isDown ? { width, height: Math.max(height, least) } : { width: Math.max(width, least), height };
}

/** The place within the outer rim of `node`. */
export function withinRim(node: PictureNode, { x, y, width, height }: Place): Place {
  const room = hasRim(node) ? 2 * rim : 0;
  return { x, y, width: width - room, height: height - room };
}

/** Whether `node` has two rims. */
export function hasRim({ isEnd, kind }: PictureNode): boolean {
  return isEnd && kind === "action";
}

function outerBox(node: PictureNode): Box {
  if (node.kind === "start" || node.kind === "end") return { width: 16, height: 16 };
  const { title, details } = node;
  const room = hasRim(node) ? 2 * rim : 0;
  const badge = badgeText(node);
  const width = Math.max(
    textWidth(title, nameSize),
    textWidth(badge, smallSize),
    ...details.map((line) => textWidth(line, smallSize)),
  );
  const height =
    lines.title +
    (badge === "" ? 0 : lines.badge) +
    (details.length > 0 ? lines.gap + details.length * lines.detail : 0);
  return {
    width: Math.max(width, 40) + 2 * (lines.side + slant(node.kind)) + room,
    height: height + 2 * lines.top + lid(node.kind) + room,
  };
}

/** What an action is besides its name, on one line. */
export function badgeText({ badges }: PictureNode): string {
  return badges.length === 0 ? "" : `«${badges.join(", ")}»`;
}

/** How far the sides of a shape lean in. */
export function slant(kind: PictureNode["kind"]): number {
  return kind === "input" || kind === "condition" ? 12 : 0;
}

/** The height of the lid of a cylinder. */
export function lid(kind: PictureNode["kind"]): number {
  return kind === "key" ? 10 : 0;
}
