import { useSyncExternalStore } from "react";
import { closed, opened, type OpenNodes } from "../../../../model/value/tree-rows.ts";

// Which parts of the state are open stays the same from step to step and from tab to tab.
let open: OpenNodes = new Map();
const listeners = new Set<() => void>();

function set(next: OpenNodes): void {
  open = next;
  for (const listener of listeners) listener();
}

/** The parts of the state that are open. */
export function useOpenNodes(): OpenNodes {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => open,
  );
}

/** Opens a part, or one more page of it. */
export function openNode(pointer: string, page = 0): void {
  set(opened(open, pointer, page));
}

/** Closes a part. */
export function closeNode(pointer: string): void {
  set(closed(open, pointer));
}

/** Closes all. */
export function closeAll(): void {
  set(new Map());
}
