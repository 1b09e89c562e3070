import type { ApplicationModel } from "@burrjs/protocol";
import { visibleText } from "../../format/visible-text.ts";
import type { GraphShape } from "./graph-layout.ts";
import { fitted, textWidth } from "../text/text-width.ts";

/** A transition as it is drawn. */
export interface DrawnEdge {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  /** "": nothing is known of it. */
  readonly condition: string;
  /** How many transitions lead from one to the other, itself included. */
  readonly ofSame: number;
}

/** A machine as it is drawn. */
export interface DrawnGraph {
  readonly shape: GraphShape;
  readonly edges: readonly DrawnEdge[];
  /** Actions that ran, and that the declared machine does not have. */
  readonly unknown: ReadonlySet<string>;
}

/** What ran. */
export interface SeenPath {
  readonly actions: Iterable<string>;
  readonly ways: Iterable<Way>;
}

interface Way {
  readonly from: string;
  readonly to: string;
}

/** With more actions than this, they are drawn as dots in groups by their tags, and labels show on hover. */
export const mostLabelled = 150;
/** With more ways than this, only the last one that was taken has its condition beside it. */
const mostLabelledWays = 90;

const nodeHeight = 34;
const [leastWidth, mostWidth, figureRoom] = [112, 260, 78];
const dot = { width: 22, height: 16 } as const;
/** Of names, and of conditions. */
export const [nameLetter, conditionLetter] = [7.2, 6.7];
const mostConditionWidth = 160;
/** Behind a label stands whether its condition held: ` ✓`. */
const markWidth = 2 * conditionLetter;

/** The declared machine, with what ran besides; `null`: what ran is all that can be told of it. */
export function machineGraph(declared: ApplicationModel | null, seen: SeenPath): DrawnGraph {
  const actions = declared?.actions ?? [];
  const names = new Set(actions.map(({ name }) => name));
  const unknown = new Set([...seen.actions].filter((name) => !names.has(name)));
  const isThere = ({ from, to }: Way): boolean =>
    (names.has(from) || unknown.has(from)) && (names.has(to) || unknown.has(to));
  const told = (declared?.transitions ?? [])
    .map(({ from_: from, to, condition }) => ({ from, to, condition }))
    .filter((way) => isThere(way));
  const isTold = new Set(told.map((way) => pairOf(way)));
  const others = [...seen.ways]
    .filter((way) => (unknown.has(way.from) || unknown.has(way.to)) && isThere(way) && !isTold.has(pairOf(way)))
    .map(({ from, to }) => ({ from, to, condition: "" }));
  const groupOf = new Map(actions.flatMap(({ name, tags = [] }) => (tags[0] === undefined ? [] : [[name, tags[0]]])));
  const drawn = drawnGraph([...names, ...unknown], [...told, ...others], groupOf);
  return declared === null ? drawn : { ...drawn, unknown };
}

/** A machine of these actions and ways; `groupOf`: the tags of actions. */
export function drawnGraph(
  names: readonly string[],
  ways: readonly (Way & { readonly condition: string })[],
  groupOf: ReadonlyMap<string, string> = new Map(),
): DrawnGraph {
  const same = new Map<string, number>();
  for (const way of ways) same.set(pairOf(way), (same.get(pairOf(way)) ?? 0) + 1);
  const edges = ways.map(({ from, to, condition }, index) => ({
    id: String(index),
    from,
    to,
    condition,
    ofSame: same.get(pairOf({ from, to })) ?? 1,
  }));
  const isDense = names.length > mostLabelled;
  const hasLabels = !isDense && edges.length <= mostLabelledWays;
  return {
    edges,
    unknown: new Set(),
    shape: {
      isDense: !hasLabels,
      nodes: names.map((id) => ({ id, ...(isDense ? { ...dot, group: groupOf.get(id) } : boxOf(id)) })),
      edges: edges.map(({ id, from, to, condition }) => ({
        id,
        from,
        to,
        labelWidth:
          hasLabels && isWritten(condition) ? textWidth(conditionText(condition), conditionLetter) + markWidth : 0,
      })),
    },
  };
}

function pairOf({ from, to }: Way): string {
  return JSON.stringify([from, to]);
}

/** A condition as it stands at its way. */
export function conditionText(condition: string): string {
  return fitted(visibleText(condition), conditionLetter, mostConditionWidth - markWidth);
}

/** What always holds is not written. */
export function isWritten(condition: string): boolean {
  return condition !== "" && condition !== "default";
}

function boxOf(name: string): { readonly width: number; readonly height: number } {
  const wanted = textWidth(visibleText(name), nameLetter) + figureRoom;
  return { width: Math.min(mostWidth, Math.max(leastWidth, wanted)), height: nodeHeight };
}
