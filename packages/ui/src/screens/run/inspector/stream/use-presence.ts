import { type RefObject, useLayoutEffect } from "react";
import type { Playhead } from "./use-playhead.ts";

/** Hides what has not come yet, and marks the newest item; keeps that in sight while the playhead is inside. */
export function usePresence(box: RefObject<HTMLElement | null>, playhead: Playhead): void {
  useLayoutEffect(() => {
    const elements = [...(box.current?.querySelectorAll("[data-i]") ?? [])].map((element) => ({
      element,
      index: Number(element.getAttribute("data-i")),
    }));
    elements.sort((one, other) => one.index - other.index);
    let shown = -1;
    let newest: Element | undefined;
    const follow = (): void => {
      const seen = playhead.seen();
      const count = seen === 0 ? 0 : placeAfter(elements, seen);
      if (count !== shown) {
        const [low, high] = shown < 0 ? [0, elements.length] : [Math.min(shown, count), Math.max(shown, count)];
        for (let place = low; place < high; place += 1)
          elements[place]?.element.toggleAttribute("data-ahead", place >= count);
        shown = count;
      }
      const now = playhead.isInside() ? elements[count - 1]?.element : undefined;
      if (now === newest) return;
      newest?.removeAttribute("data-now");
      now?.setAttribute("data-now", "");
      now?.scrollIntoView({ block: "nearest" });
      newest = now;
    };
    follow();
    const leave = playhead.subscribe(follow);
    return () => {
      leave();
      newest?.removeAttribute("data-now");
    };
  });
}

function placeAfter(elements: readonly { readonly index: number }[], seen: number): number {
  let low = 0;
  let high = elements.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((elements[middle]?.index ?? 0) < seen) low = middle + 1;
    else high = middle;
  }
  return low;
}
