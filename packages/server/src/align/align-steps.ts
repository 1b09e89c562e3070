import { type AlignedRow, type AlignedStep, commonSubsequence, type Match } from "@burrjs/protocol";
import type { StepMark } from "./step-marks.ts";
import { textNumber } from "./text-number.ts";

/** Which of two applications are under way. */
export interface UnderWay {
  readonly a: boolean;
  readonly b: boolean;
}

const none: UnderWay = { a: false, b: false };

/**
 * Puts the steps of two applications beside each other: an equal beginning and end, between them the longest sequence of the
 * same calls, between those the longest sequence of the same actions.
 *
 * @param a - The steps of one.
 * @param b - The steps of the other.
 * @param underWay - Of one that is, the last step may be open, and steps that the other has behind it may still come.
 * @returns The rows. Neighbours of one kind are one row, but for changed ones.
 */
export function alignSteps(a: readonly StepMark[], b: readonly StepMark[], underWay = none): readonly AlignedRow[] {
  const isOpen = (mark: StepMark | undefined, side: "a" | "b"): boolean =>
    underWay[side] && mark?.outcome === undefined && mark === { a, b }[side].at(-1);
  const rows: AlignedRow[] = [];
  const calls = matchesOf(a, b, ({ call }) => call);
  for (const { from, to, match } of gapsOf(calls, [a.length, b.length])) {
    const inner = matchesOf(a.slice(from[0], to[0]), b.slice(from[1], to[1]), ({ action }) => textNumber(action));
    for (const gap of gapsOf(inner, [to[0] - from[0], to[1] - from[1]])) {
      for (let n = gap.from[0]; n < gap.to[0]; n += 1) rows.push(rowOf("only_a", stepAt(a, from[0] + n), null));
      for (let n = gap.from[1]; n < gap.to[1]; n += 1) rows.push(rowOf("only_b", null, stepAt(b, from[1] + n)));
      if (gap.match !== undefined) {
        rows.push(rowOf("changed", stepAt(a, from[0] + gap.match[0]), stepAt(b, from[1] + gap.match[1])));
      }
    }
    if (match === undefined) continue;
    const [one, other] = [a[match[0]], b[match[1]]];
    const ended = endsAlike(one, other) ? "same" : "changed";
    const kind = isOpen(one, "a") || isOpen(other, "b") ? "open" : ended;
    rows.push(rowOf(kind, stepAt(a, match[0]), stepAt(b, match[1])));
  }
  return folded(withAwaited(rows, underWay));
}

/** The rows, those at the end that an application under way has not come to yet as open ones. */
function withAwaited(rows: readonly AlignedRow[], underWay: UnderWay): readonly AlignedRow[] {
  const isOfA = rows.at(-1)?.kind === "only_a";
  const [kind, aside] = isOfA ? (["only_a", "only_b"] as const) : (["only_b", "only_a"] as const);
  const first = rows.findLastIndex((row) => row.kind !== kind) + 1;
  // Where each has gone its own way, they are no steps that both will have.
  if (!underWay[isOfA ? "b" : "a"] || rows[first - 1]?.kind === aside) return rows;
  return rows.map((row, index) => (index < first ? row : { ...row, kind: "open" }));
}

function endsAlike(a: StepMark | undefined, b: StepMark | undefined): boolean {
  if (a?.outcome !== b?.outcome) return false;
  return a?.changes === undefined || b?.changes === undefined || a.changes === b.changes;
}

/**
 * Puts neighbours of one kind into one row.
 *
 * @param rows - The rows.
 * @returns Fewer of them.
 */
export function folded(rows: readonly AlignedRow[]): readonly AlignedRow[] {
  const result: AlignedRow[] = [];
  for (const row of rows) {
    const last = result.at(-1);
    if (last !== undefined && isFoldable(last, row)) {
      result[result.length - 1] = { ...last, count: last.count + row.count };
    } else result.push(row);
  }
  return result;
}

function isFoldable(one: AlignedRow, other: AlignedRow): boolean {
  const isOfSameSides = (one.a === null) === (other.a === null) && (one.b === null) === (other.b === null);
  return one.kind === other.kind && isOfSameSides && one.kind !== "changed";
}

function matchesOf(
  a: readonly StepMark[],
  b: readonly StepMark[],
  numberOf: (mark: StepMark) => number,
): readonly Match[] {
  const [one, other] = [a.map(numberOf), b.map(numberOf)];
  const shorter = Math.min(one.length, other.length);
  let begin = 0;
  while (begin < shorter && one[begin] === other[begin]) begin += 1;
  let end = 0;
  while (end < shorter - begin && one[one.length - 1 - end] === other[other.length - 1 - end]) end += 1;
  const middle = commonSubsequence(one.slice(begin, one.length - end), other.slice(begin, other.length - end));
  return [
    ...Array.from({ length: begin }, (_, n): Match => [n, n]),
    ...middle.map(([i, j]): Match => [begin + i, begin + j]),
    ...Array.from({ length: end }, (_, n): Match => [one.length - end + n, other.length - end + n]),
  ];
}

interface Gap {
  readonly from: Match;
  readonly to: Match;
  /** What follows it. */
  readonly match: Match | undefined;
}

function gapsOf(matches: readonly Match[], ends: Match): readonly Gap[] {
  let from: Match = [0, 0];
  return [...matches, undefined].map((match) => {
    const gap = { from, to: match ?? ends, match };
    if (match !== undefined) from = [match[0] + 1, match[1] + 1];
    return gap;
  });
}

function rowOf(kind: AlignedRow["kind"], a: AlignedStep | null, b: AlignedStep | null): AlignedRow {
  return { kind, a, b, count: 1 };
}

function stepAt(marks: readonly StepMark[], n: number): AlignedStep | null {
  const mark = marks[n];
  return mark === undefined ? null : { n, sequence_id: mark.sequence_id, action: mark.action };
}
