import { type PointerEvent, useRef, useState } from "react";
import { stepTicksOf, ticksOf } from "../../../model/overview.ts";
import type { StepColumns } from "../../../model/step-columns.ts";
import { tickText } from "../../../model/waterfall/axis-ticks.ts";
import styles from "./strip.module.css";

interface StripAxisProps {
  readonly steps: StepColumns;
  readonly lengthMs: number;
  readonly byStep: boolean;
  /** Both ends, from 0 to 1, of what was dragged over; `undefined`: take the range away. */
  readonly onRange: (range: readonly [number, number] | undefined) => void;
}

/** Smaller drags are clicks. */
const leastDrag = 0.004;

/** The axis of the strip: whoever drags along it filters the steps to that range; a double click shows all again. */
export function StripAxis({ steps, lengthMs, byStep, onRange }: StripAxisProps) {
  const began = useRef<number | undefined>(undefined);
  const [drag, setDrag] = useState<readonly [number, number] | undefined>(undefined);
  const shareOf = (event: PointerEvent<HTMLDivElement>): number => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    return Math.min(1, Math.max(0, (event.clientX - left) / Math.max(1, width)));
  };
  const ticks = byStep
    ? stepTicksOf(steps.length).map((n) => ({
        at: n / Math.max(1, steps.length),
        text: String(steps.at(n)?.sequenceId ?? ""),
      }))
    : marksOf(lengthMs);
  return (
    <div
      className={styles["axis"]}
      aria-hidden
      title="Drag to filter the steps to a range; double click to show all"
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        began.current = shareOf(event);
      }}
      onPointerMove={(event) => {
        if (began.current !== undefined)
          setDrag([Math.min(began.current, shareOf(event)), Math.max(began.current, shareOf(event))]);
      }}
      onPointerUp={() => {
        began.current = undefined;
        setDrag(undefined);
        if (drag !== undefined && drag[1] - drag[0] > leastDrag) onRange(drag);
      }}
      onDoubleClick={() => onRange(undefined)}
    >
      {ticks
        .filter(({ at }) => at < 0.97)
        .map(({ at, text }) => (
          <span key={at} style={{ left: `${at * 100}%` }}>
            {text}
          </span>
        ))}
      {drag !== undefined && (
        <div className={styles["drag"]} style={{ left: `${drag[0] * 100}%`, width: `${(drag[1] - drag[0]) * 100}%` }} />
      )}
    </div>
  );
}

/** The marks of an axis of times. */
function marksOf(lengthMs: number): readonly { readonly at: number; readonly text: string }[] {
  const ticks = ticksOf(lengthMs);
  return ticks.map((ms) => ({ at: ms / lengthMs, text: tickText(ms, ticks[1] ?? lengthMs) }));
}
