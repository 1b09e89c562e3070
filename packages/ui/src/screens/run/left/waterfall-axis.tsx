import { type PointerEvent, type Ref, useState } from "react";
import { durationText } from "../../../format/quantities.ts";
import type { RunClock } from "../../../model/run-clock.ts";
import { type AxisTick, tickText } from "../../../model/waterfall/axis-ticks.ts";
import type { TimeWindow } from "../../../model/waterfall/time-window.ts";
import styles from "./waterfall.module.css";

interface WaterfallAxisProps {
  readonly clock: RunClock;
  readonly window: TimeWindow;
  readonly ticks: readonly AxisTick[];
  readonly width: number;
  readonly areaRef: Ref<HTMLDivElement>;
  /** A stretch of the axis was chosen. */
  readonly onBrush: (window: TimeWindow) => void;
  /** A moment was clicked at: of the clock. */
  readonly onPoint: (shownMs: number) => void;
}

const characterWidth = 6.7;
/** Less is a click. */
const leastBrush = 4;

/** The axis of the waterfall: round times, and folded ones. Dragging on it chooses a part of the time. */
export function WaterfallAxis({ clock, window, ticks, width, areaRef, onBrush, onPoint }: WaterfallAxisProps) {
  const [brush, setBrush] = useState<{ readonly from: number; readonly to: number } | undefined>(undefined);
  const length = window.to - window.from;
  const stepMs = ticks.reduce(
    (least, tick, index) =>
      index === 0 ? least : Math.min(least, tick.sinceStartMs - (ticks[index - 1]?.sinceStartMs ?? 0)),
    Number.POSITIVE_INFINITY,
  );
  const folds = foldLabels(clock, window, width);
  const isOnFold = (from: number, to: number): boolean => folds.some((fold) => from < fold.to && to > fold.from);
  // A mark that has no room for its text has none at all: half a number is another number.
  const texts = ticks
    .map(({ at, sinceStartMs }) => ({
      at: at * width,
      sinceStartMs,
      text: tickText(sinceStartMs, Number.isFinite(stepMs) ? stepMs : Math.max(1, length)),
    }))
    .filter(({ at, text }) => !isOnFold(at, at + textWidth(text)) && (at + textWidth(text) <= width || at === 0));
  const timeAt = (pixels: number): number =>
    window.from + (Math.min(width, Math.max(0, pixels)) / Math.max(1, width)) * length;
  const placeOf = (event: PointerEvent): number => event.clientX - event.currentTarget.getBoundingClientRect().left;
  const onPointerUp = (): void => {
    if (brush === undefined) return;
    setBrush(undefined);
    const [from, to] = brush.from < brush.to ? [brush.from, brush.to] : [brush.to, brush.from];
    if (to - from < leastBrush) onPoint(timeAt(from));
    else onBrush({ from: timeAt(from), to: timeAt(to) });
  };
  return (
    <div
      ref={areaRef}
      className={styles["axis"]}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        setBrush({ from: placeOf(event), to: placeOf(event) });
      }}
      onPointerMove={(event) => {
        const to = placeOf(event);
        if (brush !== undefined) setBrush({ from: brush.from, to });
      }}
      onPointerUp={onPointerUp}
      onPointerCancel={() => setBrush(undefined)}
    >
      {folds.map(({ from, to, text }) => (
        <span
          key={from}
          className={styles["fold"]}
          style={{ left: from, width: to - from }}
          title={`${text} in which nothing ran`}
        >
          {text}
        </span>
      ))}
      {texts.map(({ at, sinceStartMs, text }) => (
        <span key={sinceStartMs} className={styles["tick"]} style={{ left: at }}>
          {text}
        </span>
      ))}
      {brush !== undefined && (
        <span
          className={styles["brush"]}
          style={{ left: Math.min(brush.from, brush.to), width: Math.abs(brush.to - brush.from) }}
        />
      )}
    </div>
  );
}

function textWidth(text: string): number {
  return text.length * characterWidth + 6;
}

/** How long folded times are, where they are. Where there are too many, some have no label. */
function foldLabels(
  clock: RunClock,
  window: TimeWindow,
  width: number,
): readonly { readonly from: number; readonly to: number; readonly text: string }[] {
  const scale = width / (window.to - window.from);
  const labels: { readonly from: number; readonly to: number; readonly text: string }[] = [];
  for (const { atMs, lengthMs } of clock.folds) {
    const middle = (clock.toShown(atMs + lengthMs / 2) - window.from) * scale;
    const text = durationText(lengthMs);
    const half = textWidth(text) / 2;
    if (middle < 0 || middle > width || middle - half < (labels.at(-1)?.to ?? 0)) continue;
    labels.push({ from: middle - half, to: middle + half, text });
  }
  return labels;
}
