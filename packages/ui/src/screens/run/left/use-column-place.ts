import { type RefObject, useLayoutEffect, useState } from "react";

/** Where the time column is in the pane, in pixels. */
export interface ColumnPlace {
  readonly left: number;
  readonly width: number;
  /** Whether the pane is so narrow that names stand above their bars. */
  readonly isNarrow: boolean;
}

/** Panes up to so many pixels are narrow. */
const narrowest = 440;

/** Where a column is, also when the pane becomes wider or narrower. */
export function useColumnPlace(column: RefObject<HTMLElement | null>): ColumnPlace {
  const [place, setPlace] = useState<ColumnPlace>({ left: 0, width: 0, isNarrow: false });
  useLayoutEffect(() => {
    const element = column.current;
    const pane = element?.closest<HTMLElement>("[data-waterfall]");
    if (element === null || pane === null || pane === undefined) return undefined;
    const measure = (): void => {
      const [inner, outer] = [element.getBoundingClientRect(), pane.getBoundingClientRect()];
      const next = { left: inner.left - outer.left, width: inner.width, isNarrow: outer.width <= narrowest };
      setPlace((old) =>
        old.left === next.left && old.width === next.width && old.isNarrow === next.isNarrow ? old : next,
      );
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(pane);
    observer.observe(element);
    return () => observer.disconnect();
  }, [column, place.isNarrow]);
  return place;
}
