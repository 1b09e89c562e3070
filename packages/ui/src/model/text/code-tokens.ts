/** A piece of source, as it is coloured. */
export interface CodeToken {
  readonly kind: "plain" | "keyword" | "string" | "number" | "comment" | "name" | "punctuation";
  readonly text: string;
}

const javascript = new Set("abstract as async await break case catch class const continue debugger declare default delete do else enum export extends false finally for from function get if implements import in infer instanceof interface is keyof let new null of private protected public readonly return satisfies set static super switch this throw true try type typeof undefined unknown using var void while with yield".split(" ")); // prettier-ignore
const python = new Set("False None True and as assert async await break class continue def del elif else except finally for from global if import in is lambda match nonlocal not or pass raise return self try while with yield".split(" ")); // prettier-ignore

// One alternative each: comments, strings, numbers, words, spaces, marks.
const script = /(\/\/[^\n]*|\/\*[^]*?(?:\*\/|$))|("(?:\\[^]|[^"\\\n])*"?|'(?:\\[^]|[^'\\\n])*'?|`(?:\\[^]|[^`\\])*`?)|(\b(?:0[xob][\da-f_]+|\d[\d_]*(?:\.[\d_]+)?(?:e[+-]?\d+)?)n?\b)|([\p{ID_Start}$_#@][\p{ID_Continue}$]*)|(\s+)|([^])/giu; // prettier-ignore
const snake = /(#[^\n]*)|([rbfu]{0,2}(?:"""[^]*?(?:"""|$)|'''[^]*?(?:'''|$)|"(?:\\[^]|[^"\\\n])*"?|'(?:\\[^]|[^'\\\n])*'?))|(\b\d[\d_]*(?:\.[\d_]+)?(?:e[+-]?\d+)?j?\b)|([\p{ID_Start}_@][\p{ID_Continue}]*)|(\s+)|([^])/giu; // prettier-ignore

/** The language of a source, as far as it shows. */
export function languageOf(source: string): "python" | "javascript" {
  const isPython =
    /^\s*(?:@\w|(?:async )?def |class \w+.*:\s*$)/m.test(source) && !/=>|\bfunction\b|[;{]\s*$/m.test(source);
  return isPython ? "python" : "javascript";
}

/** The pieces of a source, by line. A light highlighter: it knows words, not grammar. */
export function codeLines(
  source: string,
  language: "python" | "javascript" = languageOf(source),
): readonly (readonly CodeToken[])[] {
  const lines: CodeToken[][] = [[]];
  for (const token of codeTokens(source, language)) {
    for (const [index, text] of token.text.split("\n").entries()) {
      if (index > 0) lines.push([]);
      if (text !== "") lines.at(-1)?.push({ kind: token.kind, text });
    }
  }
  return lines;
}

function* codeTokens(source: string, language: "python" | "javascript"): Generator<CodeToken> {
  const keywords = language === "python" ? python : javascript;
  const pattern = language === "python" ? snake : script;
  for (const match of source.matchAll(pattern)) {
    const [text, comment, string, number, word, space] = match;
    if (comment !== undefined) yield { kind: "comment", text };
    else if (string !== undefined) yield { kind: "string", text };
    else if (number !== undefined) yield { kind: "number", text };
    else if (word !== undefined) {
      const isCalled = source[match.index + text.length] === "(";
      yield { kind: keywords.has(word) ? "keyword" : isCalled || word.startsWith("@") ? "name" : "plain", text };
    } else yield { kind: space === undefined ? "punctuation" : "plain", text };
  }
}

/** A source without the indentation that all its lines but the first have in common: functions stand deep in files. */
export function dedent(source: string): string {
  const lines = source.replaceAll("\t", "  ").split("\n");
  // Behind an empty line another function may begin: `onAbort: (partial) => …`.
  const begins = (index: number): boolean => index === 0 || (lines[index - 1]?.trim() === "" && /^\S/.test(lines[index] ?? "")); // prettier-ignore
  const rest = lines.filter((line, index) => line.trim() !== "" && !begins(index));
  const indent = Math.min(...rest.map((line) => /^ */.exec(line)?.[0].length ?? 0));
  if (!Number.isFinite(indent) || indent === 0) return lines.join("\n");
  return lines
    .map((line, index) => (begins(index) ? line : line.slice(Math.min(indent, /^ */.exec(line)?.[0].length ?? 0))))
    .join("\n");
}
