import { type DiffEntry, diffJson, preview } from "@burrjs/protocol";
import { describe, expect, it } from "vitest";
import { needsParts, writeDiff } from "./write-diff.ts";

const change = (before: unknown, after: unknown): DiffEntry => ({
  path: "/chat",
  op: "change",
  before: preview(before),
  after: preview(after),
});
const shown = (entry: DiffEntry, parts?: readonly DiffEntry[]): string => {
  const { row, more } = writeDiff(entry, parts);
  return `${row.mark} ${row.path}${more === 0 ? "" : `, ${more} more`}`;
};

describe("a write of a value in short", () => {
  it.each([
    { what: "an item at the end", entry: change([1], [1, 2]), text: "+ [1]" },
    { what: "several members", entry: change({ a: 1, b: 1 }, { a: 2, c: 1 }), text: "~ a, 2 more" },
    { what: "a plain value", entry: change(1, 2), text: "~ " },
    { what: "another kind of value", entry: change([1], { a: 1 }), text: "~ " },
    { what: "the first write", entry: { path: "/chat", op: "add" as const, after: preview([1]) }, text: "+ " },
  ])("is $text of $what", ({ entry, text }) => {
    expect(shown(entry)).toBe(text);
  });

  it("takes what had to be asked for of large values", () => {
    const [before, after] = [["x".repeat(9000)], ["x".repeat(9000), "y"]];
    const entry = change(before, after);
    expect(needsParts(entry)).toBe(true);
    expect(shown(entry)).toBe("~ ");
    const parts = diffJson(before, after).map((part) => ({ ...part, path: `/chat${part.path}` }));
    expect(shown(entry, parts)).toBe("+ [1]");
    expect(shown(entry, [])).toBe("~ ");
  });

  it("asks for nothing where it has all", () => {
    expect(needsParts(change([1], [2]))).toBe(false);
    expect(needsParts(change("x".repeat(9000), "y"))).toBe(false);
  });
});
