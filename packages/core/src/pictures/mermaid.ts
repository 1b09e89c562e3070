import type { Graph } from "../graph/graph.ts";
import { edgeColor, errorColor, looks, lookOf, takenColor } from "./palette.ts";
import type { Picture, PictureEdge, PictureNode, PictureOptions } from "./picture.ts";
import { pictureOf } from "./picture-of.ts";

/** The graph as a flowchart of Mermaid, which GitHub, GitLab and many editors draw. */
export function toMermaid(graph: Graph, options?: PictureOptions): string {
  const picture = withOneLoop(pictureOf(graph, options));
  return [
    `flowchart ${picture.direction === "right" ? "LR" : "TD"}`,
    ...nodeLines(picture, undefined).map((line) => `  ${line}`),
    ...picture.edges.map((edge) => `  ${edgeLine(edge)}`),
    ...classLines(picture).map((line) => `  ${line}`),
    "",
  ].join("\n");
}

/** Of several edges from a node to itself, Mermaid shows one: they become one, with the labels of all. */
function withOneLoop(picture: Picture): Picture {
  const edges: PictureEdge[] = [];
  for (const edge of picture.edges) {
    const place = edges.findIndex(({ from, to }) => from === edge.from && to === edge.from && to === edge.to);
    const before = edges[place];
    if (before === undefined) edges.push(edge);
    else edges[place] = bothOf(before, edge);
  }
  return { ...picture, edges };
}

function bothOf(one: PictureEdge, other: PictureEdge): PictureEdge {
  const labels = [one.label, other.label].filter((label) => label !== undefined);
  return {
    ...one,
    kind: one.kind === other.kind ? one.kind : "transition",
    label: labels.length === 0 ? undefined : labels.join(" | "),
    taken: one.taken + other.taken,
  };
}

/** The nodes of a group, and the groups in it. */
function nodeLines(picture: Picture, group: string | undefined): string[] {
  const inner = picture.groups.filter(({ parent }) => parent === group);
  return [
    ...picture.nodes.filter((node) => node.group === group).map(nodeLine),
    ...inner.flatMap((one) => [
      `subgraph ${one.id}["${escaped(one.title)}"]`,
      ...nodeLines(picture, one.id).map((line) => `  ${line}`),
      "end",
    ]),
  ];
}

const shapes: Readonly<Record<PictureNode["kind"], readonly [open: string, close: string]>> = {
  action: ['("', '")'],
  condition: ['{{"', '"}}'],
  end: ['((("', '")))'],
  input: ['[/"', '"/]'],
  key: ['[("', '")]'],
  start: ['(("', '"))'],
};

function nodeLine(node: PictureNode): string {
  const [open, close] = shapes[node.kind];
  return `${node.id}${open}${nodeText(node)}${close}`;
}

function nodeText({ kind, title, badges, details }: PictureNode): string {
  if (kind === "start" || kind === "end") return " ";
  const lines = [title, ...(badges.length > 0 ? [`«${badges.join(", ")}»`] : []), ...details];
  return lines.map(escaped).join("<br/>");
}

function edgeLine({ from, to, kind, isOptional, label, taken }: PictureEdge): string {
  const arrow = kind === "error" || isOptional ? "-.->" : taken > 0 ? "==>" : "-->";
  return `${from} ${arrow}${label === undefined ? "" : `|"${escaped(label)}"|`} ${to}`;
}

function classLines({ nodes, edges, groups }: Picture): string[] {
  const used = new Set(nodes.map(lookOf));
  const visited = [...nodes, ...groups].filter(({ visits }) => visits > 0);
  const ends = nodes.filter(({ isEnd }) => isEnd);
  return [
    ...[...used].flatMap((name) => {
      const { fill, stroke, text } = looks[name];
      const style = `fill:${fill},stroke:${stroke},color:${text}`;
      return classLine(
        name,
        style,
        nodes.filter((node) => lookOf(node) === name),
      );
    }),
    ...classLine("ends", "stroke-width:4px", ends),
    ...classLine("visited", `stroke:${takenColor},stroke-width:3px`, visited),
    ...linkLine(edges, `stroke:${errorColor}`, ({ kind, taken }) => kind === "error" && taken === 0),
    ...linkLine(edges, `stroke:${edgeColor}`, ({ kind, taken }) => kind !== "error" && taken === 0),
    ...linkLine(edges, `stroke:${takenColor},stroke-width:3px`, ({ taken }) => taken > 0),
  ];
}

function classLine(name: string, style: string, nodes: readonly { readonly id: string }[]): string[] {
  return nodes.length === 0
    ? []
    : [`classDef ${name} ${style}`, `class ${nodes.map(({ id }) => id).join(",")} ${name}`];
}

function linkLine(edges: readonly PictureEdge[], style: string, matches: (edge: PictureEdge) => boolean): string[] {
  const places = edges.flatMap((edge, index) => (matches(edge) ? [index] : []));
  return places.length === 0 ? [] : [`linkStyle ${places.join(",")} ${style}`];
}

const harmful = /[^\p{L}\p{M}\p{N} .,:()=/?~«»×→…-]|:(?! )|(?<=direction) /giu;
// What Mermaid makes line breaks, formulas, icons and signs of, even where it is written as numbers.
const spells = /(?<=\\)(?=n)|(?<=\$)(?=\$)|(?<=:)(?=fa-)|(?<=ﬂ)(?=°)|(?<=¶)(?=ß)/giu;

/**
 * All but letters, digits and harmless marks as numbers: Mermaid reads quotes, Markdown, HTML and words of its own in labels.
 * A colon without a space behind it is among them, since Mermaid takes `style…:…#…;` for a style, wherever it stands. Where
 * numbers do not help, an invisible space does.
 */
function escaped(text: string): string {
  return text.replaceAll(spells, "\u200b").replaceAll(harmful, (sign) => `#${sign.codePointAt(0)};`);
}
