import { durationText } from "../../../../format/quantities.ts";
import { type GapLimits, gapTone, type StreamTiming } from "../../../../model/stream/stream-timing.ts";

const words = { usual: "", slow: ", slow", stalled: ", a stall" } as const;

/** What there is to say of an item: `item 41 at 2.31 s, 480 ms after the one before, a stall`. */
export function itemFacts(timing: StreamTiming, index: number, limits: GapLimits): string {
  const at = durationText(timing.atMs[index]);
  if (index === 0) return `item 1 at ${at}, the first`;
  return `item ${index + 1} at ${at}, ${durationText(timing.gapMs[index])} after the one before${words[gapTone(timing, index, limits)]}`;
}
