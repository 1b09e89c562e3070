import type { Snapshots } from "./row-body.ts";
import type { StoredRow } from "./store.ts";

/** Below this many characters of deltas no snapshot is worth writing. */
const fewestChars = 4096;
/** How many times as large as the one before it a snapshot is that stays for good. */
const keepFactor = 8;

/** Of a history without rows. */
export const noSnapshots: Snapshots = { last: { index: -1, chars: 0, isKept: true }, keptChars: 0, sinceKeptChars: 0 };

/** Whether a snapshot is due: when the deltas since the last one outweigh it. */
export function isSnapshotDue({ last }: Snapshots, deltaChars: number): boolean {
  return deltaChars > Math.max(fewestChars, last.chars);
}

/**
 * The snapshots after a new one, and the row whose snapshot can go then. One that is recent makes loading quick; of the
 * older ones a few stay, where the state has grown several times over or the deltas have: all together weigh little more
 * than the last, and every state of the history is still one snapshot and a bounded length of deltas away. `deltaChars`
 * are those of the deltas between the last snapshot and the next.
 */
export function afterSnapshot(
  { last, keptChars, sinceKeptChars }: Snapshots,
  next: Snapshots["last"],
  deltaChars: number,
): { readonly snapshots: Snapshots; readonly dropSnapshot?: number } {
  const isFar = sinceKeptChars > keepFactor * Math.max(fewestChars, last.chars);
  const stays = last.isKept || isFar || last.chars >= keepFactor * keptChars;
  if (stays) return { snapshots: { last: next, keptChars: last.chars, sinceKeptChars: deltaChars } };
  const snapshots = { last: next, keptChars, sinceKeptChars: sinceKeptChars + deltaChars };
  return { snapshots, dropSnapshot: last.index };
}

/** The row alone. */
export function withoutSnapshot({ snapshot: _snapshot, ...row }: StoredRow): StoredRow {
  return row;
}
