import type { StepDetail } from "@burrjs/protocol";
import type { StepCells } from "../step-columns.ts";

/** The details of a step with as many items of the open stream as the list of steps knows of: it hears of them first. */
export function withChunks(detail: StepDetail, cells: Pick<StepCells, "n" | "chunks"> | undefined): StepDetail {
  const last = detail.streams.at(-1);
  if (last === undefined || last.ended_ms !== null || cells?.n !== detail.n || cells.chunks <= last.items)
    return detail;
  return { ...detail, streams: [...detail.streams.slice(0, -1), { ...last, items: cells.chunks }] };
}
