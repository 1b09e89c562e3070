import { glob, readFile } from "node:fs/promises";
import { join, sep } from "node:path";
import { marked, type Token, type Tokens } from "marked";
import type { Passage } from "./chat.ts";

/** A Markdown file. */
export interface Document {
  /** Relative to the folder that was read, with forward slashes. */
  readonly file: string;
  readonly markdown: string;
}

/** Where a repository keeps its documentation. */
export const repositoryDocuments = ["README.md", "CONTRIBUTING.md", "docs/**/*.md", "packages/*/README.md"];

/** The Markdown files of a folder that match `patterns`, by name; hidden folders and `node_modules` are passed over. */
export async function loadDocuments(
  folder: string,
  patterns: readonly string[] = ["**/*.md", "**/*.markdown"],
): Promise<Document[]> {
  const files: string[] = [];
  const exclude = (path: string): boolean => /(^|[\\/])(\.[^.\\/]|node_modules$)/.test(path);
  for await (const file of glob(patterns, { cwd: folder, exclude })) files.push(file);
  return await Promise.all(
    files.toSorted().map(async (file) => ({
      file: file.split(sep).join("/"),
      markdown: await readFile(join(folder, file), "utf8"),
    })),
  );
}

const longestPassage = 900;

/** The passages of a document: one per section, more where a section is long. */
export function splitDocument({ file, markdown }: Document): Passage[] {
  const passages: Passage[] = [];
  const headings: string[] = [];
  let lines: string[] = [];
  let code = "";
  const close = (): void => {
    const [title, ...below] = headings.filter((text) => text !== "");
    const heading = below.length > 0 ? below.join(" › ") : (title ?? "");
    if (lines.length > 0 || code !== "") passages.push({ file, heading, text: lines.join("\n"), code });
    lines = [];
    code = "";
  };
  for (const token of marked.lexer(markdown)) {
    if (token.type === "heading") {
      close();
      const { depth, tokens } = token as Tokens.Heading;
      headings.length = Math.min(headings.length, depth - 1);
      while (headings.length < depth - 1) headings.push("");
      headings.push(plainText(tokens).replaceAll("`", ""));
    } else if (token.type === "code") {
      if (code === "") ({ text: code } = token as Tokens.Code);
    } else {
      const added = linesOf(token);
      const length = [...lines, ...added].join("\n").length;
      if (lines.length > 0 && length > longestPassage) close();
      lines.push(...added);
    }
  }
  close();
  return passages;
}

/** The lines of prose in a block: a paragraph is one, a list has one per item, a table one per row. */
function linesOf(token: Token): string[] {
  switch (token.type) {
    case "paragraph":
    case "text":
      return nonEmpty([plainText((token as Tokens.Paragraph).tokens ?? [token])]);
    case "list":
      return (token as Tokens.List).items.flatMap((item) => item.tokens.flatMap(linesOf));
    case "blockquote":
      return (token as Tokens.Blockquote).tokens.flatMap(linesOf);
    case "table":
      return (token as Tokens.Table).rows.map((row) => nonEmpty(row.map((cell) => plainText(cell.tokens))).join(": "));
    default:
      return []; // rules, HTML, definitions, blank space
  }
}

/** The text of inline Markdown; of its marks only the backticks of code are kept. */
function plainText(tokens: readonly Token[]): string {
  return tokens.map(inlineText).join("").replace(/\s+/g, " ").trim();
}

function inlineText(token: Token): string {
  if (token.type === "codespan") return `\`${(token as Tokens.Codespan).text}\``;
  if (token.type === "br") return " ";
  if (token.type === "html" || token.type === "image" || token.type === "checkbox") return "";
  if ("tokens" in token && token.tokens !== undefined) return token.tokens.map(inlineText).join("");
  return "text" in token && typeof token.text === "string" ? token.text : "";
}

function nonEmpty(texts: readonly string[]): string[] {
  return texts.filter((text) => text !== "");
}
