import { expect, it } from "vitest";
import { shortPieces } from "./short-pieces.ts";

const faces = "😀".repeat(20);

it("the first difference stands with whole characters around it", () => {
  const { shown, isMore } = shortPieces([
    { kind: "same", text: `${faces}x` },
    { kind: "remove", text: "old" },
    { kind: "add", text: "new" },
    { kind: "same", text: `x${faces}` },
  ]);
  expect(shown.map(({ text }) => text)).toEqual([`…${"😀".repeat(8)}x`, "old", "new", `x${"😀".repeat(7)}…`]);
  expect(isMore).toBe(false);
});

it("what differs further on is told of", () => {
  const change = [
    { kind: "remove", text: "a" },
    { kind: "add", text: "b" },
    { kind: "same", text: " and " },
  ] as const;
  expect(shortPieces([...change, ...change])).toEqual({ shown: [...change, change[0]], isMore: true });
});
