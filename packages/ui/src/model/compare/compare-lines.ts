import type { AlignedRow } from "@burrjs/protocol";
import { countText } from "../../format/quantities.ts";
import { type AlignedPair, pairOf } from "./alignment.ts";

/** A line of the list: a pair of steps, or many of one kind that are folded. */
export type CompareLine =
  | { readonly type: "pair"; readonly pair: AlignedPair }
  | {
      readonly type: "fold";
      readonly key: string;
      readonly kind: AlignedRow["kind"];
      readonly text: string;
      readonly isOpen: boolean;
    };

// A fold takes a line itself: of fewer steps nothing would be saved.
const leastFolded = {
  same: 3,
  inherited: 2,
  changed: Number.POSITIVE_INFINITY,
  only_a: 25,
  only_b: 25,
  open: 25,
} as const;

/**
 * The lines of the list. Equal steps are folded, differences are not, but for long stretches that only one run has. `open`: the keys of
 * folds that were opened. `shown`: a pair that has to be in sight. `isUnfolded`: nothing is folded. Steps that started runs are never
 * folded: whether these are equal as well nobody has looked at.
 */
export function compareLines(
  rows: readonly AlignedRow[],
  {
    open,
    shown,
    isUnfolded = false,
    started,
  }: {
    readonly open: ReadonlySet<string>;
    readonly shown?: number;
    readonly isUnfolded?: boolean;
    /** The places of the steps that started runs. */
    readonly started?: StartedPlaces;
  },
): readonly CompareLine[] {
  const lines: CompareLine[] = [];
  let first = 0;
  for (const row of started === undefined ? rows : rows.flatMap((one) => parted(one, started))) {
    const isFolded = !isUnfolded && row.count >= leastFolded[row.kind];
    const key = foldKey(row);
    const hasShown = shown !== undefined && shown >= first && shown < first + row.count;
    const isOpen = !isFolded || open.has(key) || hasShown;
    if (isFolded) lines.push({ type: "fold", key, kind: row.kind, text: foldText(row), isOpen });
    if (isOpen)
      for (let offset = 0; offset < row.count; offset += 1)
        lines.push({ type: "pair", pair: pairOf(row, first, offset) });
    first += row.count;
  }
  return lines;
}

/** The places of steps of each side. */
interface StartedPlaces {
  readonly a: ReadonlySet<number>;
  readonly b: ReadonlySet<number>;
}

/** A row, parted at the steps that started runs. */
function parted(row: AlignedRow, started: StartedPlaces): readonly AlignedRow[] {
  const at = (side: "a" | "b", offset: number): AlignedRow["a"] =>
    row[side] && { ...row[side], n: row[side].n + offset };
  const isIn = (side: "a" | "b", offset: number): boolean =>
    started[side].has((row[side]?.n ?? -1 - row.count) + offset);
  const parts: AlignedRow[] = [];
  let begin = 0;
  const add = (end: number): void => {
    if (end > begin) parts.push({ ...row, a: at("a", begin), b: at("b", begin), count: end - begin });
    begin = end;
  };
  for (let offset = 0; offset < row.count; offset += 1) {
    if (!isIn("a", offset) && !isIn("b", offset)) continue;
    add(offset);
    add(offset + 1);
  }
  add(row.count);
  return parts;
}

/** What a fold says: `37 equal steps`. */
function foldText({ kind, count, a }: Pick<AlignedRow, "kind" | "count" | "a">): string {
  const steps = `${countText(count)} ${kind === "same" ? "equal " : ""}${count === 1 ? "step" : "steps"}`;
  const tails = {
    same: "",
    inherited: ` before the fork, from ${a === null ? "B" : "A"}`,
    changed: " that differ",
    only_a: " only in A",
    only_b: " only in B",
    open: ` to come in ${a === null ? "A" : "B"}`,
  };
  return steps + tails[kind];
}

function foldKey({ kind, a, b }: AlignedRow): string {
  return `${kind} ${a?.n ?? "–"} ${b?.n ?? "–"}`;
}
