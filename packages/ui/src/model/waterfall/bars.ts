import type { RunClock } from "../run-clock.ts";
import type { BarPhase } from "./bar-phases.ts";
import type { TimeWindow } from "./time-window.ts";

/** A piece of a bar, in pixels from the left of the time column. */
interface BarPiece {
  readonly kind: BarPhase["kind"];
  readonly left: number;
  readonly width: number;
}

/** The bar of a row. */
export interface Bar {
  readonly pieces: readonly BarPiece[];
  readonly left: number;
  readonly right: number;
  /** On which side of the window it is, when nothing of it can be seen. */
  readonly outside: "left" | "right" | undefined;
}

/** Narrower bars could not be seen. */
const leastWidth = 2;

/**
 * Where the bar of a row is.
 *
 * @param width - Of the time column, in pixels.
 */
export function barOf(
  phases: readonly BarPhase[],
  { clock, window, width }: { readonly clock: RunClock; readonly window: TimeWindow; readonly width: number },
): Bar {
  const scale = width / Math.max(1e-9, window.to - window.from);
  const place = (atMs: number): number => (clock.toShown(atMs) - window.from) * scale;
  const from = place(phases[0]?.fromMs ?? 0);
  const to = Math.max(from, place(phases.at(-1)?.toMs ?? 0));
  // The last pixels belong to what happened at the very end.
  const left = Math.min(from, width - leastWidth);
  const right = Math.max(to, left + leastWidth);
  const outside = to < 0 ? ("left" as const) : from > width ? ("right" as const) : undefined;
  if (outside !== undefined) return { pieces: [], left: 0, right: 0, outside };
  const pieces: BarPiece[] = [];
  let at = left;
  for (const [index, { kind, toMs }] of phases.entries()) {
    const end = index === phases.length - 1 ? right : Math.min(right, Math.max(at, place(toMs)));
    const [begin, until] = [Math.max(-leastWidth, at), Math.min(width + leastWidth, end)];
    if (until > begin) pieces.push({ kind, left: begin, width: until - begin });
    at = end;
  }
  return { pieces, left: Math.max(0, left), right: Math.min(width, right), outside };
}
