import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { answerText, lanesOf, textIn } from "./stream-lanes.ts";

const names = (items: readonly unknown[]): readonly string[] =>
  lanesOf(items).map(({ name, text }) => `${name}: ${text}`);

describe("the channels of a stream", () => {
  it.each([
    { of: "plain texts", items: ["Per", " the"], lanes: ["text: Per the"] },
    { of: "a field that is named like a text", items: [{ response: "a" }, { response: "b" }], lanes: ["response: ab"] },
    {
      of: "chunks that say what they are",
      items: [
        { type: "reasoning", delta: "hm" },
        { type: "content", delta: "yes" },
        { type: "reasoning", delta: "." },
      ],
      lanes: ["reasoning: hm.", "content: yes"],
    },
    {
      of: "chunks of OpenAI",
      items: [{ choices: [{ delta: { content: "a" } }] }, { choices: [{ delta: { content: "" } }] }],
      lanes: ["content: a"],
    },
    { of: "values without text", items: [{ row: 1 }], lanes: ["other: "] },
    { of: "values of the log's own kinds", items: [{ $burr: "date", value: "2026-11-29" }], lanes: ["other: "] },
    { of: "nothing", items: [], lanes: [] },
  ])("of $of", ({ items, lanes }) => {
    expect(names(items)).toEqual(lanes);
  });

  it("are never told by what a prototype has", () => {
    expect(names([JSON.parse('{"__proto__":{"text":"no"},"row":1}') as unknown])).toEqual(["other: "]);
    expect(textIn({ type: "__proto__", delta: "x" })).toBe("x");
    expect(names([{ type: "__proto__", delta: "x" }])).toEqual(["__proto__: x"]);
  });

  it("keep each item once, in order, whatever it is", () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue()), (items) => {
        const places = lanesOf(items).flatMap(({ pieces }) => pieces.map(({ index }) => index));
        expect(places.toSorted((one, other) => one - other)).toEqual(items.map((_, index) => index));
      }),
    );
  });
});

it("takes for the answer what is named like one, else what came last", () => {
  expect(
    answerText(
      lanesOf([
        { type: "content", delta: "yes" },
        { type: "tool", delta: "{}" },
      ]),
    ),
  ).toBe("yes");
  expect(
    answerText(
      lanesOf([
        { type: "a", delta: "1" },
        { type: "b", delta: "2" },
      ]),
    ),
  ).toBe("2");
  expect(answerText(lanesOf([{ row: 1 }]))).toBeUndefined();
});
