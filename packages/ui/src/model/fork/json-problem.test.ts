import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { jsonProblem } from "./json-problem.ts";
import { jsonText } from "./json-text.ts";
import { jsonLineTokens } from "./json-tokens.ts";
import { parsedJson, parsedObject } from "./parsed-json.ts";

describe("what is wrong with JSON", () => {
  it.each([
    { text: "", line: 1, column: 1, says: "nothing here" },
    { text: '{"a": 1,}', line: 1, column: 8, says: "take it out" },
    { text: '{\n  "a": 1\n  "b": 2\n}', line: 2, column: 9, says: "comma is missing" },
    { text: "{a: 1}", line: 1, column: 2, says: "double quotes" },
    { text: "['x']", line: 1, column: 2, says: "double quotes" },
    { text: '{"a" 1}', line: 1, column: 6, says: "colon" },
    { text: '{"a": }', line: 1, column: 7, says: "value is missing" },
    { text: '{"a": "x', line: 1, column: 7, says: "closing quote" },
    { text: '"a\nb"', line: 1, column: 1, says: "\\n" },
    { text: '"\\x"', line: 1, column: 2, says: "backslash" },
    { text: "[1, 2", line: 1, column: 6, says: "begins in line 1" },
    { text: '{"a": [1}', line: 1, column: 9, says: "A ] is missing" },
    { text: "undefined", line: 1, column: 1, says: "undefined is no value" },
    { text: "True", line: 1, column: 1, says: "no value" },
    { text: "[01]", line: 1, column: 2, says: "no number" },
    { text: "1 2", line: 1, column: 3, says: "has ended before" },
    { text: '{"a": 1, "a": 2}', line: 1, column: 10, says: "second time" },
  ])("of $text it names the place and what to do", ({ text, line, column, says }) => {
    const problem = jsonProblem(text);
    expect(problem).toMatchObject({ line, column });
    expect(problem?.message).toContain(says);
  });

  it("finds nothing in what JSON.stringify writes, however it is laid out", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), fc.nat(3), (value, indent) => {
        expect(jsonProblem(JSON.stringify(value, null, indent))).toBeUndefined();
      }),
    );
  });

  it("agrees with JSON.parse on texts that were broken somewhere", () => {
    const broken = fc.tuple(
      fc.jsonValue({ maxDepth: 3 }),
      fc.nat(),
      fc.constantFrom("", ",", "}", "]", '"', "\\", "a", "-", "\n", "1"),
    );
    fc.assert(
      fc.property(broken, ([value, at, put]) => {
        const text = JSON.stringify(value);
        const place = at % (text.length + 1);
        const changed = text.slice(0, place) + put + text.slice(place + (put === "" ? 1 : 0));
        const problem = jsonProblem(changed);
        fc.pre(problem?.message.includes("second time") !== true);
        expect(problem === undefined).toBe(parses(changed));
      }),
      { numRuns: 500 },
    );
  });

  it("takes an object for a state, and neither a list nor a special value", () => {
    expect(parsedObject('{"a":1}', "The state")).toEqual({ value: { a: 1 } });
    for (const text of ["[1]", "1", "null", '{"$burr":"date","value":"x"}']) {
      expect(parsedObject(text, "The state")).toMatchObject({
        problem: { message: expect.stringContaining("The state has to be an object") as string },
      });
    }
  });
});

describe("JSON to be edited", () => {
  it("is the same value, with what cannot be seen as escapes", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(parsedJson(jsonText(value))).toEqual({ value: JSON.parse(JSON.stringify(value)) as unknown });
      }),
    );
    expect(jsonText("a\u202eb\u200b")).toBe('"a\\u202eb\\u200b"');
    expect(jsonText("👩\u200d👩 1\u200d")).toBe('"👩\u200d👩 1\\u200d"');
  });

  it("is coloured without losing a character, also when it is wrong", () => {
    const line = fc.oneof(
      fc.string({ unit: "grapheme" }),
      fc.jsonValue().map((value) => JSON.stringify(value)),
      fc.constantFrom('  "a": [true, nul', '"open'),
    );
    fc.assert(
      fc.property(line, (text) => {
        const joined = jsonLineTokens(text)
          .map((token) => token.text)
          .join("");
        expect(joined).toBe(text);
      }),
    );
    expect(jsonLineTokens('  "a": "b", 12 true').filter(({ text }) => text.trim() !== "").map(({ kind }) => kind)).toEqual(["key", "punctuation", "string", "punctuation", "number", "keyword"]); // prettier-ignore
  });
});

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
