import type { Point } from "../../model/graph/graph-layout.ts";
import { type PointerEvent, type RefObject, useLayoutEffect, useRef, useState } from "react";

/** The part of a drawing that is in sight: it is scrolled by dragging, and zoomed by Ctrl and the wheel. */
export interface Viewport {
  readonly box: RefObject<HTMLDivElement | null>;
  readonly scale: number;
  readonly handlers: {
    readonly onPointerDown: (event: PointerEvent<HTMLDivElement>) => void;
    readonly onPointerMove: (event: PointerEvent<HTMLDivElement>) => void;
    readonly onPointerUp: () => void;
    readonly onPointerLeave: () => void;
  };
}

interface ViewportOptions {
  readonly size: { readonly width: number; readonly height: number };
  /** `undefined`: as large as the pane lets it be, and at most as it is. */
  readonly zoom: number | undefined;
  readonly onZoom: (zoom: number) => void;
  /** To fit, a drawing is not made smaller than this: it is scrolled. */
  readonly smallestFit: number;
  /** What is in sight to begin with, where not all of it is. */
  readonly start: () => Point | undefined;
  /** What is drawn: of something else, the beginning is shown anew. */
  readonly subject: string;
}

const [smallest, largest] = [0.2, 4];

/** A zoom that is not too small or too large. */
export function allowedZoom(zoom: number): number {
  return Math.min(largest, Math.max(smallest, zoom));
}

/** Follows the size of the pane, and what the pointer does in it. */
export function useViewport({ size, zoom, onZoom, smallestFit, start, subject }: ViewportOptions): Viewport {
  const box = useRef<HTMLDivElement>(null);
  const [room, setRoom] = useState({ width: 1, height: 1 });
  const grabbed = useRef<{ readonly x: number; readonly y: number } | undefined>(undefined);
  const anchor = useRef<
    { readonly x: number; readonly y: number; readonly left: number; readonly top: number } | undefined
  >(undefined);
  const fit = Math.min(1, Math.max(smallestFit, Math.min(room.width / size.width, room.height / (size.height + 16))));
  const scale = zoom ?? fit;
  const now = useRef({ scale, onZoom });
  now.current = { scale, onZoom };
  // Before it is painted: a drawing that is fitted later would be seen to grow.
  useLayoutEffect(() => {
    const pane = box.current;
    if (pane === null) return undefined;
    const measure = (): void => setRoom({ width: pane.clientWidth, height: pane.clientHeight });
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(pane);
    // Not passive: with Ctrl it zooms, and the page must not.
    const onWheel = (event: WheelEvent): void => {
      if (!event.ctrlKey) return;
      event.preventDefault();
      const { left, top } = pane.getBoundingClientRect();
      const at = { left: event.clientX - left, top: event.clientY - top };
      const { scale: old, onZoom: set } = now.current;
      anchor.current = { ...at, x: (pane.scrollLeft + at.left) / old, y: (pane.scrollTop + at.top) / old };
      set(allowedZoom(old * Math.exp(-event.deltaY / 300)));
    };
    pane.addEventListener("wheel", onWheel, { passive: false });
    return () => {
      observer.disconnect();
      pane.removeEventListener("wheel", onWheel);
    };
  }, []);
  const shown = useRef("");
  useLayoutEffect(() => {
    const pane = box.current;
    const place = start();
    if (pane === null || place === undefined || room.width <= 1 || shown.current === subject) return;
    shown.current = subject;
    // Its beginning, if that is in sight there, too.
    const along = (at: number, length: number): number => (at * scale < length - 60 ? 0 : at * scale - length / 2);
    pane.scrollTo(along(place.x, room.width), along(place.y, room.height));
  });
  // What is below the pointer stays there.
  useLayoutEffect(() => {
    if (box.current === null || anchor.current === undefined) return;
    const { x, y, left, top } = anchor.current;
    anchor.current = undefined;
    box.current.scrollTo(x * scale - left, y * scale - top);
  }, [scale]);
  const release = (): void => {
    grabbed.current = undefined;
  };
  return {
    box,
    scale,
    handlers: {
      onPointerDown: (event) => {
        const isNode =
          event.target instanceof Element && event.target.closest("[data-node], [data-toggle], [data-bar]") !== null;
        if (!isNode) grabbed.current = { x: event.clientX, y: event.clientY };
      },
      onPointerMove: (event) => {
        if (grabbed.current === undefined) return;
        event.currentTarget.scrollBy(grabbed.current.x - event.clientX, grabbed.current.y - event.clientY);
        grabbed.current = { x: event.clientX, y: event.clientY };
      },
      onPointerUp: release,
      onPointerLeave: release,
    },
  };
}
