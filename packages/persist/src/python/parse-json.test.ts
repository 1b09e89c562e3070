import * as fc from "fast-check";
import { expect, it } from "vitest";
import { parsePythonJson } from "./parse-json.ts";

it.each([
  { what: "NaN and infinities", text: "[NaN, Infinity, -Infinity]", value: [Number.NaN, Infinity, -Infinity] },
  { what: "NaN as the whole", text: "NaN", value: Number.NaN },
  {
    what: "strings that contain these words",
    text: String.raw`{"NaN": "NaN", "-Infinity": ["a \"NaN\" b", "\\", NaN, "\\\"Infinity"]}`,
    value: { NaN: "NaN", "-Infinity": ['a "NaN" b', "\\", Number.NaN, '\\"Infinity'] },
  },
  { what: "escapes", text: String.raw`"\u00e9 \ud83d\ude00 \ud83d \n\t\u0000"`, value: "é 😀 \ud83d \n\t\0" },
  {
    what: "integers that a number cannot hold",
    text: "[9007199254740991, 9007199254740992, -9007199254740993, 1152921504606846976]",
    value: [9007199254740991, 9007199254740992n, -9007199254740993n, 1152921504606846976n],
  },
  { what: "large floats", text: "[1e+16, 1.5e+300, -0.0, 1.0]", value: [1e16, 1.5e300, -0, 1] },
  {
    what: "models of pydantic",
    text: '{"m": [{"role": "user", "inner": {"n": 1}, "__burr_serde__": "pydantic", "__pydantic_class": "app.models.Message"}]}',
    value: { m: [{ role: "user", inner: { n: 1 } }] },
  },
  {
    what: "values of other classes, as they are",
    text: '{"value": "hi", "type": "human", "__burr_serde__": "lc_message_hack"}',
    value: { value: "hi", type: "human", __burr_serde__: "lc_message_hack" },
  },
])("reads $what", ({ text, value }) => {
  expect(parsePythonJson(text)).toStrictEqual(value);
});

it.each(["", "{", '"NaN', "NaN NaN", "nan", "{NaN: 1}", "-NaN", "1NaN", "aInfinity"])("refuses %j", (text) => {
  expect(() => parsePythonJson(text)).toThrow(SyntaxError);
});

it("reads whatever json.dumps writes", () => {
  const text = fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom("NaN", '"Infinity\\', '\\"', "-Infinity,"));
  const bigInteger = fc.oneof(fc.bigInt({ min: 2n ** 53n }), fc.bigInt({ max: -(2n ** 53n) }));
  const leaf = fc.oneof(text, fc.double(), bigInteger, fc.boolean(), fc.constant(null));
  const { value } = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(leaf, fc.array(tie("value")), fc.dictionary(text, tie("value"), { noNullPrototype: true })),
  }));
  fc.assert(
    fc.property(value, (one) => {
      expect(parsePythonJson(dumps(one))).toStrictEqual(one);
    }),
  );
});

it("keeps a key of an object that is called __proto__", () => {
  const text = '{"__proto__": {"a": NaN}, "__burr_serde__": "pydantic"}';
  expect(Object.entries(parsePythonJson(text) as object)).toEqual([["__proto__", { a: Number.NaN }]]);
});

it("takes time in proportion to the length of the text", () => {
  const piece = String.raw`"\\\\\"\u00e9 NaN"`;
  const text = `[${Array.from({ length: 200_000 }, () => piece).join(", ")}, NaN]`;
  expect(parsePythonJson(text)).toHaveLength(200_001);
});

/** `json.dumps`: everything beyond ASCII escaped, a space after commas and colons. Numbers that are no bigints are floats. */
function dumps(value: unknown): string {
  if (typeof value === "bigint") return String(value);
  if (typeof value === "number") return Number.isInteger(value) ? dumpsInteger(value) : String(value);
  if (Array.isArray(value)) return `[${value.map(dumps).join(", ")}]`;
  if (typeof value === "object" && value !== null)
    return `{${Object.entries(value)
      .map(([key, item]) => `${dumps(key)}: ${dumps(item)}`)
      .join(", ")}}`;
  const escape = (unit: string): string => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
  return JSON.stringify(value).replaceAll(/[^\0-~]/g, escape);
}

function dumpsInteger(value: number): string {
  const text = Object.is(value, -0) ? "-0" : String(value);
  return text.includes("e") ? text : `${text}.0`;
}
