import { commonSubsequence } from "@burrjs/protocol";

/** Items of a list that are not in the other one, between items that both have: from the first one to before the last one. */
export interface Gap {
  readonly before: readonly [from: number, to: number];
  readonly after: readonly [from: number, to: number];
}

type Items = readonly unknown[];

/** As many items may be in one of the lists alone before the best way is no longer looked for, which takes the square of it. */
const mostDifferences = 32;

/** Where two lists differ, in order: between runs of items that are the very same in both. */
export function listGaps(before: Items, after: Items): readonly Gap[] {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && Object.is(before[start], after[start])) start += 1;
  let same = 0;
  while (same < shorter - start && Object.is(before.at(-1 - same), after.at(-1 - same))) same += 1;
  const rest = { before: [start, before.length - same], after: [start, after.length - same] } as const;
  return rest.before[0] === rest.before[1] || rest.after[0] === rest.after[1] ? [rest] : gapsIn(rest, before, after);
}

/** The same within a part of both lists, each of which has items. */
function gapsIn(rest: Gap, before: Items, after: Items): readonly Gap[] {
  const numbers = new Map<unknown, number>();
  const numbered = before.slice(...rest.before).map((item) => {
    const number = numbers.get(keyOf(item)) ?? numbers.size;
    numbers.set(keyOf(item), number);
    return number;
  });
  // What is in the second list alone has numbers that the first one does not have.
  const others = after.slice(...rest.after).map((item, index) => numbers.get(keyOf(item)) ?? -1 - index);
  const gaps: Gap[] = [];
  let [i, j] = [rest.before[0], rest.after[0]];
  const end = [numbered.length, others.length] as const;
  for (const [nextI, nextJ] of [...commonSubsequence(numbered, others, mostDifferences), end]) {
    const gap: Gap = { before: [i, rest.before[0] + nextI], after: [j, rest.after[0] + nextJ] };
    if (gap.before[1] > i || gap.after[1] > j) gaps.push(gap);
    [i, j] = [gap.before[1] + 1, gap.after[1] + 1];
  }
  return gaps;
}

const negativeZero = Symbol("-0");

/** Maps take 0 and -0 for the same. */
function keyOf(item: unknown): unknown {
  return Object.is(item, -0) ? negativeZero : item;
}
