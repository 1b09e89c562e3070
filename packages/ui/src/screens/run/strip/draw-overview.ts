import { type Overview, tallness } from "../../../model/overview.ts";
import { drawingOn } from "../../../parts/drawing-on.ts";

const tones = {
  plain: "--k-action",
  model: "--k-llm",
  stream: "--k-stream",
  failed: "--err",
  running: "--run",
} as const;
const laneHeight = 4;
const laneGap = 2;
/** From this height on there is room for the lanes of tokens and of chunks. */
const leastForLanes = 50;
/** How much of its colour is left of what is behind the playhead. */
const ahead = 0.4;
/** A block of more columns is paler below its upper edge: it would outshine the page. */
const mostForFull = 10;
const long = 0.45;
const edge = 2;

interface DrawOptions {
  readonly width: number;
  readonly height: number;
  /** Up to where, from 0 to 1, the run has come: what follows is paler. */
  readonly end: number;
  readonly columnWidth: number;
}

/** Draws the overview of a run, in the colours of the theme: bars for steps, and below them lanes for tokens and for chunks. */
export function drawOverview(canvas: HTMLCanvasElement, overview: Overview, options: DrawOptions): void {
  const { width, height, end, columnWidth } = options;
  const { columns, longestMs, mostTokens, mostChunks } = overview;
  const context = drawingOn(canvas, { width, height });
  if (context === null) return;
  const style = getComputedStyle(canvas);
  const colour = (name: string): string => style.getPropertyValue(name);
  const lanes =
    height < leastForLanes
      ? []
      : [
          { colour: colour("--k-llm"), most: mostTokens, of: "tokens" as const },
          { colour: colour("--k-stream"), most: mostChunks, of: "chunks" as const },
        ].filter(({ most }) => most > 0);
  const floor = height - lanes.length * (laneHeight + laneGap);
  const bars = Object.fromEntries(Object.entries(tones).map(([tone, name]) => [tone, colour(name)]));
  const lengths = blockLengths(columns);
  for (const [index, column] of columns.entries()) {
    if (column === undefined) continue;
    const x = index * columnWidth;
    const strength = index / columns.length > end ? ahead : 1;
    const tall = Math.max(2, tallness(column.durationMs, longestMs) * (floor - 4));
    context.fillStyle = bars[column.tone] ?? "";
    // A step that goes on is one block; between two there is a gap.
    const gap = column.begins ? 1 : 0;
    context.globalAlpha = strength * ((lengths[index] ?? 0) > mostForFull ? long : 1);
    context.fillRect(x + gap, floor - tall, columnWidth - gap, tall);
    context.globalAlpha = strength;
    context.fillRect(x + gap, floor - tall, columnWidth - gap, edge);
    for (const [lane, { colour: fill, most, of }] of lanes.entries()) {
      if (column[of] === 0) continue;
      context.globalAlpha = strength * (0.25 + 0.75 * Math.sqrt(column[of] / most));
      context.fillStyle = fill;
      context.fillRect(x, floor + laneGap + lane * (laneHeight + laneGap), columnWidth, laneHeight);
    }
  }
}

/** For each column, of how many the block is that it belongs to. */
function blockLengths(columns: Overview["columns"]): readonly number[] {
  const lengths: number[] = [];
  for (let first = 0; first < columns.length;) {
    let end = first + 1;
    while (columns[end]?.begins === false) end += 1;
    lengths.push(...Array.from({ length: end - first }, () => end - first));
    first = end;
  }
  return lengths;
}
