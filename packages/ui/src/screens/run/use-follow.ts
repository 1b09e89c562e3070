import { type RefObject, useEffect, useRef } from "react";
import { isOwnKeyOfFollowing } from "../../model/live/follow-keys.ts";

interface FollowOptions {
  /** Where scrolling and clicking mean that somebody reads. */
  readonly box: RefObject<HTMLElement | null>;
  readonly isFollowing: boolean;
  /** Keeps the cursor where it is. */
  readonly pin: () => void;
}

/** Lets go of the newest step as soon as somebody scrolls, clicks, or presses a key: nothing moves below their hands. */
export function useFollow({ box, isFollowing, pin }: FollowOptions): void {
  const stay = useRef(pin);
  stay.current = pin;
  useEffect(() => {
    const element = box.current;
    if (!isFollowing || element === null) return undefined;
    const ending = new AbortController();
    const options = { capture: true, passive: true, signal: ending.signal };
    const leave = (): void => stay.current();
    for (const type of ["wheel", "pointerdown", "touchmove"]) element.addEventListener(type, leave, options);
    const onKey = (event: KeyboardEvent): void => {
      const isElsewhere =
        event.target instanceof Element &&
        event.target.closest('[role="dialog"], [role="menu"], header, footer') !== null;
      if (!isElsewhere && !isOwnKeyOfFollowing(event)) leave();
    };
    document.addEventListener("keydown", onKey, options);
    return () => ending.abort();
  }, [box, isFollowing]);
}
