/** Where each row of a list is, in pixels from the beginning of it. */
export interface RowPlaces {
  readonly count: number;
  readonly length: number;
  readonly topOf: (index: number) => number;
  readonly heightOf: (index: number) => number;
  /** The row at a place; the nearest one outside of the list. −1: there is none. */
  readonly rowAt: (top: number) => number;
}

/** Rows that are equally high. */
export function evenRows(count: number, height: number): RowPlaces {
  return {
    count,
    length: count * height,
    topOf: (index) => index * height,
    heightOf: () => height,
    rowAt: (top) => Math.min(count - 1, Math.max(0, Math.floor(top / height))),
  };
}

/** Rows of different heights. */
export function unevenRows(count: number, heightOf: (index: number) => number): RowPlaces {
  const tops = new Float64Array(count + 1);
  for (let index = 0; index < count; index += 1) tops[index + 1] = (tops[index] ?? 0) + heightOf(index);
  const topOf = (index: number): number => tops[index] ?? 0;
  return {
    count,
    length: topOf(count),
    topOf,
    heightOf: (index) => topOf(index + 1) - topOf(index),
    rowAt: (top) => {
      let [low, high] = [0, count - 1];
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if (topOf(middle) <= top) low = middle;
        else high = middle - 1;
      }
      return high;
    },
  };
}

/** Where to scroll so that a row is in sight: as little as possible, or until it is in the middle. `top`, `view`: what is in sight now. */
export function topToShow(
  rows: RowPlaces,
  index: number,
  { top, view, align }: { readonly top: number; readonly view: number; readonly align: "nearest" | "center" },
): number {
  const start = rows.topOf(index);
  const height = rows.heightOf(index);
  if (align === "center") return start - (view - height) / 2;
  if (start < top) return start;
  return Math.max(top, Math.min(start, start + height - view));
}
