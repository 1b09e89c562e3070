import type { AlignedRow, AlignedStep, Alignment, RunHeader } from "@burrjs/protocol";
import type { RunRef, RunView } from "../store/store.ts";
import { alignSteps, folded } from "./align-steps.ts";
import { stepMarks, type StepMark } from "./step-marks.ts";

/**
 * Puts two applications beside each other. When one was forked from the other, its steps go with those after the fork.
 *
 * @param a - One.
 * @param b - The other.
 * @returns Their rows.
 */
export async function alignRuns(a: RunView, b: RunView): Promise<Alignment> {
  const [headerA, headerB] = await Promise.all([a.header(), b.header()]);
  const [marksA, marksB] = [await stepMarks(a.records()), await stepMarks(b.records())];
  const [skipA, skipB] = [inheritedBy(headerB, a.ref, marksA), inheritedBy(headerA, b.ref, marksB)];
  const underWay = { a: isUnderWay(headerA), b: isUnderWay(headerB) };
  const rows = folded([
    ...inheritedRow(marksA, skipA, "a"),
    ...inheritedRow(marksB, skipB, "b"),
    ...alignSteps(marksA.slice(skipA), marksB.slice(skipB), underWay).map((row) => ({
      ...row,
      a: moved(row.a, skipA),
      b: moved(row.b, skipB),
    })),
  ]);
  const counts = { same: 0, changed: 0, only_a: 0, only_b: 0, inherited: 0, open: 0 };
  for (const row of rows) counts[row.kind] += row.count;
  const first = rows.find(({ kind }) => kind === "changed" || kind === "only_a" || kind === "only_b");
  return { rows, counts, first_difference: first === undefined ? null : { ...first, count: 1 } };
}

function isUnderWay({ status }: RunHeader): boolean {
  return status === "running" || status === "stalled";
}

/** How many steps of an application come before the fork that another one is. */
function inheritedBy({ parent }: RunHeader, { appId, partitionKey }: RunRef, marks: readonly StepMark[]): number {
  if (parent === null || parent.app_id !== appId || parent.partition_key !== partitionKey) return 0;
  const { sequence_id: forkedAt } = parent;
  if (forkedAt === null) return marks.length;
  return marks.findLastIndex(({ sequence_id: id }) => id <= forkedAt) + 1;
}

function inheritedRow(marks: readonly StepMark[], count: number, side: "a" | "b"): readonly AlignedRow[] {
  const [first] = marks;
  if (first === undefined || count === 0) return [];
  const step = { n: 0, sequence_id: first.sequence_id, action: first.action };
  return [{ kind: "inherited", a: side === "a" ? step : null, b: side === "b" ? step : null, count }];
}

function moved(step: AlignedStep | null, by: number): AlignedStep | null {
  return step === null ? null : { ...step, n: step.n + by };
}
