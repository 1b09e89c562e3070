import type { RowLook } from "../../../model/rows/described-row.ts";
import type { Bar } from "../../../model/waterfall/bars.ts";
import { drawingOn } from "../../../parts/drawing-on.ts";

/** A bar with what it looks like. */
export interface DrawnBar extends Bar {
  /** The middle of its row, from the top of the drawing, and its height. */
  readonly y: number;
  readonly height: number;
  readonly look: RowLook | "failed";
  readonly isRunning: boolean;
  readonly isFaded: boolean;
  /** Of many steps: how their durations differ, as columns from 0 to 1. */
  readonly spread: readonly number[] | undefined;
  readonly isError: boolean;
  /** What stands beside it. */
  readonly text: string;
}

/** What is drawn, in pixels. */
export interface BarsDrawing {
  readonly width: number;
  readonly height: number;
  readonly bars: readonly DrawnBar[];
  readonly ticks: readonly number[];
  /** Where names stand above their bars, marks are drawn beside the bars alone. */
  readonly isNarrow: boolean;
  /** Where time is folded. */
  readonly folds: readonly { readonly left: number; readonly width: number }[];
  /** Whether what runs is striped. */
  readonly hasStripes: boolean;
}

const tokens: Readonly<Record<DrawnBar["look"], string>> = {
  action: "--k-action",
  llm: "--k-llm",
  tool: "--k-tool",
  data: "--k-data",
  http: "--k-http",
  stream: "--k-stream",
  custom: "--k-custom",
  child: "--k-custom",
  fork: "--k-custom",
  failed: "--err",
};

/** Draws bars of rows along the time, in the colours of the theme. */
export function drawBars(
  canvas: HTMLCanvasElement,
  { width, height, bars, ticks, isNarrow, folds, hasStripes }: BarsDrawing,
): void {
  const context = drawingOn(canvas, { width, height });
  if (context === null) return;
  const style = getComputedStyle(canvas);
  const colour = (token: string): string => style.getPropertyValue(token).trim();
  context.fillStyle = colour("--border-subtle");
  const bands = isNarrow ? bars.map(({ y }) => [y - 9, 18] as const) : [[0, height] as const];
  for (const at of ticks) for (const [top, tall] of bands) context.fillRect(Math.round(at), top, 1, tall);
  for (const fold of folds)
    drawFold(context, fold, { height, line: colour("--border-control"), bed: colour("--bg-sunken") });
  context.font = `400 11px ${colour("--mono") || "monospace"}`;
  context.textBaseline = "middle";
  const [muted, ink, surface] = [colour("--text-muted"), colour("--text-primary"), colour("--bg-surface")];
  for (const bar of bars) {
    context.globalAlpha = bar.isFaded ? 0.4 : 1;
    drawBar(context, bar, { tone: colour(tokens[bar.look]), ink, surface, width, hasStripes });
    drawText(context, bar, { width, muted, error: colour("--err") });
  }
  context.globalAlpha = 1;
}

interface Paint {
  readonly tone: string;
  readonly ink: string;
  readonly surface: string;
  readonly width: number;
  readonly hasStripes: boolean;
}

