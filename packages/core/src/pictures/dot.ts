import type { Graph } from "../graph/graph.ts";
import { edgeColor, errorColor, looks, lookOf, takenColor } from "./palette.ts";
import type { Picture, PictureEdge, PictureNode, PictureOptions } from "./picture.ts";
import { pictureOf } from "./picture-of.ts";

type Attributes = Readonly<Record<string, string | number | undefined>>;

const font = { fontname: "Helvetica,Arial,sans-serif" };

/** The graph in the DOT language of Graphviz. */
export function toDot(graph: Graph, options?: PictureOptions): string {
  const picture = pictureOf(graph, options);
  const rankdir = picture.direction === "right" ? "LR" : "TB";
  return [
    "digraph {",
    `  graph ${attributes({ rankdir, bgcolor: "transparent", ...font, fontsize: 12 })};`,
    `  node ${attributes({ ...font, fontsize: 12 })};`,
    `  edge ${attributes({ ...font, fontsize: 10, color: edgeColor, fontcolor: edgeColor })};`,
    ...nodeLines(picture, undefined).map((line) => `  ${line}`),
    ...picture.edges.map((edge) => `  ${edge.from} -> ${edge.to}${optional(edgeAttributes(edge))};`),
    "}",
    "",
  ].join("\n");
}

/** The nodes of a group, and the groups in it. */
function nodeLines(picture: Picture, group: string | undefined): string[] {
  return [
    ...picture.nodes.filter((node) => node.group === group).map((node) => `${node.id} ${attributes(looksOf(node))};`),
    ...picture.groups
      .filter(({ parent }) => parent === group)
      .flatMap((one) => {
        const color = one.visits > 0 ? takenColor : edgeColor;
        return [
          `subgraph cluster_${one.id} {`,
          `  graph ${attributes({ label: one.title, style: "rounded", color, penwidth: one.visits > 0 ? 2.5 : 1 })};`,
          ...nodeLines(picture, one.id).map((line) => `  ${line}`),
          "}",
        ];
      }),
  ];
}

const shapes: Readonly<Record<PictureNode["kind"], Attributes>> = {
  action: { shape: "box", style: "rounded,filled" },
  condition: { shape: "hexagon", style: "filled" },
  end: { shape: "doublecircle", style: "filled", width: 0.12, fixedsize: "true" },
  input: { shape: "parallelogram", style: "filled" },
  key: { shape: "cylinder", style: "filled" },
  start: { shape: "circle", style: "filled", width: 0.18, fixedsize: "true" },
};

function looksOf(node: PictureNode): Attributes {
  const { fill, stroke, text } = looks[lookOf(node)];
  const { title, visits, badges, details, isEnd } = node;
  const lines = [title, ...(badges.length > 0 ? [`«${badges.join(", ")}»`] : []), ...details];
  return {
    label: node.kind === "start" || node.kind === "end" ? "" : lines.join("\n"),
    ...shapes[node.kind],
    fillcolor: fill,
    color: visits > 0 ? takenColor : stroke,
    fontcolor: text,
    peripheries: isEnd ? 2 : undefined,
    penwidth: visits > 0 ? 2.5 : undefined,
  };
}

function edgeAttributes({ kind, isOptional, label, taken }: PictureEdge): Attributes {
  const color = taken > 0 ? takenColor : kind === "error" ? errorColor : undefined;
  return {
    label: label === undefined ? undefined : ` ${label} `, // Graphviz puts labels right at the line
    style: kind === "error" || isOptional ? "dashed" : undefined,
    color,
    fontcolor: color,
    penwidth: taken > 0 ? 2.5 : undefined,
  };
}

function optional(values: Attributes): string {
  const text = attributes(values);
  return text === "[]" ? "" : ` ${text}`;
}

function attributes(values: Attributes): string {
  const parts = Object.entries(values).flatMap(([key, value]) =>
    value === undefined ? [] : [`${key}=${typeof value === "number" ? value : `"${escaped(value)}"`}`],
  );
  return `[${parts.join(", ")}]`;
}

/** Graphviz reads backslashes and HTML entities in labels. */
function escaped(text: string): string {
  return text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("&", "&amp;").replaceAll("\n", "\\n");
}
