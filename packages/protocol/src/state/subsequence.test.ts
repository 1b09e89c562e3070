import fc from "fast-check";
import { expect, it } from "vitest";
import { commonSubsequence } from "./subsequence.ts";

/** The length of the longest common subsequence, by the book. */
function longestLength(one: readonly number[], other: readonly number[]): number {
  let row = Array.from({ length: other.length + 1 }, () => 0);
  for (const number of one) {
    const next = [0];
    for (const [at, candidate] of other.entries()) {
      next.push(number === candidate ? row[at]! + 1 : Math.max(row[at + 1]!, next[at]!));
    }
    row = next;
  }
  return row.at(-1)!;
}

const numbers = fc.array(fc.nat(4), { maxLength: 20 });

function expectMatches(one: readonly number[], other: readonly number[]): void {
  let last = [-1, -1] as readonly [number, number];
  for (const [i, j] of commonSubsequence(one, other)) {
    expect(one[i]).toBe(other[j]);
    expect(i > last[0] && j > last[1]).toBe(true);
    last = [i, j];
  }
}

it("finds the longest common subsequence", () => {
  fc.assert(
    fc.property(numbers, numbers, (one, other) => {
      expectMatches(one, other);
      expect(commonSubsequence(one, other)).toHaveLength(longestLength(one, other));
    }),
  );
});

it("finds equal numbers in the order of both lists where they differ much", () => {
  fc.assert(
    fc.property(fc.nat(1000), fc.nat(1000), (one, other) => {
      const list = (factor: number): readonly number[] => Array.from({ length: 1200 }, (_, at) => (at * factor) % 1201);
      expectMatches(list(one), list(other));
    }),
    { numRuns: 20 },
  );
});

it("finds what lists that differ much have in common around numbers that both have once", () => {
  const noise = (from: number): readonly number[] => Array.from({ length: 600 }, (_, at) => from + at);
  const shared = [7, 1, 7];
  const one = [...noise(10_000), ...shared, ...noise(20_000), 7];
  const other = [7, ...noise(30_000), ...shared, ...noise(40_000)];
  expect(commonSubsequence(one, other)).toEqual([
    [600, 601],
    [601, 602],
    [602, 603],
  ]);
});
