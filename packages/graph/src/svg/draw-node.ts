import type { PictureNode } from "@burrjs/core/pictures";
import { badgeText, hasRim, lid, lines, slant, withinRim } from "./node-box.ts";
import type { Place } from "./turn.ts";
import { element, xmlText } from "./xml.ts";

/** The shape of a node, and its texts. */
export function drawNode(node: PictureNode, outer: Place): string {
  const { kind, isStreaming, isNext, visits } = node;
  const place = withinRim(node, outer);
  const classes = [
    "node",
    kind,
    ...(isStreaming ? ["streaming"] : []),
    ...(isNext ? ["next"] : []),
    ...(visits > 0 ? ["visited"] : []),
  ];
  return element(
    "g",
    { class: classes.join(" ") },
    element("title", {}, xmlText(node.title)),
    ...(hasRim(node) ? [box(outer, "rim")] : []),
    ...shapesOf(kind, place),
    ...(kind === "start" || kind === "end" ? [] : textsOf(node, place)),
  );
}

function shapesOf(kind: PictureNode["kind"], place: Place): string[] {
  const { x, y, width, height } = place;
  const [left, right, top, bottom] = [x - width / 2, x + width / 2, y - height / 2, y + height / 2];
  switch (kind) {
    case "action":
      return [box(place, "shape")];
    case "start":
      return [element("circle", { class: "shape", cx: x, cy: y, r: 7 })];
    case "end":
      return [
        element("circle", { class: "shape ring", cx: x, cy: y, r: 7 }),
        element("circle", { class: "dot", cx: x, cy: y, r: 3.5 }),
      ];
    case "input":
      return [polygon([left + slant(kind), top], [right, top], [right - slant(kind), bottom], [left, bottom])];
    case "condition": {
      const lean = slant(kind);
      return [
        polygon(
          [left + lean, top],
          [right - lean, top],
          [right, y],
          [right - lean, bottom],
          [left + lean, bottom],
          [left, y],
        ),
      ];
    }
    default: {
      // a cylinder for a key of state
      const [half, bow] = [width / 2, lid(kind) / 2];
      const arc = `a${half},${bow} 0 0 0 ${width},0`;
      const body = `M${left},${top + bow}v${height - 2 * bow}${arc}v${2 * bow - height}a${half},${bow} 0 0 0 ${-width},0z`;
      return [
        element("path", { class: "shape", d: body }),
        element("path", { class: "shape lid", d: `M${left},${top + bow}${arc}` }),
      ];
    }
  }
}

function textsOf(node: PictureNode, place: Place): string[] {
  const left = place.x - place.width / 2 + lines.side + slant(node.kind);
  const badge = badgeText(node);
  let y = place.y - place.height / 2 + lines.top + lid(node.kind);
  const nextLine = (height: number): number => {
    y += height;
    return y - height / 2;
  };
  const title = element("text", { class: "name", x: place.x, y: nextLine(lines.title) }, xmlText(node.title));
  const texts = [title];
  if (badge !== "") {
    texts.push(element("text", { class: "badge", x: place.x, y: nextLine(lines.badge) }, xmlText(badge)));
  }
  if (node.details.length === 0) return texts;
  const width = place.width - 2 * (lines.side + slant(node.kind));
  const rule = y + lines.gap / 2;
  y += lines.gap;
  const details = node.details.map((line) =>
    element("text", { class: "detail", x: left, y: nextLine(lines.detail) }, xmlText(line)),
  );
  return [...texts, element("path", { class: "rule", d: `M${left},${rule}h${width}` }), ...details];
}

function box({ x, y, width, height }: Place, name: "rim" | "shape"): string {
  const rx = name === "rim" ? 12 : 9;
  return element("rect", { class: name, x: x - width / 2, y: y - height / 2, width, height, rx });
}

function polygon(...points: readonly (readonly [number, number])[]): string {
  return element("polygon", { class: "shape", points: points.map(([x, y]) => `${x},${y}`).join(" ") });
}
