// The step that the pointer is over, wherever that is: the time strip and the graph preview it. That loads nothing, and renders nothing.
let ghost: number | undefined;
const listeners = new Set<() => void>();

/** The place of the step that the pointer is at; `undefined`: at none. */
export function setGhost(n: number | undefined): void {
  if (ghost === n) return;
  ghost = n;
  for (const listener of listeners) listener();
}

/** The place of the step that the pointer is at. */
export function currentGhost(): number | undefined {
  return ghost;
}

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

/** Calls back when the pointer comes to another step, until the returned function is called. */
export function onGhost(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
