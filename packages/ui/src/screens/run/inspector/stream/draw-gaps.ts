import { chartTopMs, gapBars, gapTallness } from "../../../../model/stream/gap-bars.ts";
import { drawingOn } from "../../../../parts/drawing-on.ts";
import type { GapLimits, StreamTiming } from "../../../../model/stream/stream-timing.ts";

/** How tall the chart is, in pixels. */
export const chartHeight = 44;

const tones = { usual: "--k-custom", slow: "--warn", stalled: "--err", first: "--k-stream" } as const;

/** Draws a bar for the gap before each item, and lines where gaps begin to be slow, and stalls. In the colours of the theme. */
export function drawGaps(
  canvas: HTMLCanvasElement,
  timing: StreamTiming,
  { limits, width }: { readonly limits: GapLimits; readonly width: number },
): void {
  const context = drawingOn(canvas, { width, height: chartHeight });
  if (context === null) return;
  const style = getComputedStyle(canvas);
  const topMs = chartTopMs(timing, limits);
  const room = chartHeight - 3;
  for (const { left, width: wide, tall, tone } of gapBars(timing, limits, width)) {
    const height = Math.max(1, tall * room);
    context.globalAlpha = tone === "usual" ? 0.55 : 1;
    context.fillStyle = style.getPropertyValue(tones[tone]);
    context.fillRect(left, chartHeight - height, wide, height);
  }
  context.globalAlpha = 0.6;
  context.setLineDash([2, 3]);
  for (const [ms, token] of [
    [limits.slowMs, tones.slow],
    [limits.stalledMs, tones.stalled],
  ] as const) {
    const y = Math.round(chartHeight - gapTallness(ms, topMs) * room) - 0.5;
    context.strokeStyle = style.getPropertyValue(token);
    context.beginPath();
    context.moveTo(0, y);
    context.lineTo(width, y);
    context.stroke();
  }
}
