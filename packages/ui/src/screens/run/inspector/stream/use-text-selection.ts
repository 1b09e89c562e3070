import { type RefObject, useLayoutEffect } from "react";
import type { ItemRange } from "./gap-chart.tsx";

/** Selects the text of items in the page: it can be copied. */
export function useTextSelection(box: RefObject<HTMLElement | null>, selected: ItemRange | undefined): void {
  useLayoutEffect(() => {
    if (selected === undefined || box.current === null) return;
    const inside = [...box.current.querySelectorAll("[data-i]")].filter((element) => {
      const index = Number(element.getAttribute("data-i"));
      return index >= selected.from && index <= selected.to;
    });
    // Channels stand one below the other: what is selected is of that one which has the most of it.
    const lanes = [...Map.groupBy(inside, (element) => element.closest("section")).values()];
    const lane = lanes.toSorted((one, other) => other.length - one.length)[0] ?? [];
    const [first] = lane;
    const last = lane.at(-1);
    if (first === undefined || last === undefined) return;
    const range = document.createRange();
    range.setStartBefore(first);
    range.setEndAfter(last);
    const selection = getSelection();
    selection?.removeAllRanges();
    selection?.addRange(range);
  }, [selected?.from, selected?.to]);
}
