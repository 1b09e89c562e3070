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
 * folds that were opened. `shown`: a pair that has to be in sight. `isUnfolded`: nothing is folded.
 */
export function compareLines(
  rows: readonly AlignedRow[],
  {
    open,
    shown,
    isUnfolded = false,
  }: { readonly open: ReadonlySet<string>; readonly shown?: number; readonly isUnfolded?: boolean },
): readonly CompareLine[] {
  const lines: CompareLine[] = [];
  let first = 0;
  for (const row of rows) {
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
