import { visibleText } from "../../format/visible-text.ts";
import type { StreamLane } from "./stream-lanes.ts";
import type { StreamTiming } from "./stream-timing.ts";

/** A place where a stream stood still. */
export interface StallRow {
  /** The item that it waited for. */
  readonly index: number;
  readonly gapMs: number;
  /** When that item came, in milliseconds since the stream was opened. */
  readonly atMs: number;
  /** How the item begins; "" where there is nothing to see. */
  readonly text: string;
}

const longestText = 18;

/** The places where a stream stood still, in their order: at most so many, and the longest ones if there are more. */
export function stallRows(
  stalls: readonly number[],
  {
    timing,
    lanes,
    most,
  }: { readonly timing: StreamTiming; readonly lanes: readonly StreamLane[]; readonly most: number },
): readonly StallRow[] {
  const gap = (index: number): number => timing.gapMs[index] ?? 0;
  const kept = stalls
    .toSorted((one, other) => gap(other) - gap(one))
    .slice(0, most)
    .toSorted((one, other) => one - other);
  const wanted = new Set(kept);
  const texts = new Map<number, string>();
  for (const { pieces } of lanes) for (const { index, text } of pieces) if (wanted.has(index)) texts.set(index, text);
  return kept.map((index) => ({
    index,
    gapMs: gap(index),
    atMs: timing.atMs[index] ?? 0,
    text: shortened(texts.get(index) ?? ""),
  }));
}

/** The stall to go to from `seen` items on: the next one, or the one before; around the end. `undefined`: there are none. */
export function stallFrom(stalls: readonly number[], seen: number, direction: 1 | -1): number | undefined {
  const here = seen - 1;
  return direction === 1
    ? (stalls.find((index) => index > here) ?? stalls[0])
    : (stalls.findLast((index) => index < here) ?? stalls.at(-1));
}

const characters = new Intl.Segmenter();

function shortened(text: string): string {
  const core = text.trim().replaceAll(/\s+/g, " ");
  let end = 0;
  let count = 0;
  for (const { index, segment } of characters.segment(core)) {
    if (count === longestText) return visibleText(`${core.slice(0, end)}…`);
    end = index + segment.length;
    count += 1;
  }
  return visibleText(core);
}