function drawBar(
  context: CanvasRenderingContext2D,
  bar: DrawnBar,
  { tone, ink, surface, width, hasStripes }: Paint,
): void {
  const top = Math.round(bar.y - bar.height / 2);
  if (bar.outside !== undefined) {
    // A small arrow says where to look for it.
    const [tip, back] = bar.outside === "left" ? [2, 7] : [width - 2, width - 7];
    context.fillStyle = tone;
    context.beginPath();
    context.moveTo(tip, bar.y);
    context.lineTo(back, bar.y - 4);
    context.lineTo(back, bar.y + 4);
    context.fill();
    return;
  }
  const whole = bar.right - bar.left;
  if (bar.spread !== undefined && whole > bar.spread.length) {
    drawSpread(context, bar, { columns: bar.spread, tone });
    return;
  }
  context.save();
  context.beginPath();
  context.roundRect(bar.left, top, whole, bar.height, Math.min(2, whole / 2));
  context.clip();
  for (const { kind, left, width: wide } of bar.pieces) {
    context.fillStyle = tone;
    context.fillRect(left, top, wide, bar.height);
    if (kind === "wait" || (bar.isRunning && hasStripes))
      hatch(context, { left, top, width: wide, height: bar.height, surface });
    if (kind === "reduce") wash(context, { left, top, width: wide, height: bar.height, paint: ink, alpha: 0.55 });
  }
  context.restore();
  if (bar.pieces.some(({ kind }) => kind === "wait")) {
    context.strokeStyle = tone;
    context.strokeRect(bar.left + 0.5, top + 0.5, Math.max(1, whole - 1), bar.height - 1);
  }
}

/** Columns on a pale bed: the steps that are one row. */
function drawSpread(
  context: CanvasRenderingContext2D,
  { left, right, y, height }: DrawnBar,
  { columns, tone }: { readonly columns: readonly number[]; readonly tone: string },
): void {
  const wide = (right - left) / columns.length;
  const bottom = Math.round(y + height / 2) + 2;
  wash(context, { left, top: bottom - 16, width: right - left, height: 16, paint: tone, alpha: 0.15 });
  context.fillStyle = tone;
  for (const [index, tall] of columns.entries()) {
    context.fillRect(left + index * wide, bottom - tall * 16, Math.max(1, wide * 0.8), tall * 16);
  }
}

interface Area {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

function wash(
  context: CanvasRenderingContext2D,
  { left, top, width, height, paint, alpha }: Area & { readonly paint: string; readonly alpha: number },
): void {
  const before = context.globalAlpha;
  context.globalAlpha = before * alpha;
  context.fillStyle = paint;
  context.fillRect(left, top, width, height);
  context.globalAlpha = before;
}

function hatch(
  context: CanvasRenderingContext2D,
  { left, top, width, height, surface }: Area & { readonly surface: string },
): void {
  context.strokeStyle = surface;
  context.lineWidth = 2;
  context.save();
  context.beginPath();
  context.rect(left, top, width, height);
  context.clip();
  context.beginPath();
  for (let at = Math.floor((left - height) / 6) * 6; at < left + width; at += 6) {
    context.moveTo(at, top + height);
    context.lineTo(at + height, top);
  }
  context.stroke();
  context.restore();
  context.lineWidth = 1;
}

function drawText(
  context: CanvasRenderingContext2D,
  { text, isError, outside, left, right, y }: DrawnBar,
  { width, muted, error }: { readonly width: number; readonly muted: string; readonly error: string },
): void {
  const said = `${isError ? "✕ " : ""}${text}`;
  if (said === "" || outside !== undefined) return;
  const room = context.measureText(said).width + 6;
  context.fillStyle = isError ? error : muted;
  const write = (at: number): void => {
    // Marks and folds would run through it.
    context.clearRect(at - 2, y - 8, room - 2, 16);
    context.fillText(said, at, y + 0.5);
  };
  if (right + room <= width) write(right + 6);
  else if (left - room >= 0) write(left - room);
  else if (isError) context.fillText("✕", Math.max(2, width - 12), y + 0.5);
}

function drawFold(
  context: CanvasRenderingContext2D,
  { left, width }: { readonly left: number; readonly width: number },
  { height, line, bed }: { readonly height: number; readonly line: string; readonly bed: string },
): void {
  context.fillStyle = bed;
  context.fillRect(left, 0, width, height);
  context.strokeStyle = line;
  context.globalAlpha = 0.7;
  for (const at of [left, left + width]) {
    context.beginPath();
    for (let y = 0, side = -1; y <= height + 6; y += 6, side = -side) context.lineTo(at + side * 2, y);
    context.stroke();
  }
  context.globalAlpha = 1;
}
