import { commonSubsequence } from "@burrjs/protocol";

/** Steps of two runs side by side; absent where one of them has none. The numbers are sequence ids. */
export interface AlignedStep {
  readonly action: string;
  readonly left?: number;
  readonly right?: number;
}

interface Step {
  readonly action: string;
  readonly id: number;
}

/** The steps of two runs side by side, so that as many actions as possible stand beside their like. */
export function alignActions(left: readonly Step[], right: readonly Step[]): AlignedStep[] {
  const numbers = new Map<string, number>();
  const numberOf = ({ action }: Step): number => {
    const number = numbers.get(action) ?? numbers.size;
    numbers.set(action, number);
    return number;
  };
  const aligned: AlignedStep[] = [];
  let [row, column] = [0, 0];
  const apartUpTo = (toRow: number, toColumn: number): void => {
    for (const { action, id } of left.slice(row, toRow)) aligned.push({ action, left: id });
    for (const { action, id } of right.slice(column, toColumn)) aligned.push({ action, right: id });
    [row, column] = [toRow, toColumn];
  };
  for (const [before, after] of commonSubsequence(left.map(numberOf), right.map(numberOf))) {
    apartUpTo(before, after);
    const [one, other] = [left[before], right[after]];
    if (one !== undefined && other !== undefined) aligned.push({ action: one.action, left: one.id, right: other.id });
    [row, column] = [before + 1, after + 1];
  }
  apartUpTo(left.length, right.length);
  return aligned;
}
