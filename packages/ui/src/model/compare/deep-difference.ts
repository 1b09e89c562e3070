import type { AlignedRow, Alignment, RunHeader } from "@burrjs/protocol";
import { countText } from "../../format/quantities.ts";
import { type ChildPair, childPairs, startedByStep } from "./child-pairs.ts";
import type { RunName } from "./run-name.ts";

/** Where two runs differ first: in their own steps, or in those of runs that they started. */
export interface DeepDifference {
  /** The runs that differ; `undefined`: that side has none there. */
  readonly a: RunName | undefined;
  readonly b: RunName | undefined;
  /** 0: they are the runs that were asked for; 1: runs that these started, and so on. */
  readonly depth: number;
  readonly row: AlignedRow | null;
  /** How many of their steps differ. */
  readonly count: number;
}

/** What is known of two runs and of all that they started. */
export interface DeepComparison {
  readonly difference: DeepDifference | null;
  /** Whether all was looked at; else no more than some of it. */
  readonly isWhole: boolean;
  /** Whether some of it is still under way. */
  readonly isOpen: boolean;
}

/** How to ask for what is compared. */
export interface Asking {
  readonly align: (a: RunName, b: RunName) => Promise<Alignment>;
  readonly header: (run: RunName) => Promise<Pick<RunHeader, "children_list">>;
}

/** So many pairs of runs are looked at for one answer. */
const mostPairs = 30;

/** Compares two runs, and where their own steps are equal those that they started, pair by pair, until two differ. */
export async function deepComparison(a: RunName, b: RunName, { align, header }: Asking): Promise<DeepComparison> {
  let looked = 0;
  let isWhole = true;
  let isOpen = false;
  const lookAt = async (one: RunName, other: RunName, depth: number): Promise<DeepDifference | null> => {
    if (looked === mostPairs) {
      isWhole = false;
      return null;
    }
    looked += 1;
    const { counts, first_difference: row, rows } = await align(one, other);
    if (counts.open > 0) isOpen = true;
    const count = counts.changed + counts.only_a + counts.only_b;
    if (row !== null) return { a: one, b: other, depth, row, count };
    const [ofA, ofB] = await Promise.all([header(one), header(other)]);
    for (const pair of startedPairs(rows, startedByStep(ofA), startedByStep(ofB))) {
      if (pair.a === undefined || pair.b === undefined) return { ...pair, depth: depth + 1, row: null, count: 0 };
      const found = await lookAt(pair.a, pair.b, depth + 1);
      if (found !== null || !isWhole) return found;
    }
    return null;
  };
  const difference = await lookAt(a, b, 0);
  return { difference, isWhole, isOpen };
}

type Started = ReturnType<typeof startedByStep>;

/** The runs that equal steps started, in pairs: not those of steps before a fork, nor of steps that one side has not come to. */
function startedPairs(rows: readonly AlignedRow[], a: Started, b: Started): readonly ChildPair[] {
  return rows.flatMap((row) => {
    if (row.kind !== "same" || row.a === null || row.b === null) return [];
    const [firstA, firstB] = [row.a.sequence_id, row.b.sequence_id];
    const offsets = [...[...a.keys()].map((step) => step - firstA), ...[...b.keys()].map((step) => step - firstB)];
    return [...new Set(offsets)]
      .filter((offset) => offset >= 0 && offset < row.count)
      .toSorted((one, other) => one - other)
      .flatMap((offset) => childPairs(a.get(firstA + offset), b.get(firstB + offset)));
  });
}

/** What is known of two runs, in words; `undefined`: nothing yet. */
export function deepText(found: DeepComparison | undefined): string {
  if (found === undefined) return "comparing …";
  const { difference, isWhole, isOpen } = found;
  if (difference === null) {
    if (!isWhole) return `equal in the ${mostPairs} runs that were looked at`;
    return isOpen ? "no difference so far" : "equal";
  }
  const { a, b, depth, row, count } = difference;
  if (a === undefined || b === undefined) {
    return `only ${a === undefined ? "B" : "A"} has ${depth === 1 ? "one more child run" : "one more child run further inside"}`;
  }
  const step = row?.a ?? row?.b;
  const where = step === null || step === undefined ? "" : `, the first is step ${step.sequence_id}, ${step.action}`;
  const inside = ["", "in a child run: ", "in a child of a child run: "][depth] ?? "in a child run further inside: ";
  return `${inside}${countText(count)} ${count === 1 ? "step differs" : "steps differ"}${where}`;
}
