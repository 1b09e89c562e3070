import { type KeyboardEvent, type PointerEvent, useEffect, useLayoutEffect, useRef, useState } from "react";
import { barsWidth, itemAt } from "../../../../model/stream/gap-bars.ts";
import type { GapLimits, StreamTiming } from "../../../../model/stream/stream-timing.ts";
import { chartHeight, drawGaps } from "./draw-gaps.ts";
import { itemFacts } from "./item-facts.ts";
import type { Playhead } from "./use-playhead.ts";
import styles from "./stream.module.css";

/** Some items, both ends included. */
export interface ItemRange {
  readonly from: number;
  readonly to: number;
}

interface GapChartProps {
  readonly timing: StreamTiming;
  readonly limits: GapLimits;
  readonly playhead: Playhead;
  readonly selected: ItemRange | undefined;
  readonly onSelect: (range: ItemRange | undefined) => void;
  /** The item that the pointer is on. */
  readonly onPoint: (item: number | undefined) => void;
}

/** The gap before each item, on a logarithmic scale. A click moves the playhead there; dragging selects the text of the items. */
export function GapChart({ timing, limits, playhead, selected, onSelect, onPoint }: GapChartProps) {
  const { length } = timing;
  const box = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const head = useRef<HTMLDivElement>(null);
  const anchor = useRef<number | undefined>(undefined);
  const [width, setWidth] = useState(480);
  useEffect(() => {
    const element = box.current;
    if (element === null) return undefined;
    const observer = new ResizeObserver(() => setWidth(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  useEffect(() => {
    const draw = (): void => {
      if (canvas.current !== null) drawGaps(canvas.current, timing, { limits, width });
    };
    draw();
    const observer = new MutationObserver(draw);
    observer.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
    return () => observer.disconnect();
  }, [timing, limits, width]);
  const wide = barsWidth(length, width);
  const leftOf = (item: number): number => (item / Math.max(1, length)) * wide;
  useLayoutEffect(() => {
    const follow = (): void => {
      const seen = playhead.seen();
      if (head.current !== null) {
        head.current.style.left = `${leftOf(seen)}px`;
        head.current.hidden = !playhead.isInside();
      }
      box.current?.setAttribute("aria-valuenow", String(seen));
      box.current?.setAttribute(
        "aria-valuetext",
        seen === 0 ? "before the first item" : itemFacts(timing, seen - 1, limits),
      );
    };
    follow();
    return playhead.subscribe(follow);
  });
  const onPointer = (event: PointerEvent<HTMLDivElement>): void => {
    const item = itemAt(length, width, event.clientX - event.currentTarget.getBoundingClientRect().left);
    if (event.type === "pointerdown") {
      event.currentTarget.setPointerCapture(event.pointerId);
      anchor.current = item;
      onSelect(undefined);
    } else if (event.type === "pointerup") {
      if (anchor.current === item) playhead.goTo(item);
      anchor.current = undefined;
    } else if (anchor.current !== undefined && anchor.current !== item) {
      onSelect({ from: Math.min(anchor.current, item), to: Math.max(anchor.current, item) });
    }
    onPoint(item);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const by = {
      ArrowLeft: -1,
      ArrowDown: -1,
      ArrowRight: 1,
      ArrowUp: 1,
      PageDown: -10,
      PageUp: 10,
      Home: -length,
      End: length,
    }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    playhead.goBy(by);
  };
  return (
    <div
      ref={box}
      className={styles["chart"]}
      style={{ height: chartHeight }}
      role="slider"
      tabIndex={0}
      aria-label="Item of the stream"
      aria-valuemin={0}
      aria-valuemax={length}
      aria-valuenow={length}
      onPointerDown={onPointer}
      onPointerMove={onPointer}
      onPointerUp={onPointer}
      onPointerLeave={() => onPoint(undefined)}
      onKeyDown={onKeyDown}
    >
      <canvas ref={canvas} className={styles["bars"]} aria-hidden />
      {selected !== undefined && (
        <div
          className={styles["brush"]}
          style={{ left: leftOf(selected.from), width: leftOf(selected.to + 1) - leftOf(selected.from) }}
        />
      )}
      <div ref={head} className={styles["head"]} hidden />
    </div>
  );
}
