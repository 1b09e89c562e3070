import type { Cell } from "./board.ts";
import { beginningOf } from "./layout.ts";

const beginningLength = 28;

/** The comparison as a table: a row per model and prompt. */
export function table(cells: readonly Cell[]): string {
  const rows = cells.map(({ model, prompt, outcome, problems }) => {
    const answer = outcome !== undefined && "answer" in outcome ? outcome.answer : undefined;
    return [
      model,
      beginningOf(prompt, beginningLength),
      beginningOf(answer?.text ?? "–", beginningLength),
      millis(answer?.firstChunkMs),
      millis(answer?.totalMs),
      answer === undefined ? "–" : String(answer.tokens),
      problems.join(", "),
    ];
  });
  const all = [["model", "prompt", "answer", "first", "whole", "tokens", "errors"], ...rows];
  const widths = all[0]?.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0))) ?? [];
  return all.map((row) => line(row, widths)).join("\n");
}

const numbers: ReadonlySet<number> = new Set([3, 4, 5]);

function line(row: readonly string[], widths: readonly number[]): string {
  return row
    .map((text, column) =>
      numbers.has(column) ? text.padStart(widths[column] ?? 0) : text.padEnd(widths[column] ?? 0),
    )
    .join("  ")
    .trimEnd();
}

function millis(ms: number | undefined): string {
  return ms === undefined ? "–" : `${ms.toFixed(0)} ms`;
}
