import { type Inline, markdownInline } from "./markdown-inline.ts";

/** A block of Markdown. */
export type Block =
  | { readonly kind: "heading"; readonly level: number; readonly parts: readonly Inline[] }
  | { readonly kind: "paragraph"; readonly parts: readonly Inline[] }
  | { readonly kind: "code"; readonly language: string; readonly text: string }
  | { readonly kind: "quote"; readonly blocks: readonly Block[] }
  | {
      readonly kind: "list";
      readonly isOrdered: boolean;
      readonly start: number;
      readonly items: readonly (readonly Block[])[];
    }
  | { readonly kind: "rule" };

/** From this length on (150 KB), Markdown is not made of a text. */
export const mostMarkdown = 150_000;

const mostNesting = 10;
const heading = /^ {0,3}(#{1,6})(?=\s|$)/;
const fence = /^ {0,3}(`{3,}|~{3,})\s*([^`\s]*)[^`]*$/;
const rule = /^ {0,3}(?:(?:\*\s*){3,}|(?:-\s*){3,}|(?:_\s*){3,})$/;
const item = /^( {0,3})([-*+]|\d{1,9}[.)])(?:( +)|$)/;
const quote = /^ {0,3}> ?/;

/** The blocks of a Markdown text, as CommonMark has them in its common part. HTML is text. */
export function markdownBlocks(text: string): readonly Block[] {
  return blocksOf(text.replaceAll("\r\n", "\n").replaceAll("\t", "    ").split("\n"), 0);
}

function blocksOf(lines: readonly string[], depth: number): readonly Block[] {
  const blocks: Block[] = [];
  let at = 0;
  while (at < lines.length) {
    const line = lines[at] ?? "";
    if (line.trim() === "") {
      at += 1;
      continue;
    }
    const { block, length } = depth >= mostNesting ? paragraphAt(lines, at) : blockAt(lines, at, depth);
    blocks.push(block);
    at += length;
  }
  return blocks;
}

interface Taken {
  readonly block: Block;
  /** How many lines it has. */
  readonly length: number;
}

function blockAt(lines: readonly string[], at: number, depth: number): Taken {
  const line = lines[at] ?? "";
  const title = heading.exec(line);
  if (title !== null)
    return {
      block: { kind: "heading", level: title[1]?.length ?? 1, parts: markdownInline(headingText(line)) },
      length: 1,
    };
  if (isFence(line)) return fencedAt(lines, at);
  if (rule.test(line)) return { block: { kind: "rule" }, length: 1 };
  if (quote.test(line)) return quoteAt(lines, at, depth);
  if (item.test(line)) return listAt(lines, at, depth);
  if (/^ {4}/.test(line)) return indentedAt(lines, at);
  return paragraphAt(lines, at);
}

function headingText(line: string): string {
  const text = line.trim().replace(/^#+/, "").trim();
  const marks = /#+$/.exec(text.slice(-100))?.[0].length ?? 0;
  const before = text.slice(0, text.length - marks);
  return marks > 0 && (before === "" || /\s$/.test(before.slice(-1))) ? before.trimEnd() : text;
}

/** Longer lines begin no code: looking at them would take long. */
function isFence(line: string): boolean {
  return line.length < 200 && fence.test(line);
}

function fencedAt(lines: readonly string[], at: number): Taken {
  const [, marks = "```", language = ""] = fence.exec(lines[at] ?? "") ?? [];
  const indent = /^ */.exec(lines[at] ?? "")?.[0].length ?? 0;
  let end = at + 1;
  while (end < lines.length && !isFenceEnd(lines[end] ?? "", marks)) end += 1;
  const text = lines.slice(at + 1, end).map((line) => line.replace(new RegExp(`^ {0,${indent}}`), "")).join("\n"); // prettier-ignore
  return { block: { kind: "code", language, text }, length: Math.min(lines.length, end + 1) - at };
}

