import { type RefObject, useEffect, useRef, useState } from "react";
import type { RunClock } from "../../../model/run-clock.ts";
import {
  isSameWindow,
  pannedWindow,
  type TimeWindow,
  windowAround,
  windowOf,
  windowText,
  windowWith,
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

/** So long after a window has come to rest it stands in the address. */
const keptAfterMs = 150;

/**
 * What the waterfall shows of the time: the whole run, or a part of it. Ctrl and the wheel, or two fingers, zoom at the pointer; a
 * zoomed window goes along with what is selected.
 *
 * @param shown - The part that the address names.
 * @param onShow - Is told the part once it has come to rest; `undefined`: the whole run.
 * @param selected - What is selected, in time of the clock.
 * @param selectedKey - Tells one selection from another; `undefined`: nothing is selected yet.
 */
export function useTimeWindow(
  clock: RunClock,
  {
    area,
    shown,
    onShow,
    selected,
    selectedKey,
  }: {
    readonly area: RefObject<HTMLElement | null>;
    readonly shown: string | undefined;
    readonly onShow: (time: string | undefined) => void;
    readonly selected: TimeWindow | undefined;
    readonly selectedKey: string | undefined;
  },
): ShownTime {
  const { lengthMs } = clock;
  // While it moves it is not written into the address at every frame. `""`: the whole run.
  const [moving, setMoving] = useState<string | undefined>(undefined);
  const whole = { from: 0, to: lengthMs };
  const kept = windowOf(clock, moving ?? shown ?? "");
  const window = kept ?? whole;
  const show = (next: TimeWindow): void => setMoving(isSameWindow(next, whole) ? "" : windowText(clock, next));
  const showAll = (): void => setMoving("");
  const zoom = (factor: number, at = 0.5): void => show(zoomedWindow(window, { at, factor, lengthMs }));
  const pan = (share: number): void => show(pannedWindow(window, share, lengthMs));

  const tell = useRef(onShow);
  tell.current = onShow;
  useEffect(() => {
    if (moving === undefined) return undefined;
    const timer = setTimeout(() => tell.current(moving === "" ? undefined : moving), keptAfterMs);
    return () => clearTimeout(timer);
  }, [moving]);
  useEffect(() => setMoving(undefined), [shown]);

  const [shownKey, setShownKey] = useState(selectedKey);
  if (shownKey !== selectedKey) {
    setShownKey(selectedKey);
    // What a link selects need not be in the part that it shows.
    const next =
      shownKey === undefined || kept === undefined || selected === undefined
        ? kept
        : windowWith(kept, selected, lengthMs);
    if (next !== undefined && next !== kept) show(next);
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
    showAll,
    zoom,
    pan,
    zoomTo: (target) => {
      const next = windowAround(target, lengthMs);
      if (kept !== undefined && isSameWindow(kept, next)) showAll();
      else show(next);
    },
  };
}
