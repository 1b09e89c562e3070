import type { Snapshots } from "./row-body.ts";

/** Below this many characters of deltas no snapshot is worth writing. */
const fewestChars = 4096;
/** How many times as large as the one before it a snapshot is that stays for good. */
const keepFactor = 8;

/** Of a history without rows. */
export const noSnapshots: Snapshots = { last: { index: -1, chars: 0, isKept: true }, keptChars: 0 };

/** Whether a snapshot is due: when the deltas since the last one outweigh it. */
export function isSnapshotDue({ last }: Snapshots, deltaChars: number): boolean {
  return deltaChars > Math.max(fewestChars, last.chars);
}

/**
 * The snapshots after a new one, and the row whose snapshot can go then. One that is recent makes loading quick; of the
 * older ones a few stay, each several times as large as the one before, so that all together weigh little more than the
 * last, and every state of the history is still one snapshot and a bounded number of deltas away.
 */
export function afterSnapshot(
  { last, keptChars }: Snapshots,
  next: Snapshots["last"],
): { readonly snapshots: Snapshots; readonly dropSnapshot?: number } {
  const stays = last.isKept || last.chars >= keepFactor * keptChars;
  if (stays) return { snapshots: { last: next, keptChars: last.chars } };
  return { snapshots: { last: next, keptChars }, dropSnapshot: last.index };
}
