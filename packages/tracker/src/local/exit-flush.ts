import { writeHeldBack } from "../record/held-back.ts";

/** What has something to write. */
interface Pending {
  flushNow(): void;
}

// One listener for all of them: each listener on `process` counts, and there may be many trackers.
const pending = new Set<Pending>();
let isListening = false;

/** Lets `one` write what it has when the process ends, also by an error that nobody has caught. Until `forget`. */
export function flushAtExit(one: Pending): void {
  pending.add(one);
  if (isListening) return;
  isListening = true;
  process.on("exit", flushAll);
}

/** Writes all that waits in this process. */
export function flushAll(): void {
  writeHeldBack();
  for (const each of pending) each.flushNow();
}

/** `one` has nothing to write any more. */
export function forget(one: Pending): void {
  pending.delete(one);
}
