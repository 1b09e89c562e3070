import type { Graph } from "@burrjs/core";
import { type PictureGroup, type PictureOptions, pictureOf } from "@burrjs/core/pictures";
import { drawArrow, drawLabel } from "./draw-edge.ts";
import { drawNode } from "./draw-node.ts";
import { extentOf } from "./extent.ts";
import { layOut } from "./lay-out.ts";
import { styleSheet } from "./style.ts";
import { cutText, smallSize } from "./text-size.ts";
import type { Place } from "./turn.ts";
import { element, xmlText } from "./xml.ts";

/**
 * The graph as an SVG picture: one string, to put into a page or a file. It needs nothing from outside and runs no code, and
 * is dark where the reader prefers that.
 */
export function toSVG(graph: Graph, options?: PictureOptions): string {
  const picture = pictureOf(graph, options);
  const { nodes, edges, groups } = layOut(picture);
  const { left, top, width, height } = extentOf({ nodes, edges, groups }, 16);
  const groupOf = new Map(picture.nodes.map(({ id, group }) => [id, group]));
  const isInGroup = (id: string): boolean => groupOf.get(id) !== undefined;
  const count = Object.keys(graph.actions).length;
  return element(
    "svg",
    {
      xmlns: "http://www.w3.org/2000/svg",
      class: "burr-graph",
      viewBox: `${left} ${top} ${width} ${height}`,
      width,
      height,
      role: "img",
    },
    element("title", {}, `Graph of ${count} ${count === 1 ? "action" : "actions"}`),
    element("style", {}, styleSheet),
    element("rect", { class: "page", x: left, y: top, width, height }),
    ...groups.map(({ group, place }) => drawGroup(group, place)),
    ...edges.map((edge) => drawArrow(edge, picture.direction === "down")),
    ...nodes.map(({ node, place }) => drawNode(node, place)),
    ...edges.map((placed) => drawLabel(placed, isInGroup(placed.edge.from) && isInGroup(placed.edge.to))),
  );
}

function drawGroup({ title, visits, isNext }: PictureGroup, { x, y, width, height }: Place): string {
  const [left, top] = [x - width / 2, y - height / 2];
  const classes = ["group", ...(visits > 0 ? ["visited"] : []), ...(isNext ? ["next"] : [])];
  return element(
    "g",
    { class: classes.join(" ") },
    element("rect", { x: left, y: top, width, height, rx: 10 }),
    element("title", {}, xmlText(title)),
    element("text", { x: left + 12, y: top + 14 }, xmlText(cutText(title, smallSize, width - 24))),
  );
}
