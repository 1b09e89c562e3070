import type { Interval } from "../run-clock.ts";
import type { StepColumns } from "../step-columns.ts";
import type { RowList } from "./row-list.ts";

/**
 * When the steps of some rows ran: what their bars are scaled by. The rows are taken in blocks, so that the bars do not move with each
 * row that comes into sight.
 *
 * @param block - So many rows are one.
 */
export function intervalsOfRows(
  list: RowList,
  steps: StepColumns,
  { from, to, block }: { readonly from: number; readonly to: number; readonly block: number },
): readonly Interval[] {
  const first = Math.floor(from / block) * block;
  const last = Math.min(list.length, Math.ceil((to + 1) / block) * block) - 1;
  const intervals: Interval[] = [];
  for (let index = Math.max(0, first); index <= last; index += 1) {
    const row = list.at(index);
    if (row?.kind === "step") intervals.push(steps.timesAt(row.n));
    if (row?.kind !== "repeats") continue;
    const { startedMs } = steps.timesAt(row.n);
    const end = steps.timesAt(row.last);
    intervals.push({
      startedMs,
      durationMs: end.durationMs === null ? null : end.startedMs + end.durationMs - startedMs,
    });
  }
  return intervals.toSorted((one, other) => one.startedMs - other.startedMs);
}
