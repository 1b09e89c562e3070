import { expect, it } from "vitest";
import { makeStyle } from "./style.ts";
import { tableLines } from "./table.ts";
import { textWidth } from "./text-width.ts";

const plain = makeStyle(false);
const columns = [
  { title: "run", cut: "middle" },
  { title: "steps", align: "right" },
  { title: "action", cut: "end", drop: 1 },
] as const;

it("lines up texts of any script", () => {
  const rows = [
    ["日本語", "7", "ask"],
    ["chat-1", "1,204", "👩‍👩‍👧 answer"],
  ];
  expect(tableLines(columns, rows, { style: plain, width: undefined })).toEqual([
    "run     steps  action",
    "日本語      7  ask",
    "chat-1  1,204  👩‍👩‍👧 answer",
  ]);
});

it("fits into the terminal: the widest column is cut, and what may be missing is left out", () => {
  const rows = [["a-very-long-name-of-a-run-that-goes-on", "7", "an-action-with-a-long-name"]];
  for (const width of [60, 40, 30, 20]) {
    for (const line of tableLines(columns, rows, { style: plain, width })) {
      expect(textWidth(line)).toBeLessThanOrEqual(width);
    }
  }
  expect(tableLines(columns, rows, { style: plain, width: 20 })[0]).not.toContain("action");
});

it("marks what would drive the terminal, and colours cells as a whole", () => {
  const cell = { text: "x\u001b[2J", paint: makeStyle(true).red };
  const [, line] = tableLines([{ title: "t" }], [[cell]], { style: plain, width: undefined });
  expect(line).toBe("\u001b[31mx␛[2J\u001b[39m");
});
