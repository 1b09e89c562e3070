import { useSyncExternalStore } from "react";

// The playhead moves sixty times a second: it lives outside of React, and only what shows it listens.
let moment: number | undefined;
const listeners = new Set<() => void>();

/** Where the playhead is, in milliseconds since 1970; `undefined`: at the end of the step under the cursor. */
export function setMoment(atMs: number | undefined): void {
  if (moment === atMs) return;
  moment = atMs;
  for (const listener of listeners) listener();
}

/** Where the playhead is now. */
export function currentMoment(): number | undefined {
  return moment;
}

/** Calls back when the playhead moves. */
export function onMoment(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Where the playhead is, for what has to be rendered anew with it. */
export function useMoment(): number | undefined {
  return useSyncExternalStore(onMoment, currentMoment);
}
