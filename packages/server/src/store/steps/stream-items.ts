import type { StreamPart } from "@burrjs/protocol";
import type { Spot } from "./log-steps.ts";
import type { RowContext } from "./step-row.ts";
import { stepLines } from "./step-lines.ts";
import { streamEntries } from "./step-streams.ts";

/** Which chunks. */
export interface StreamItemsOptions {
  /** Default: the last. */
  readonly attempt?: number;
  /** Default: 0. */
  readonly from?: number;
  /** Default: 1,000. */
  readonly limit?: number;
}

/** The chunks of a step that are in the log; none when it did not stream, or when they were not recorded. */
export async function streamItems(
  { view }: RowContext,
  { index, step }: Spot,
  { attempt, from = 0, limit = 1000 }: StreamItemsOptions,
): Promise<StreamPart> {
  const streams = streamEntries(index, step);
  const stream = attempt === undefined ? streams.at(-1) : streams.find((one) => one.attempt === attempt);
  const items: unknown[] = [];
  const gaps: number[] = [];
  let total = 0;
  let first = from;
  for await (const { record } of stepLines(view, index, stream?.chunks ?? [])) {
    if (record.type !== "stream_chunk") continue;
    total = Math.max(total, record.i + record.items.length);
    const skip = Math.max(0, from - record.i);
    if (skip >= record.items.length || items.length >= limit) continue;
    if (items.length === 0) first = record.i + skip;
    const taken = record.items.slice(skip, skip + limit - items.length);
    items.push(...taken);
    for (let at = 0; at < taken.length; at += 1) gaps.push(record.dt_us[skip + at] ?? 0);
  }
  return { items, dt_us: gaps, from: first, total };
}
