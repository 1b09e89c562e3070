import { edgePath } from "./edge-path.ts";
import type { PlacedEdge } from "./lay-out.ts";
import { element, xmlText } from "./xml.ts";

/** The arrow of an edge. */
export function drawArrow(placed: PlacedEdge, isDown: boolean): string {
  const { line, tip } = edgePath(placed, isDown);
  return element(
    "g",
    { class: classesOf(placed) },
    element("path", { class: "line", d: line }),
    element("path", { class: "tip", d: tip }),
  );
}

/** The label of an edge, on a ground that hides the lines below it. */
export function drawLabel(placed: PlacedEdge, isInGroup: boolean): string {
  const { edge, label: place } = placed;
  if (edge.label === undefined || place === undefined) return "";
  const { x, y, width } = place;
  return element(
    "g",
    { class: `${classesOf(placed)}${isInGroup ? " inner" : ""}` },
    element("rect", { class: "label", x: x - width / 2 + 2, y: y - 8, width: width - 4, height: 16, rx: 4 }),
    element("text", { x, y }, xmlText(edge.label)),
  );
}

function classesOf({ edge: { kind, isOptional, taken } }: PlacedEdge): string {
  return ["edge", kind, ...(isOptional ? ["optional"] : []), ...(taken > 0 ? ["taken"] : [])].join(" ");
}
