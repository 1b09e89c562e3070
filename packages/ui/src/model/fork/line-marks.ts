import { lineDiff } from "../text/text-diff.ts";

/** Which lines of two texts differ, counted from 0. */
export interface LineMarks {
  readonly before: ReadonlySet<number>;
  readonly after: ReadonlySet<number>;
}

const none: LineMarks = { before: new Set(), after: new Set() };
const mostLength = 100_000;

/** The lines that differ; of long texts none are told. */
export function lineMarks(before: string, after: string): LineMarks {
  if (before === after || before.length + after.length > mostLength) return none;
  const [gone, added] = [new Set<number>(), new Set<number>()];
  let [one, other] = [0, 0];
  for (const { kind } of lineDiff(before, after)) {
    if (kind !== "add") one += 1;
    if (kind !== "remove") other += 1;
    if (kind === "remove") gone.add(one - 1);
    if (kind === "add") added.add(other - 1);
  }
  return { before: gone, after: added };
}
