import type { AlignedRow } from "@burrjs/protocol";
import { type AlignedPair, isDifference, pairAt, pairCount, pairWith, seekDifference } from "./alignment.ts";

/** What is looked at: a step of A, one of B, or both. `at`: their place among the pairs; `null`: they are no pair. */
export interface CompareSelection {
  readonly a: number | null;
  readonly b: number | null;
  readonly at: number | null;
}

/** The cursors of the address, as places in the lists of steps. `undefined`: that side has none. */
export interface CompareCursors {
  readonly a: number | undefined;
  readonly b: number | undefined;
}

/** What is looked at by the cursors; without any the first difference, or the last step. `undefined`: there is no step. */
export function selectionOf(rows: readonly AlignedRow[], { a, b }: CompareCursors): CompareSelection | undefined {
  if (a !== undefined && b !== undefined) {
    const pair = pairWith(rows, "a", a);
    return pair?.b === b ? pair : { a, b, at: null };
  }
  if (a !== undefined) return pairWith(rows, "a", a) ?? { a, b: null, at: null };
  if (b !== undefined) return pairWith(rows, "b", b) ?? { a: null, b, at: null };
  return firstDifferent(rows) ?? pairAt(rows, pairCount(rows) - 1);
}

function firstDifferent(rows: readonly AlignedRow[]): AlignedPair | undefined {
  const [first] = rows;
  return first !== undefined && isDifference(first) ? pairAt(rows, 0) : seekDifference(rows, -1, 1);
}
