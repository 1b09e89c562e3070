import { commonSubsequence } from "@burrjs/protocol";

/** A piece of two texts: of both, or of the one before or after alone. */
export interface DiffPiece {
  readonly kind: "same" | "add" | "remove";
  readonly text: string;
}

/** From this length on, texts are compared by word; shorter ones are shown one after the other. */
export const wordDiffLength = 40;

/** What differs between two texts, by word. Spaces belong to nobody: they are pieces of their own. */
export function wordDiff(before: string, after: string): readonly DiffPiece[] {
  return pieces(before.match(words) ?? [], after.match(words) ?? []);
}

/** What differs between two texts, by line; each piece is one line. */
export function lineDiff(before: string, after: string): readonly DiffPiece[] {
  return runs(before.split("\n"), after.split("\n"));
}

// Words with their marks are one piece, as are spaces; of scripts without spaces each character is.
const words =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]|[\p{L}\p{N}_]+|\s+|[^\p{L}\p{N}_\s]/gu;

function pieces(before: readonly string[], after: readonly string[]): readonly DiffPiece[] {
  const joined: { kind: DiffPiece["kind"]; text: string }[] = [];
  for (const { kind, text } of runs(before, after)) {
    const last = joined.at(-1);
    if (last?.kind === kind) last.text += text;
    else joined.push({ kind, text });
  }
  return joined;
}

function runs(before: readonly string[], after: readonly string[]): readonly DiffPiece[] {
  const numbers = new Map<string, number>();
  const numberOf = (text: string): number => {
    const known = numbers.get(text);
    if (known !== undefined) return known;
    numbers.set(text, numbers.size);
    return numbers.size - 1;
  };
  const matches = commonSubsequence(before.map(numberOf), after.map(numberOf));
  const found: DiffPiece[] = [];
  let [i, j] = [0, 0];
  const upTo = (toI: number, toJ: number): void => {
    for (; i < toI; i += 1) found.push({ kind: "remove", text: before[i] ?? "" });
    for (; j < toJ; j += 1) found.push({ kind: "add", text: after[j] ?? "" });
  };
  for (const [one, other] of matches) {
    upTo(one, other);
    found.push({ kind: "same", text: before[one] ?? "" });
    [i, j] = [one + 1, other + 1];
  }
  upTo(before.length, after.length);
  return found;
}
