import { timeMs } from "@burrjs/protocol";
import { steadyMs } from "../index/log-clock.ts";
import type { Spot } from "./log-steps.ts";
import { type RowContext, startedMs } from "./step-row.ts";

/** Reads a time of a record, with its `m`, as milliseconds since 1970; `undefined`: it is none. */
export type TimeReader = (text: string, m?: number) => number | undefined;

/** Reads the times in a step: none of them is before the step began, also where the clock went back. */
export function stepClock(context: RowContext, { index, step }: Spot): TimeReader {
  const since = { ms: startedMs(context, index, step), us: index.steps.get("startedMark", step) };
  return (text, us = Number.NaN) => {
    const ms = timeMs(text, { zoneOffsetMinutes: context.zoneMinutes });
    return ms === undefined ? undefined : steadyMs(since, { ms, us });
  };
}
