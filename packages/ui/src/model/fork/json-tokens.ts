import type { ValueToken } from "../value/value-tokens.ts";

/** Longer lines are not coloured. */
const longest = 4000;
const pieces = /("(?:[^"\\]|\\.)*"?)(\s*:)?|(-?\d[\d.eE+-]*)|(true|false|null)\b|[^"\dtfn-]+|./gs;

/** A line of JSON as it is coloured: texts do not go over lines, so each stands for itself, also one that is wrong. */
export function jsonLineTokens(line: string): readonly ValueToken[] {
  if (line.length > longest) return [{ kind: "special", text: line }];
  const tokens: ValueToken[] = [];
  for (const [text, string, colon, number, keyword] of line.matchAll(pieces)) {
    if (string !== undefined) {
      tokens.push({ kind: colon === undefined ? "string" : "key", text: string });
      if (colon !== undefined) tokens.push({ kind: "punctuation", text: colon });
    } else
      tokens.push({
        kind: number === undefined ? (keyword === undefined ? "punctuation" : "keyword") : "number",
        text,
      });
  }
  return tokens;
}
