import { type RefObject, useEffect, useLayoutEffect, useRef } from "react";

const focusable = 'button:not(:disabled), input:checked, input:not([type="radio"]), textarea, select, [tabindex="0"]';

/**
 * Holds the focus where it was when what had it goes away, as buttons do that there is no more use for: in the nearest part around
 * it that is still there.
 */
export function useHeldFocus(box: RefObject<HTMLElement | null>): void {
  const way = useRef<readonly Element[]>([]);
  useEffect(() => {
    const whole = box.current;
    const note = ({ target }: FocusEvent): void => {
      way.current = target instanceof Element ? wayUp(target, whole) : [];
    };
    whole?.addEventListener("focusin", note);
    return () => whole?.removeEventListener("focusin", note);
  }, [box]);
  useLayoutEffect(() => {
    const [last, ...around] = way.current;
    if (last === undefined || last.isConnected || document.activeElement !== document.body) return;
    const there = around.filter((one) => one.isConnected);
    for (const one of there) {
      const next = one.querySelector<HTMLElement>(focusable);
      if (next !== null) return next.focus();
    }
  });
}

function wayUp(from: Element, whole: Element | null): readonly Element[] {
  const way: Element[] = [];
  for (let one: Element | null = from; one !== null && one !== whole; one = one.parentElement) way.push(one);
  return whole === null ? way : [...way, whole];
}
