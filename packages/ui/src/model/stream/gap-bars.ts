import type { GapLimits, GapTone, StreamTiming } from "./stream-timing.ts";
import { gapTone } from "./stream-timing.ts";

/** A bar of the chart of gaps: one item, or several where there is no room for a bar each. */
export interface GapBar {
  /** From the left, in pixels. */
  readonly left: number;
  readonly width: number;
  /** From 0 to 1. */
  readonly tall: number;
  /** Of the longest gap in it; the wait for the first item has a tone of its own. */
  readonly tone: GapTone | "first";
}

const leastMs = 0.5;

/** How tall a gap is drawn, from 0 to 1: by the logarithm, since gaps differ by orders of magnitude. */
export function gapTallness(gapMs: number, longestMs: number): number {
  const whole = Math.log10(Math.max(longestMs, 10) / leastMs);
  return Math.max(0, Math.min(1, Math.log10(Math.max(gapMs, leastMs) / leastMs) / whole));
}

/** What the top of the chart stands for: the longest gap, or the limit of stalls if all gaps are shorter. */
export function chartTopMs({ gapMs }: StreamTiming, { stalledMs }: GapLimits): number {
  return gapMs.reduce((longest, gap) => Math.max(longest, gap), stalledMs * 1.25);
}

/** The bars of the chart of gaps, for a chart of this width in pixels. */
export function gapBars(timing: StreamTiming, limits: GapLimits, width: number): readonly GapBar[] {
  const { length, gapMs } = timing;
  const topMs = chartTopMs(timing, limits);
  const count = Math.min(length, Math.max(1, Math.floor(width / 2)));
  const step = Math.min(14, width / Math.max(1, count));
  return Array.from({ length: count }, (_, place): GapBar => {
    const from = Math.floor((place * length) / count);
    const to = Math.max(from + 1, Math.floor(((place + 1) * length) / count));
    let longest = from;
    for (let index = from + 1; index < to; index += 1) if ((gapMs[index] ?? 0) > (gapMs[longest] ?? 0)) longest = index;
    return {
      left: place * step,
      width: step > 3 ? step - 1 : Math.max(1, step * 0.75),
      tall: gapTallness(gapMs[longest] ?? 0, topMs),
      tone: longest === 0 ? "first" : gapTone(timing, longest, limits),
    };
  });
}

/** How wide the bars of all items are together, in a chart of this width: a short stream does not fill it. */
export function barsWidth(length: number, width: number): number {
  return Math.min(width, length * 14);
}

/** The item at a place of the chart, in pixels from the left; the nearest one beside the chart. */
export function itemAt(length: number, width: number, left: number): number {
  const wide = barsWidth(length, width);
  return Math.max(0, Math.min(length - 1, Math.floor((left / Math.max(1, wide)) * length)));
}
