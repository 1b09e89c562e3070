import { type RefObject, useCallback, useLayoutEffect, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { type RowPlaces, topToShow } from "../model/row-places.ts";
import { scrollMap, type ScrollPlace } from "../model/scroll-map.ts";

/** A row for which there is an element. */
export interface WindowRow {
  readonly index: number;
  /** From the top of the box that holds the rows. */
  readonly top: number;
  readonly height: number;
}

/** The part of a list for which there are elements. */
export interface RowWindow {
  readonly rows: readonly WindowRow[];
  /** The first and the last row in sight: those around them are there too. */
  readonly first: number;
  readonly last: number;
  /** Of the box that holds the rows. */
  readonly boxHeight: number;
  /** Scrolls until a row is in sight. */
  readonly show: (index: number, align?: "nearest" | "center") => void;
}

interface RowWindowOptions {
  /** What is scrolled. */
  readonly scroller: RefObject<HTMLElement | null>;
  /** Where the rows are: the same object while nothing has changed. */
  readonly places: RowPlaces;
  /** How high the head is that stays in sight above the rows. */
  readonly head?: number;
  /** So many rows before and behind those in sight are there too. */
  readonly around?: number;
  /** A row that is there however far away it is, since it has the focus. */
  readonly kept?: number;
}

/** Elements for those rows of a list that are in sight. It may be of any length: above some, the scroll bar is in proportion alone. */
export function useRowWindow({ scroller, places, head = 0, around = 12, kept = -1 }: RowWindowOptions): RowWindow {
  const [sight, setSight] = useState({ first: 0, last: -1, shift: 0 });
  const place = useRef<ScrollPlace>({ top: 0, real: 0 });
  const now = useRef({ places, head });
  now.current = { places, head };
  const look = useCallback(
    (goTo?: (view: number) => number): void => {
      const element = scroller.current;
      if (element === null) return;
      const { places: list, head: above } = now.current;
      const view = element.clientHeight;
      const map = scrollMap(list.length + above, view);
      place.current = goTo === undefined ? map.after(place.current, element.scrollTop) : map.at(goTo(view - above));
      const { top, real } = place.current;
      // While the browser scrolls by itself it is not disturbed.
      if (goTo !== undefined || Math.abs(element.scrollTop - real) >= 1) element.scrollTop = real;
      const next = { first: list.rowAt(top), last: list.rowAt(top + view - above - 1), shift: top - real };
      setSight((old) => (old.first === next.first && old.last === next.last && old.shift === next.shift ? old : next));
    },
    [scroller],
  );
  useLayoutEffect(() => look(), [look, places, head]);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return undefined;
    // In the same frame: rows that come later would be seen to come.
    const onScroll = (): void => flushSync(() => look());
    const observer = new ResizeObserver(() => look());
    observer.observe(element);
    element.addEventListener("scroll", onScroll, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener("scroll", onScroll);
    };
  }, [look, scroller]);
  const show = useCallback(
    (index: number, align: "nearest" | "center" = "nearest") =>
      look((view) => topToShow(now.current.places, index, { top: place.current.top, view, align })),
    [look],
  );
  const boxHeight = scrollMap(places.length + head, 0).realLength - head;
  const indexes = [];
  const last = Math.min(places.count - 1, sight.last + around);
  for (let index = Math.max(0, sight.first - around); index <= last; index += 1) indexes.push(index);
  if (kept >= 0 && kept < places.count && !indexes.includes(kept)) indexes.push(kept);
  return {
    rows: indexes
      .toSorted((one, other) => one - other)
      .map((index) => {
        const height = places.heightOf(index);
        // A row that is far away must not make the box longer.
        return {
          index,
          height,
          top: Math.max(-height, Math.min(boxHeight - height, places.topOf(index) - sight.shift)),
        };
      }),
    first: sight.first,
    last: sight.last,
    boxHeight,
    show,
  };
}
