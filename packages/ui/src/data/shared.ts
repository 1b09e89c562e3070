import { useSyncExternalStore } from "react";

/** A value that parts of the page share. It lives outside of React: only what shows it is rendered anew. */
export interface Shared<TValue> {
  readonly get: () => TValue;
  readonly set: (value: TValue) => void;
  /** Calls back when it is another value, until the returned function is called. */
  readonly watch: (listener: () => void) => () => void;
}

/** A value that lasts as long as the page. */
export function shared<TValue>(first: TValue): Shared<TValue> {
  let now = first;
  const listeners = new Set<() => void>();
  return {
    get: () => now,
    set(value) {
      if (value === now) return;
      now = value;
      for (const listener of listeners) listener();
    },
    watch(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** A shared value, as it is now. */
export function useShared<TValue>({ get, watch }: Pick<Shared<TValue>, "get" | "watch">): TValue {
  return useSyncExternalStore(watch, get);
}
