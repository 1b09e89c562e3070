import { expect, it } from "vitest";
import { ancestorPointers, childPointer, pointerText, topKey } from "./pointer-text.ts";

it.each([
  { pointer: "", text: "state" },
  { pointer: "/history/0/content", text: "history[0].content" },
  { pointer: "/a~1b", text: '["a/b"]' },
  { pointer: "/größe/with space", text: 'größe["with space"]' },
  { pointer: "/", text: '[""]' },
  { pointer: "no pointer", text: "no pointer" },
])("the pointer $pointer is written as $text", ({ pointer, text }) => {
  expect(pointerText(pointer)).toBe(text);
});

it("names the parents of a pointer, and the key at the top", () => {
  expect(ancestorPointers("/a/b~1c/0")).toEqual(["", "/a", "/a/b~1c"]);
  expect(childPointer("/a", "b/c")).toBe("/a/b~1c");
  expect(topKey("/a~1b/c")).toBe("a/b");
  expect(topKey("")).toBeUndefined();
});
