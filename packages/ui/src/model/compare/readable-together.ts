import type { DiffPiece } from "../text/text-diff.ts";

/** Whether two texts have enough in common to be read as one with marks; otherwise they are better read one after the other. */
export function isReadableTogether(pieces: readonly DiffPiece[]): boolean {
  const length = { same: 0, add: 0, remove: 0 };
  for (const { kind, text } of pieces) length[kind] += text.length;
  return length.same > 0.5 * Math.max(length.same + length.add, length.same + length.remove);
}
