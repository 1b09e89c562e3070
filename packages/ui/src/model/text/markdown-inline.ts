/** A piece of a line of Markdown. */
export type Inline =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "code"; readonly text: string }
  | { readonly kind: "strong" | "emphasis" | "strike"; readonly parts: readonly Inline[] }
  /** `href` only for `http`, `https` and `mailto`; others are text. A picture is never loaded. */
  | {
      readonly kind: "link" | "picture";
      readonly parts: readonly Inline[];
      readonly href?: string;
      readonly host: string;
    }
  | { readonly kind: "break" };

const mostNesting = 8;
/** The other end of a mark is looked for this far, so that no text takes long. */
const mostSearch = 4000;

/** The pieces of a line of Markdown: code, emphasis, links; what is no Markdown stays text, HTML too. */
export function markdownInline(text: string, depth = 0): readonly Inline[] {
  const parts: Inline[] = [];
  let plain = "";
  const flush = (): void => {
    if (plain !== "") parts.push({ kind: "text", text: plain });
    plain = "";
  };
  let at = 0;
  while (at < text.length) {
    const found = pieceAt(text, at, depth);
    if (found === undefined) {
      plain += text[at] ?? "";
      at += 1;
      continue;
    }
    if (found.piece.kind === "text") plain += found.piece.text;
    else {
      flush();
      parts.push(found.piece);
    }
    at += found.length;
  }
  flush();
  return parts;
}

interface Found {
  readonly piece: Inline;
  readonly length: number;
}

function pieceAt(text: string, at: number, depth: number): Found | undefined {
  switch (text[at]) {
    case "\\": {
      const next = text[at + 1];
      if (next === "\n") return { piece: { kind: "break" }, length: 2 };
      return next !== undefined && /[!-/:-@[-`{-~]/.test(next)
        ? { piece: { kind: "text", text: next }, length: 2 }
        : undefined;
    }
    case "`":
      return codeAt(text, at);
    case "*":
    case "_":
    case "~":
      return depth < mostNesting ? emphasisAt(text, at, depth) : undefined;
    case "!":
      return text[at + 1] === "[" ? linkAt(text, at + 1, { depth, isPicture: true }) : undefined;
    case "[":
      return linkAt(text, at, { depth, isPicture: false });
    case "<":
      return autolinkAt(text, at);
    case " ":
      return /^ {2,6}\n/.test(text.slice(at, at + 8))
        ? { piece: { kind: "break" }, length: text.indexOf("\n", at) - at + 1 }
        : undefined;
    default:
      return undefined;
  }
}

function codeAt(text: string, at: number): Found | undefined {
  const ticks = /^`+/.exec(text.slice(at, at + 32))?.[0] ?? "";
  const near = text.slice(0, at + mostSearch);
  let end = at + ticks.length;
  while ((end = near.indexOf(ticks, end)) >= 0) {
    let after = end + ticks.length;
    if (text[after] !== "`") {
      const inside = text.slice(at + ticks.length, end).replaceAll("\n", " ");
      const isPadded = inside.startsWith(" ") && inside.endsWith(" ") && inside.trim() !== "";
      return { piece: { kind: "code", text: isPadded ? inside.slice(1, -1) : inside }, length: after - at };
    }
    while (text[after] === "`") after += 1;
    end = after;
  }
  return { piece: { kind: "text", text: ticks }, length: ticks.length };
}

function emphasisAt(text: string, at: number, depth: number): Found | undefined {
  const mark = text[at] ?? "";
  const run = lengthOfRun(text, at, mark);
  if (run > 3) return { piece: { kind: "text", text: mark.repeat(run) }, length: run };
  const isDouble = text[at + 1] === mark;
  if (mark === "~" && !isDouble) return undefined;
  const marks = isDouble ? mark + mark : mark;
  const before = text[at - 1] ?? " ";
  const first = text[at + marks.length] ?? " ";
  // An opening mark stands before a word; `_` not inside of one.
  if (/\s/.test(first) || (mark === "_" && /[\p{L}\p{N}]/u.test(before))) return undefined;
  const near = text.slice(0, at + mostSearch);
  let end = at + marks.length;
  while ((end = near.indexOf(marks, end)) >= 0) {
    const last = text[end - 1] ?? " ";
    const after = text[end + marks.length] ?? " ";
    const isClosing = end > at + marks.length && last !== " " && !/\s/.test(last) && last !== "\\" && (isDouble || (after !== mark && last !== mark)) && !(mark === "_" && /[\p{L}\p{N}]/u.test(after)); // prettier-ignore
    if (isClosing) {
      const kind = mark === "~" ? "strike" : isDouble ? "strong" : "emphasis";
      return {
        piece: { kind, parts: markdownInline(text.slice(at + marks.length, end), depth + 1) },
        length: end + marks.length - at,
      };
    }
    end += marks.length;
  }
  return { piece: { kind: "text", text: marks }, length: marks.length };
}

function lengthOfRun(text: string, at: number, mark: string): number {
  let end = at;
  while (text[end] === mark) end += 1;
  return end - at;
}

function linkAt(
  text: string,
  at: number,
  { depth, isPicture }: { readonly depth: number; readonly isPicture: boolean },
): Found | undefined {
  if (depth >= mostNesting) return undefined;
  let close = at + 1;
  for (let open = 1; open <= mostNesting && close < text.length && close - at < 2000; close += 1) {
    if (text[close] === "\\") close += 1;
    else if (text[close] === "[") open += 1;
    else if (text[close] === "]" && (open -= 1) === 0) break;
  }
  const target = /^\]\(\s{0,20}<?((?:[^\s()<>]|\([^\s()]*\))*)>?(?:\s{1,20}(?:"[^"]*"|'[^']*'))?\s{0,20}\)/.exec(
    text.slice(close, close + 4000),
  );
  if (target === null) return undefined;
  const label = text.slice(at + 1, close);
  const length = close + target[0].length - at + (isPicture ? 1 : 0);
  const parts = markdownInline(label, depth + 1);
  return { piece: { kind: isPicture ? "picture" : "link", parts, ...addressOf(target[1] ?? "") }, length };
}

function autolinkAt(text: string, at: number): Found | undefined {
  const found = /^<((?:https?:\/\/|mailto:)[^\s<>]+)>/.exec(text.slice(at, at + 2000));
  if (found === null) return undefined;
  const address = found[1] ?? "";
  return {
    piece: { kind: "link", parts: [{ kind: "text", text: address }], ...addressOf(address) },
    length: found[0].length,
  };
}

/** Where a link leads, and what is shown of that; no address for other protocols than these three. */
function addressOf(address: string): { readonly href?: string; readonly host: string } {
  try {
    const url = new URL(address);
    if (url.protocol === "mailto:") return { href: url.href, host: url.pathname };
    if (url.protocol === "http:" || url.protocol === "https:") return { href: url.href, host: url.host };
    return { host: url.protocol };
  } catch {
    return { host: address.startsWith("//") ? (address.slice(2).split("/")[0] ?? "") : "" };
  }
}
