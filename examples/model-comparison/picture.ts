import type { Cell } from "./board.ts";
import { besides, beginningOf, wrapped } from "./layout.ts";

/** The cells as lines: a block per prompt, a column per model. */
export function picture(
  cells: readonly Cell[],
  { columns, rows }: { readonly columns: number; readonly rows: number },
): string[] {
  const prompts = [...new Set(cells.map(({ prompt }) => prompt))];
  // Each block has a line for its prompt, one for the models, and an empty one; the cursor stands in the last line.
  const mostLines = Math.max(1, Math.floor((rows - 1) / prompts.length) - 3);
  return prompts.flatMap((prompt) => {
    const inBlock = cells.filter((cell) => cell.prompt === prompt);
    const width = Math.max(8, Math.floor((columns + 2) / inBlock.length) - 2);
    const texts = inBlock.map((cell) => textOf(cell, width));
    const height = Math.min(mostLines, Math.max(1, ...texts.map(({ length }) => length)));
    // Of what does not fit, the end is shown.
    const shown = texts.map((lines) => lines.slice(-height));
    const heads = inBlock.map((cell) => [beginningOf(`${signs[cell.status]} ${cell.model}`, width)]);
    return [beginningOf(prompt, columns), ...besides(heads, width, 1), ...besides(shown, width, height), ""];
  });
}

const signs: Readonly<Record<Cell["status"], string>> = { waiting: "·", answering: "…", done: "✓", failed: "✗" };

function textOf({ status, text, problems }: Cell, width: number): string[] {
  const problem = problems.at(-1);
  if (status === "failed" || (text === "" && problem !== undefined)) return wrapped(`(${problem ?? "failed"})`, width);
  return wrapped(text, width);
}
