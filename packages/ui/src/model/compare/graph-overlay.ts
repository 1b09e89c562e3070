import type { AlignedRow } from "@burrjs/protocol";
import { drawnGraph, type DrawnEdge, type DrawnGraph } from "../graph/graph-shape.ts";
import { edgeKey, type PathCounts, pathCounts } from "../graph/path-counts.ts";
import type { StepColumns } from "../step-columns.ts";

/** How often two runs came by the actions and ways of a graph. */
export interface OverlayCounts {
  readonly a: SideCounts;
  readonly b: SideCounts;
}

interface SideCounts {
  readonly nodes: ReadonlyMap<string, number>;
  /** By `edgeKey`. */
  readonly edges: ReadonlyMap<string, number>;
}

/** The machine of both: one where they are the same, else what either has. */
export function mergedGraph(a: DrawnGraph, b: DrawnGraph): DrawnGraph {
  const known = new Set(a.edges.map(wayName));
  const between = new Set(a.edges.map(({ from, to }) => edgeKey(from, to)));
  // Of a machine that was not recorded nobody knows the conditions.
  const more = b.edges.filter((way) =>
    way.condition === "" ? !between.has(edgeKey(way.from, way.to)) : !known.has(wayName(way)),
  );
  const names = new Set([...a.shape.nodes, ...b.shape.nodes].map(({ id }) => id));
  return more.length === 0 && names.size === a.shape.nodes.length ? a : drawnGraph([...names], [...a.edges, ...more]);
}

function wayName({ from, to, condition }: Omit<DrawnEdge, "id">): string {
  return JSON.stringify([from, to, condition]);
}

/** How often each run came by; what a fork has inherited counts as its own way, too. */
export function overlayCounts(
  rows: readonly AlignedRow[],
  { a, b }: { readonly a: StepColumns; readonly b: StepColumns },
): OverlayCounts {
  const inherited = rows.filter(({ kind }) => kind === "inherited");
  const count = (side: "a" | "b"): number =>
    inherited.reduce((sum, row) => sum + (row[side] === null ? 0 : row.count), 0);
  return {
    a: added(pathCounts(b, count("b") - 1), pathCounts(a, a.length - 1), wayBetween(b, count("b"), a)),
    b: added(pathCounts(a, count("a") - 1), pathCounts(b, b.length - 1), wayBetween(a, count("a"), b)),
  };
}

/** The way from the last of the steps that were inherited to the first own one. */
function wayBetween(parent: StepColumns, count: number, own: StepColumns): readonly string[] {
  return count === 0 || own.length === 0 ? [] : [edgeKey(parent.actionAt(count - 1), own.actionAt(0))];
}

function added(before: PathCounts, own: PathCounts, between: readonly string[]): SideCounts {
  const [nodes, edges] = [new Map<string, number>(), new Map<string, number>()];
  const add = (counts: Map<string, number>, key: string, by: number): void => {
    counts.set(key, (counts.get(key) ?? 0) + by);
  };
  for (const path of [before, own]) {
    for (const [name, { visits }] of path.nodes) add(nodes, name, visits);
    for (const [key, taken] of path.edges) add(edges, key, taken);
  }
  for (const key of between) add(edges, key, 1);
  return { nodes, edges };
}

/** Who came by. */
export type OverlaySide = "a" | "b" | "both" | "none";

/** Who of two runs came by, by how often each did. */
export function overlaySide(a: number | undefined, b: number | undefined): OverlaySide {
  const [inA, inB] = [(a ?? 0) > 0, (b ?? 0) > 0];
  return inA && inB ? "both" : inA ? "a" : inB ? "b" : "none";
}
