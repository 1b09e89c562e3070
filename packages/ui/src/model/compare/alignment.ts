import type { AlignedRow } from "@burrjs/protocol";

/** One step of A, one of B, or both. */
export interface AlignedPair {
  readonly kind: AlignedRow["kind"];
  /** The place among all pairs, folded or not. */
  readonly at: number;
  /** The places in the lists of steps; `null`: that run has no such step. */
  readonly a: number | null;
  readonly b: number | null;
}

/** The pair at a place; `undefined` behind the end. */
export function pairAt(rows: readonly AlignedRow[], at: number): AlignedPair | undefined {
  let first = 0;
  for (const row of rows) {
    if (at >= first && at < first + row.count) return pairOf(row, first, at - first);
    first += row.count;
  }
  return undefined;
}

/** The pair that has the step at place `n` of a side; `undefined`: none has. */
export function pairWith(rows: readonly AlignedRow[], side: "a" | "b", n: number): AlignedPair | undefined {
  let first = 0;
  for (const row of rows) {
    const begin = row[side];
    if (begin !== null && n >= begin.n && n < begin.n + row.count) return pairOf(row, first, n - begin.n);
    first += row.count;
  }
  return undefined;
}

/** Whether a row shows a difference. */
export function isDifference({ kind }: Pick<AlignedRow, "kind">): boolean {
  return kind === "changed" || kind === "only_a" || kind === "only_b";
}

/** The pair where the next difference begins, behind (or before) a place; steps that only one run has are one difference. */
export function seekDifference(rows: readonly AlignedRow[], from: number, direction: 1 | -1): AlignedPair | undefined {
  const begins: number[] = [];
  let first = 0;
  for (const row of rows) {
    if (isDifference(row)) begins.push(first);
    first += row.count;
  }
  const found = direction === 1 ? begins.find((at) => at > from) : begins.findLast((at) => at < from);
  return found === undefined ? undefined : pairAt(rows, found);
}

/** How many pairs there are. */
export function pairCount(rows: readonly AlignedRow[]): number {
  return rows.reduce((sum, { count }) => sum + count, 0);
}

/** The pair at `offset` in a row, whose first pair is at `first` among all. */
export function pairOf({ kind, a, b }: AlignedRow, first: number, offset: number): AlignedPair {
  return { kind, at: first + offset, a: a === null ? null : a.n + offset, b: b === null ? null : b.n + offset };
}
