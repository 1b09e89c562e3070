/** Where a list is scrolled to. */
export interface ScrollPlace {
  /** From the beginning of the list to what is in sight, in pixels. */
  readonly top: number;
  /** What the browser is told: the same, but in very long lists. */
  readonly real: number;
}

/** How a list, which may be longer than browsers let an element be, is scrolled. */
export interface ScrollMap {
  /** How long the element is. */
  readonly realLength: number;
  /** The place, moved there. */
  readonly at: (top: number) => ScrollPlace;
  /** The place after the browser has scrolled: pixel by pixel with a wheel, in proportion where somebody pulls at the scroll bar. */
  readonly after: (before: ScrollPlace, real: number) => ScrollPlace;
}

/** Elements of 17 million pixels are too long for some browsers. Half a million rows fit. */
const mostReal = 14_000_000;
/** A pixel of a scroll bar moves by more than one in so many of the whole, and a wheel by less. */
const leapParts = 1000;
/** What is scrolled pixel by pixel comes back to its proportion as often: far from it the element would end before the list. */
const pages = 100;

/**
 * Maps the places of a list to those of an element.
 *
 * @param length - Of the list, in pixels.
 * @param view - How much of it is in sight.
 */
export function scrollMap(length: number, view: number): ScrollMap {
  const realLength = Math.min(length, mostReal);
  const mostTop = Math.max(0, length - view);
  const page = realLength / pages;
  const lastPage = Math.max(1, Math.floor(length / page) - 1);
  const at = (wanted: number): ScrollPlace => {
    const top = Math.min(mostTop, Math.max(0, wanted));
    const share = Math.min(lastPage, Math.floor(top / page)) / lastPage;
    return { top, real: top - Math.round(share * (length - realLength)) };
  };
  return {
    realLength,
    at,
    after: (before, real) => {
      if (length === realLength) return at(real);
      const by = real - before.real;
      if (Math.abs(by) <= realLength / leapParts) return at(before.top + by);
      return at((real / Math.max(1, realLength - view)) * mostTop);
    },
  };
}
