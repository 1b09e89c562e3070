import { useCallback, useEffect, useRef } from "react";

/** A function that runs `refresh` soon, never twice at once, and once more when it was asked for meanwhile. */
export function useRefresh(refresh: () => Promise<unknown>, afterMs: number): () => void {
  const current = useRef(refresh);
  current.current = refresh;
  const state = useRef<{ timer?: ReturnType<typeof setTimeout>; isBusy: boolean; isWanted: boolean }>({
    isBusy: false,
    isWanted: false,
  });
  useEffect(() => () => clearTimeout(state.current.timer), []);
  return useCallback(() => {
    const now = state.current;
    const begin = (): void => {
      now.timer = setTimeout(() => {
        delete now.timer;
        now.isBusy = true;
        now.isWanted = false;
        void current.current().finally(() => {
          now.isBusy = false;
          if (now.isWanted) begin();
        });
      }, afterMs);
    };
    now.isWanted = true;
    if (!now.isBusy && now.timer === undefined) begin();
  }, [afterMs]);
}