function isFenceEnd(line: string, marks: string): boolean {
  const found = /^ {0,3}(`{3,}|~{3,})\s*$/.exec(line)?.[1];
  return found?.[0] === marks[0] && found !== undefined && found.length >= marks.length;
}

function indentedAt(lines: readonly string[], at: number): Taken {
  let end = at;
  while (end < lines.length && (/^ {4}/.test(lines[end] ?? "") || (lines[end] ?? "").trim() === "")) end += 1;
  const text = lines.slice(at, end).map((line) => line.slice(4)).join("\n").trimEnd(); // prettier-ignore
  return { block: { kind: "code", language: "", text }, length: end - at };
}

function quoteAt(lines: readonly string[], at: number, depth: number): Taken {
  let end = at;
  while (end < lines.length && (quote.test(lines[end] ?? "") || (end > at && isLazy(lines[end] ?? "")))) end += 1;
  const inside = lines.slice(at, end).map((line) => line.replace(quote, ""));
  return { block: { kind: "quote", blocks: blocksOf(inside, depth + 1) }, length: end - at };
}

/** A line that goes on a paragraph though it lacks the mark of what the paragraph stands in. */
function isLazy(line: string): boolean {
  return (
    line.trim() !== "" &&
    !heading.test(line) &&
    !isFence(line) &&
    !rule.test(line) &&
    !item.test(line) &&
    !quote.test(line)
  );
}

function listAt(lines: readonly string[], at: number, depth: number): Taken {
  const [, , mark = "-"] = item.exec(lines[at] ?? "") ?? [];
  const isOrdered = /\d/.test(mark);
  const isSame = (line: string): boolean => {
    const other = item.exec(line)?.[2];
    return other !== undefined && !rule.test(line) && other.at(-1) === mark.at(-1);
  };
  const items: (readonly Block[])[] = [];
  let end = at;
  while (end < lines.length && isSame(lines[end] ?? "")) {
    const [whole = "", , , spaces = " "] = item.exec(lines[end] ?? "") ?? [];
    // A list item with an indented code block begins with more than four spaces.
    const indent = spaces.length > 4 ? whole.length - spaces.length + 1 : Math.max(2, whole.length);
    const inside = [(lines[end] ?? "").slice(Math.min(whole.length, indent))];
    end += 1;
    while (end < lines.length && belongs(lines, end, indent)) {
      inside.push((lines[end] ?? "").replace(new RegExp(`^ {0,${indent}}`), ""));
      end += 1;
    }
    items.push(blocksOf(inside, depth + 1));
  }
  return {
    block: { kind: "list", isOrdered, start: isOrdered ? Number.parseInt(mark, 10) : 1, items },
    length: end - at,
  };
}

/** Whether a line is of an item whose text begins in this column. */
function belongs(lines: readonly string[], at: number, indent: number): boolean {
  const line = lines[at] ?? "";
  if (line.trim() !== "")
    return new RegExp(`^ {${indent}}`).test(line) || ((lines[at - 1] ?? "").trim() !== "" && isLazy(line));
  const next = lines[at + 1] ?? "";
  return (
    new RegExp(`^ {${indent}}`).test(next) ||
    (next.trim() !== "" && item.test(next) && new RegExp(`^ {${indent}}`).test(next))
  );
}

function paragraphAt(lines: readonly string[], at: number): Taken {
  let end = at + 1;
  while (end < lines.length && isLazy(lines[end] ?? "") && !/^ {0,3}(?:=+|-+)\s*$/.test(lines[end] ?? "")) end += 1;
  const text = lines.slice(at, end).map((line) => line.trimStart()).join("\n").trimEnd(); // prettier-ignore
  const under = /^ {0,3}(=+|-+)\s*$/.exec(lines[end] ?? "")?.[1];
  if (under !== undefined)
    return {
      block: { kind: "heading", level: under.startsWith("=") ? 1 : 2, parts: markdownInline(text) },
      length: end + 1 - at,
    };
  return { block: { kind: "paragraph", parts: markdownInline(text) }, length: end - at };
}
