/** A word of a query: `-field<operator>value`, or text. */
export interface Word {
  readonly from: number;
  readonly to: number;
  readonly negated: boolean;
  /** In lower case; `undefined` of plain text. */
  readonly field: string | undefined;
  /** `:` or a comparison behind it or in its place. */
  readonly operator: string;
  readonly value: string;
  /** Where the value begins. */
  readonly valueFrom: number;
  readonly quoted: boolean;
  /** Whether a quote has no end. */
  readonly open: boolean;
}

const operators = /(:?(?:!=|>=|<=|=|>|<)|:)/y;
const fieldName = /[A-Za-z][A-Za-z_]*(?:(?:\.|\/)[^\s:=<>!"]+)?/y;

/** The words of a query, in order. Any text has words. */
export function lex(text: string): readonly Word[] {
  const words: Word[] = [];
  let at = 0;
  while (at < text.length) {
    if (isSpace(text, at)) at += 1;
    else {
      const word = wordAt(text, at);
      words.push(word);
      at = word.to;
    }
  }
  return words;
}

function isSpace(text: string, at: number): boolean {
  return /\s/.test(text[at] ?? "");
}

function wordAt(text: string, from: number): Word {
  const negated = text[from] === "-" && from + 1 < text.length && !isSpace(text, from + 1);
  const start = from + (negated ? 1 : 0);
  const field = match(fieldName, text, start);
  const operator = field === undefined ? undefined : match(operators, text, start + field.length);
  const isField = field !== undefined && operator !== undefined;
  const valueFrom = isField ? start + field.length + operator.length : start;
  return {
    ...valueAt(text, valueFrom),
    from,
    negated,
    field: isField ? lowerHead(field) : undefined,
    operator: isField ? operator : "",
    valueFrom,
  };
}

/** Of a field with a path only what comes before it has no case. */
function lowerHead(field: string): string {
  const path = field.search(/[./]/);
  return path === -1 ? field.toLowerCase() : field.slice(0, path).toLowerCase() + field.slice(path);
}

function match(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

/** A value up to the next space, or in quotes, in which `\"` is a quote. */
function valueAt(text: string, from: number): Pick<Word, "to" | "value" | "quoted" | "open"> {
  if (text[from] !== '"') {
    let to = from;
    while (to < text.length && !isSpace(text, to)) to += 1;
    return { to, value: text.slice(from, to), quoted: false, open: false };
  }
  let value = "";
  for (let at = from + 1; at < text.length; at += 1) {
    const character = text[at] ?? "";
    if (character === '"') return { to: at + 1, value, quoted: true, open: false };
    const escaped = character === "\\" && (text[at + 1] === '"' || text[at + 1] === "\\");
    if (escaped) at += 1;
    value += text[at] ?? "";
  }
  return { to: text.length, value, quoted: true, open: true };
}
