import type { Graph } from "../graph/graph.ts";
import { checkNames } from "../graph/names.ts";
import { isErrorCondition } from "../graph/on-error.ts";
import type { PictureOptions } from "./picture.ts";

/** What a run left behind in a picture. */
export interface RunMarks {
  /** How often the run was at this action. */
  visits(action: string): number;
  isNext(action: string): boolean;
  /** How often the run went along this transition. Where a transition after a commit and one on error lead to the same action, it is the former. */
  taken(edge: Graph["transitions"][number]): number;
}

/** The marks of a run along `path`, and then to `next`. */
export function runMarks(graph: Graph, { path = [], next = null }: Pick<PictureOptions, "path" | "next">): RunMarks {
  const known = new Set(Object.keys(graph.actions));
  checkNames(path, known, 'The option "path"');
  if (next !== null) checkNames([next], known, 'The option "next"');
  const visits = counted(path);
  const stops = next === null ? path : [...path, next];
  const moves = counted(stops.slice(1).map((to, index) => pairOf(stops[index] ?? "", to)));
  const plain = new Set(
    graph.transitions.filter(({ condition }) => !isErrorCondition(condition)).map(({ from, to }) => pairOf(from, to)),
  );
  return {
    visits: (action) => visits.get(action) ?? 0,
    isNext: (action) => action === next,
    taken({ from, to, condition }) {
      const pair = pairOf(from, to);
      return isErrorCondition(condition) && plain.has(pair) ? 0 : (moves.get(pair) ?? 0);
    },
  };
}

/** The marks of no run. */
export const noMarks: RunMarks = { visits: () => 0, isNext: () => false, taken: () => 0 };

function pairOf(from: string, to: string): string {
  return JSON.stringify([from, to]);
}

function counted(names: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}
