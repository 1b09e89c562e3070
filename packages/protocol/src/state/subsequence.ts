/** That the item at one position before is the item at another one after. */
export type Match = readonly [before: number, after: number];

/**
 * Pairs of equal numbers in two lists, in the order of both: the most that there are, or, where the lists have little in common, those
 * found around numbers that both have once. Up to `mostDifferences` items that only one of them has, the most are looked for.
 */
export function commonSubsequence(
  before: readonly number[],
  after: readonly number[],
  mostDifferences = 500,
): readonly Match[] {
  return longest(before, after, mostDifferences) ?? aroundAnchors(before, after);
}

/** By Myers' way: fast where lists differ little, however long they are. `undefined` where they differ much. */
function longest(
  before: readonly number[],
  after: readonly number[],
  mostDifferences: number,
): readonly Match[] | undefined {
  // `reached[k]`: how far in `before` one gets on the diagonal k (the position before less the one after) with d differences.
  const trace: ReadonlyMap<number, number>[] = [];
  let reached = new Map<number, number>([[1, 0]]);
  for (let d = 0; d <= Math.min(mostDifferences, before.length + after.length); d += 1) {
    trace.push(reached);
    const next = new Map<number, number>();
    for (let k = -d; k <= d; k += 2) {
      let i = startOn(k, d, reached);
      while (i < before.length && i - k < after.length && before[i] === after[i - k]) i += 1;
      next.set(k, i);
      if (i >= before.length && i - k >= after.length) return matchesOf(trace, before.length, after.length);
    }
    reached = next;
  }
  return undefined;
}

/** Where one comes to the diagonal k from one of its neighbours: by an item of `after` more, or one of `before`. */
function startOn(k: number, d: number, reached: ReadonlyMap<number, number>): number {
  return goesDown(k, d, reached) ? reach(reached, k + 1) : reach(reached, k - 1) + 1;
}

function goesDown(k: number, d: number, reached: ReadonlyMap<number, number>): boolean {
  return k === -d || (k !== d && reach(reached, k - 1) < reach(reached, k + 1));
}

function reach(reached: ReadonlyMap<number, number>, k: number): number {
  return reached.get(k) ?? 0;
}

/** Goes back from the ends of both lists. */
function matchesOf(
  trace: readonly ReadonlyMap<number, number>[],
  ...ends: readonly [number, number]
): readonly Match[] {
  const matches: Match[] = [];
  let [i, j] = ends;
  for (let d = trace.length - 1; d >= 0; d -= 1) {
    const reached = trace[d] ?? new Map<number, number>();
    const k = i - j;
    const start = startOn(k, d, reached);
    while (i > start) matches.push([--i, --j]);
    const down = goesDown(k, d, reached);
    i = reach(reached, down ? k + 1 : k - 1);
    j = i - (down ? k + 1 : k - 1);
  }
  return matches.toReversed();
}

function aroundAnchors(before: readonly number[], after: readonly number[]): readonly Match[] {
  const [onceBefore, onceAfter] = [positionsOfOnce(before), positionsOfOnce(after)];
  const anchors = [...onceBefore].flatMap(([number, i]): readonly Match[] => {
    const j = onceAfter.get(number);
    return j === undefined ? [] : [[i, j]];
  });
  const matches: Match[] = [];
  let [nextI, nextJ] = [0, 0];
  for (const [i, j] of increasing(anchors)) {
    if (i < nextI || j < nextJ) continue; // Found already, behind the one before.
    let back = 1;
    while (i - back >= nextI && j - back >= nextJ && before[i - back] === after[j - back]) back += 1;
    for (let k = back - 1; k >= 0; k -= 1) matches.push([i - k, j - k]);
    [nextI, nextJ] = [i + 1, j + 1];
    while (nextI < before.length && nextJ < after.length && before[nextI] === after[nextJ]) {
      matches.push([nextI++, nextJ++]);
    }
  }
  return matches;
}

function positionsOfOnce(numbers: readonly number[]): ReadonlyMap<number, number> {
  const positions = new Map<number, number>();
  const repeated = new Set<number>();
  for (const [at, number] of numbers.entries()) {
    if (positions.has(number)) repeated.add(number);
    else positions.set(number, at);
  }
  for (const number of repeated) positions.delete(number);
  return positions;
}

/** The most of these matches, which are in the order of `before`, that are in the order of `after` as well. */
export function increasing(matches: readonly Match[]): readonly Match[] {
  // `tails[n]`: which match ends an increasing sequence of n + 1 matches, the one with the smallest position after.
  const tails: number[] = [];
  const previous: number[] = [];
  const after = (match: number): number => matches[match]?.[1] ?? -1;
  for (const [at, [, position]] of matches.entries()) {
    let [low, high] = [0, tails.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (after(tails[middle] ?? -1) < position) low = middle + 1;
      else high = middle;
    }
    previous.push(tails[low - 1] ?? -1);
    tails[low] = at;
  }
  const found: Match[] = [];
  for (let at = tails.at(-1) ?? -1; at !== -1; at = previous[at] ?? -1) {
    const match = matches[at];
    if (match !== undefined) found.push(match);
  }
  return found.toReversed();
}
