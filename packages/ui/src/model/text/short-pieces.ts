import { beginOf } from "@burrjs/protocol";
import type { DiffPiece } from "./text-diff.ts";

const around = 16;

/** The first place where two texts differ, with a little around it. `isMore`: they differ behind it as well. */
export function shortPieces(pieces: readonly DiffPiece[]): {
  readonly shown: readonly DiffPiece[];
  readonly isMore: boolean;
} {
  const first = pieces.findIndex(({ kind }) => kind !== "same");
  const start = Math.max(0, first - 1);
  const shown = pieces.slice(start, first + 4).map((piece, index) => {
    const { kind, text } = piece;
    if (kind !== "same" || text.length <= 2 * around) return piece;
    if (index === 0 && start < first)
      return { ...piece, text: `…${text.slice(beginOf(text, text.length - around).length)}` };
    return { ...piece, text: `${beginOf(text, around)}…` };
  });
  return { shown, isMore: pieces.slice(first + 4).some(({ kind }) => kind !== "same") };
}
