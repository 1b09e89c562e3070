import { pointerGet } from "@burrjs/protocol";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findInValue } from "./find-in-value.ts";

const state = {
  docs: [
    { id: "a", title: "Handbook" },
    { id: "b", title: "FAQ" },
  ],
  table: { $burr: "map", value: [["one", { deep: "needle" }]] },
  when: { $burr: "date", value: "2026-11-29T00:00:00.000Z" },
  n: 42,
};
const pointers = (text: string): readonly string[] => findInValue(state, text).map(({ pointer }) => pointer);

describe("finding a text in a state", () => {
  it.each([
    { text: "handBOOK", found: ["/docs/0/title"] },
    { text: "title", found: ["/docs/0/title", "/docs/1/title"] },
    { text: "needle", found: ["/table/value/0/1/deep"] },
    { text: "2026-11", found: ["/when"] },
    { text: "42", found: ["/n"] },
    { text: "nowhere", found: [] },
    { text: "", found: [] },
  ])("finds $text at $found", ({ text, found }) => {
    expect(pointers(text)).toEqual(found);
  });

  it("says which hundreds have to be open to see it", () => {
    const list = Array.from({ length: 500 }, (_, index) => ({ name: `row ${index}.` }));
    expect(findInValue({ list }, "row 321.")[0]?.way).toEqual([
      { pointer: "", page: 0 },
      { pointer: "/list", page: 3 },
      { pointer: "/list/321", page: 0 },
    ]);
  });

  it("leads to something, whatever the value", () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), fc.jsonValue()),
        fc.string({ minLength: 1, maxLength: 2 }),
        (value, text) => {
          const json = JSON.parse(JSON.stringify(value)) as unknown;
          for (const { pointer } of findInValue(json, text)) expect(pointerGet(json, pointer)).not.toBeUndefined();
        },
      ),
    );
  });
});
