import type { Buffer } from "node:buffer";

const aroundBytes = 80;

/** Text around a hit, and where in it the hit is. */
export interface Excerpt {
  readonly excerpt: string;
  readonly at: number;
}

/**
 * The text around a hit in a line of JSON, with its escapes read.
 *
 * @param line - The bytes of the line.
 * @param hit - Where in the line it is.
 */
export function excerptOf(line: Buffer, { at, length }: { readonly at: number; readonly length: number }): Excerpt {
  const before = unescaped(line.subarray(cutBefore(line, Math.max(0, at - aroundBytes)), at).toString());
  const hit = unescaped(line.subarray(at, at + Math.min(length, 1000)).toString());
  const to = Math.min(line.length, at + length + aroundBytes);
  const after = unescaped(withoutHalves(line.subarray(at + Math.min(length, 1000), to).toString()));
  return { excerpt: before + hit + after, at: before.length };
}

/** Not in the middle of a character, nor of an escape. */
function cutBefore(line: Buffer, from: number): number {
  let at = from;
  while (at < line.length && ((line[at] ?? 0) & 0xc0) === 0x80) at += 1;
  if (from === 0) return at;
  // An escape has at most 6 bytes: begin behind one that the cut may have gone through.
  const escape = line.subarray(Math.max(0, at - 5), at).lastIndexOf(0x5c);
  if (escape === -1) return at;
  const start = Math.max(0, at - 5) + escape;
  const end = start + (line[start + 1] === 0x75 ? 6 : 2);
  return Math.max(at, end);
}

function withoutHalves(text: string): string {
  return text.replace(/\uFFFD+$/, "").replace(/\\(?:u[0-9a-f]{0,3})?$/i, "");
}

function unescaped(text: string): string {
  return text.replace(
    /\\(?:u([0-9a-f]{4})|(["\\/bfnrt]))/gi,
    (whole, hex: string | undefined, letter: string | undefined) => {
      if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
      return letters.get(letter ?? "") ?? whole;
    },
  );
}

const letters: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ["\\", "\\"],
  ["/", "/"],
  ["b", "\b"],
  ["f", "\f"],
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
]);
