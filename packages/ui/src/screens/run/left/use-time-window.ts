import { type RefObject, useEffect, useState } from "react";
import type { RunClock } from "../../../model/run-clock.ts";
import {
  isSameWindow,
  pannedWindow,
  type TimeWindow,
  windowAround,
  windowWith,
  withinRun,
  zoomedWindow,
} from "../../../model/waterfall/time-window.ts";

/** The part of the run that the waterfall shows. */
export interface ShownTime {
  readonly window: TimeWindow;
  readonly isWhole: boolean;
  readonly show: (window: TimeWindow) => void;
  readonly showAll: () => void;
  /** `at`: the moment that stays where it is, from 0 to 1. */
  readonly zoom: (factor: number, at?: number) => void;
  readonly pan: (share: number) => void;
  /** Shows something closely; if that is so already, the whole run. */
  readonly zoomTo: (target: TimeWindow) => void;
}

/**
 * What the waterfall shows of the time: the whole run, or a part of it. Ctrl and the wheel, or two fingers, zoom at the pointer; a
 * zoomed window goes along with what is selected.
 *
 * @param selected - What is selected, in time of the clock.
 */
export function useTimeWindow(
  clock: RunClock,
  {
    area,
    selected,
    selectedKey,
  }: {
    readonly area: RefObject<HTMLElement | null>;
    readonly selected: TimeWindow | undefined;
    readonly selectedKey: string;
  },
): ShownTime {
  const { lengthMs } = clock;
  // Of another clock nothing is kept: its times mean something else.
  const [zoomed, setZoomed] = useState<{ readonly window: TimeWindow; readonly folds: RunClock["folds"] } | undefined>(
    undefined,
  );
  const whole = { from: 0, to: lengthMs };
  const kept =
    zoomed !== undefined && zoomed.folds.length === clock.folds.length ? withinRun(zoomed.window, lengthMs) : undefined;
  const window = kept ?? whole;
  const show = (next: TimeWindow): void =>
    setZoomed(isSameWindow(next, whole) ? undefined : { window: next, folds: clock.folds });
  const zoom = (factor: number, at = 0.5): void => show(zoomedWindow(window, { at, factor, lengthMs }));
  const pan = (share: number): void => show(pannedWindow(window, share, lengthMs));

  const [shownKey, setShownKey] = useState(selectedKey);
  if (shownKey !== selectedKey) {
    setShownKey(selectedKey);
    if (kept !== undefined && selected !== undefined) show(windowWith(kept, selected, lengthMs));
  }

  useEffect(() => {
    const element = area.current;
    if (element === null) return undefined;
    const onWheel = (event: WheelEvent): void => {
      const { left, width } = element.getBoundingClientRect();
      const pixels = event.deltaMode === 0 ? 1 : 30;
      if (event.ctrlKey || event.metaKey) {
        event.preventDefault();
        const at = Math.min(1, Math.max(0, (event.clientX - left) / Math.max(1, width)));
        // Two fingers on a pad send small steps.
        zoom(
          Math.exp(event.deltaY * pixels * (Math.abs(event.deltaY) < 50 && event.deltaMode === 0 ? 0.01 : 0.002)),
          at,
        );
      } else if (kept !== undefined && (event.deltaX !== 0 || event.shiftKey)) {
        event.preventDefault();
        pan(((event.deltaX === 0 ? event.deltaY : event.deltaX) * pixels) / Math.max(1, width));
      }
    };
    const target = element.closest<HTMLElement>("[data-waterfall]") ?? element;
    target.addEventListener("wheel", onWheel, { passive: false });
    return () => target.removeEventListener("wheel", onWheel);
  });
  return {
    window,
    isWhole: kept === undefined,
    show,
    showAll: () => setZoomed(undefined),
    zoom,
    pan,
    zoomTo: (target) => {
      const next = windowAround(target, lengthMs);
      if (kept !== undefined && isSameWindow(kept, next)) setZoomed(undefined);
      else show(next);
    },
  };
}
