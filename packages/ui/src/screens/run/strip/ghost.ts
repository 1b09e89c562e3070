// The pointer over the time strip: it previews in the graph, loads nothing, and renders nothing.
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

/** Calls back when the pointer comes to another step, until the returned function is called. */
export function onGhost(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
