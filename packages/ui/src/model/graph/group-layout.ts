import { lineBetween } from "./box-line.ts";
import { type GraphLayout, type GraphShape, layOut, type NodeBox, type Point } from "./graph-layout.ts";

/** Around the nodes of a group, and above them for its name. */
const [inset, head] = [14, 26];
const [columnGap, rowGap] = [22, 20];

/**
 * Lays a graph out. Nodes of a group lie side by side in a box; what leads from one box to another runs together, as if the boxes were
 * nodes. So a graph of hundreds of actions stays as readable as one of its groups.
 */
export function layOutGroups(shape: GraphShape): GraphLayout {
  const members = new Map<string, GraphShape["nodes"][number][]>();
  for (const node of shape.nodes) {
    if (node.group !== undefined) members.set(node.group, [...(members.get(node.group) ?? []), node]);
  }
  if (members.size < 2) return layOut(shape);
  const boxOf = new Map(
    shape.nodes.map(({ id, group }) => [id, group === undefined ? `node ${id}` : `group ${group}`]),
  );
  const grids = new Map([...members].map(([group, nodes]) => [group, gridOf(nodes)]));
  const boxes = layOut({
    nodes: [
      ...[...grids].map(([group, { width, height }]) => ({ id: `group ${group}`, width, height })),
      ...shape.nodes.flatMap(({ id, group, width, height }) =>
        group === undefined ? [{ id: `node ${id}`, width, height }] : [],
      ),
    ],
    edges: betweenBoxes(shape, boxOf),
    isDense: false,
  });
  const nodes = new Map(
    shape.nodes.map(({ id, group, width, height }) => {
      const box = boxes.nodes.get(boxOf.get(id) ?? "") ?? { x: 0, y: 0 };
      const offset = (group === undefined ? undefined : grids.get(group)?.places.get(id)) ?? { x: 0, y: 0 };
      return [id, { x: box.x + offset.x, y: box.y + offset.y, width, height }] as const;
    }),
  );
  const edges = new Map(
    shape.edges.map(({ id, from, to }) => {
      const way = boxes.edges.get(wayName(boxOf.get(from), boxOf.get(to)))?.points.slice(1, -1) ?? [];
      const [start, end] = [nodes.get(from), nodes.get(to)];
      if (start === undefined || end === undefined) return [id, { points: [], label: null }] as const;
      return [id, { points: from === to ? loopAt(start) : lineBetween(start, way, end), label: null }] as const;
    }),
  );
  const groups = new Map(
    [...members.keys()].flatMap((group) => {
      const box = boxes.nodes.get(`group ${group}`);
      return box === undefined ? [] : [[group, box] as const];
    }),
  );
  return { width: boxes.width, height: boxes.height, nodes, edges, groups };
}

function wayName(from: string | undefined, to: string | undefined): string {
  return JSON.stringify([from, to]);
}

/** The ways that lead from one box to another one, each once. */
function betweenBoxes({ edges }: GraphShape, boxOf: ReadonlyMap<string, string>): GraphShape["edges"] {
  const ways = new Map<string, GraphShape["edges"][number]>();
  for (const edge of edges) {
    const [from = "", to = ""] = [boxOf.get(edge.from), boxOf.get(edge.to)];
    if (from !== to) ways.set(wayName(from, to), { id: wayName(from, to), from, to, labelWidth: 0 });
  }
  return [...ways.values()];
}

/** Nodes in rows, some more columns than rows; their places are from the middle of the whole. */
function gridOf(nodes: readonly (NodeBox & { readonly id: string })[]): NodeBox & {
  readonly places: ReadonlyMap<string, Point>;
} {
  const columns = Math.max(3, Math.ceil(Math.sqrt(nodes.length * 1.5)));
  const rows = Math.ceil(nodes.length / columns);
  const [wide, high] = [(nodes[0]?.width ?? 0) + columnGap, (nodes[0]?.height ?? 0) + rowGap];
  const width = Math.min(columns, nodes.length) * wide - columnGap + 2 * inset;
  const height = rows * high - rowGap + inset + head;
  const least = Math.max(width, 120);
  return {
    width: least,
    height,
    places: new Map(
      nodes.map(({ id }, n) => [
        id,
        {
          x: inset + (n % columns) * wide + (wide - columnGap) / 2 - width / 2,
          y: head + Math.floor(n / columns) * high + (high - rowGap) / 2 - height / 2,
        },
      ]),
    ),
  };
}

function loopAt({ x, y, width, height }: Point & NodeBox): readonly Point[] {
  const [right, top] = [x + width / 2, y - height / 2];
  return [
    { x: right, y },
    { x: right + 12, y: top - 4 },
    { x, y: top - 12 },
    { x, y: top },
  ];
}
