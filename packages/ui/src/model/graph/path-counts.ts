import type { StepColumns } from "../step-columns.ts";

/** What steps of an action come to. */
export interface NodeCounts {
  readonly visits: number;
  readonly totalMs: number;
  readonly errors: number;
  readonly tokens: number;
  /** In dollars; `null`: not known. */
  readonly cost: number | null;
}

/** How often a run, or many, came by. */
export interface PathCounts {
  readonly nodes: ReadonlyMap<string, NodeCounts>;
  /** By `edgeKey`. */
  readonly edges: ReadonlyMap<string, number>;
  /** The way into the last step. */
  readonly last: string | null;
}

/** What nodes can be compared by. */
export const measures = ["visits", "totalMs", "errors", "tokens", "cost"] as const;

/** One of them. */
export type Measure = (typeof measures)[number];

const none: NodeCounts = { visits: 0, totalMs: 0, errors: 0, tokens: 0, cost: null };

/** Names a transition. */
export function edgeKey(from: string, to: string): string {
  return `${from}\u0000${to}`;
}

/** Counts the visits of actions and the transitions between them, from the one at place `from` to the one at `end`, both included. */
export function pathCounts(steps: StepColumns, end: number, from = 0): PathCounts {
  return pathCounter(steps, from)(end);
}

/** Counts paths that begin at `from`. It goes on from the path that was counted last: the next one is mostly a step longer or shorter. */
export function pathCounter(steps: StepColumns, from = 0): (end: number) => PathCounts {
  const nodes = new Map<string, NodeCounts>();
  const edges = new Map<string, number>();
  /** Behind the last step that is counted. */
  let until = from;
  const wayTo = (n: number): string | null => {
    const source = n <= from ? null : steps.fromAt(n);
    return source === null ? null : edgeKey(source, steps.actionAt(n));
  };
  const count = (n: number, by: 1 | -1): void => {
    if (steps.isUndoAt(n)) return;
    const { action, durationMs, tokens, status } = steps.sketchAt(n);
    const { visits, totalMs, errors, tokens: all } = nodes.get(action) ?? none;
    if (visits + by === 0) nodes.delete(action);
    else
      nodes.set(action, {
        visits: visits + by,
        totalMs: totalMs + by * (durationMs ?? 0),
        errors: errors + (status === "failed" ? by : 0),
        tokens: all + by * tokens,
        cost: null,
      });
    const way = wayTo(n);
    if (way === null) return;
    const taken = (edges.get(way) ?? 0) + by;
    if (taken === 0) edges.delete(way);
    else edges.set(way, taken);
  };
  return (end) => {
    const wanted = Math.max(from, Math.min(end, steps.length - 1) + 1);
    if (wanted - from < until - wanted) {
      nodes.clear();
      edges.clear();
      until = from;
    }
    while (until < wanted) {
      count(until, 1);
      until += 1;
    }
    while (until > wanted) {
      until -= 1;
      count(until, -1);
    }
    return { nodes: new Map(nodes), edges: new Map(edges), last: wayTo(wanted - 1) };
  };
}

/** The actions of a run, and the ways that it took. */
export function edgesOf(steps: StepColumns): {
  readonly actions: readonly string[];
  readonly ways: readonly { readonly from: string; readonly to: string }[];
} {
  const { nodes, edges } = pathCounts(steps, steps.length - 1);
  const ways = [...edges.keys()].map((key) => {
    const [from = "", to = ""] = key.split("\u0000");
    return { from, to };
  });
  return { actions: [...nodes.keys()], ways };
}

/** How much of the most each node has, from 0 to 1. */
export function heatOf({ nodes }: PathCounts, measure: Measure): ReadonlyMap<string, number> {
  let most = 0;
  for (const node of nodes.values()) most = Math.max(most, node[measure] ?? 0);
  return new Map([...nodes].map(([name, node]) => [name, most === 0 ? 0 : (node[measure] ?? 0) / most]));
}

const knownVisits = new WeakMap<StepColumns, Map<string, readonly number[]>>();

/** The places of the steps of an action; looked for once. */
export function visitsOf(steps: StepColumns, action: string): readonly number[] {
  const known = knownVisits.get(steps) ?? new Map<string, readonly number[]>();
  knownVisits.set(steps, known);
  const before = known.get(action);
  if (before !== undefined) return before;
  const places: number[] = [];
  for (let n = 0; n < steps.length; n += 1) if (steps.actionAt(n) === action && !steps.isUndoAt(n)) places.push(n);
  known.set(action, places);
  return places;
}

/** The place of the next step that a transition led to, or of the first again. */
export function nextOnWay(
  steps: StepColumns,
  { from, to }: { readonly from: string; readonly to: string },
  current: number,
): number | undefined {
  return nextVisit(
    visitsOf(steps, to).filter((n) => steps.fromAt(n) === from),
    current,
  );
}

/** The visit to go to on a click: the one after the current, or the first again. */
export function nextVisit(places: readonly number[], current: number): number | undefined {
  return places.find((n) => n > current) ?? places[0];
}
