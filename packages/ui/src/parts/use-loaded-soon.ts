import { useEffect } from "react";

const soonMs = 1000;

/**
 * Loads a part of the page behind the screen that is shown, so that it is there when somebody wants it, also when the server has ended by
 * then.
 *
 * @param load - Imports it; the same function each time.
 */
export function useLoadedSoon(load: () => Promise<unknown>): void {
  useEffect(() => {
    const timer = setTimeout(() => void load().catch(() => {}), soonMs); // should it fail, it is loaded when it is wanted
    return () => clearTimeout(timer);
  }, [load]);
}
