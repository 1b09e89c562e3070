import { shared } from "../../../data/shared.ts";

// The step that the pointer is over, wherever that is: the time strip and the graph preview it. That loads nothing, and renders nothing.
const ghost = shared<number | undefined>(undefined);

/** The place of the step that the pointer is at; `undefined`: at none. */
export const currentGhost = ghost.get;

/** Takes note of it. */
export const setGhost = ghost.set;

/** Calls back when the pointer comes to another step. */
export const onGhost = ghost.watch;

/** What makes an element preview the step at a place while the pointer is over it. */
export function ghostOf(n: number): GhostHandlers {
  return {
    onPointerEnter: ({ pointerType }) => setGhost(pointerType === "mouse" && n >= 0 ? n : undefined),
    onPointerLeave: () => setGhost(undefined),
  };
}

interface GhostHandlers {
  readonly onPointerEnter: (event: { readonly pointerType: string }) => void;
  readonly onPointerLeave: () => void;
}
