import { shared, useShared } from "../../../../data/shared.ts";
import { closed, opened, type OpenNodes } from "../../../../model/value/tree-rows.ts";

// It stays the same from step to step and from tab to tab.
const open = shared<OpenNodes>(new Map());

/** The parts of the state that are open. */
export function useOpenNodes(): OpenNodes {
  return useShared(open);
}

/** Opens a part, or one more page of it. */
export function openNode(pointer: string, page = 0): void {
  open.set(opened(open.get(), pointer, page));
}

/** Closes a part. */
export function closeNode(pointer: string): void {
  open.set(closed(open.get(), pointer));
}

/** Closes all. */
export function closeAll(): void {
  open.set(new Map());
}
