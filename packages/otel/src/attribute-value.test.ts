import fc from "fast-check";
import { expect, it } from "vitest";
import { attributeValue } from "./index.ts";

class Point {
  readonly x = 1;
}
const circular: { self?: unknown } = {};
circular.self = circular;

it.each([
  { what: "text", value: "a", attribute: "a" },
  { what: "a number", value: 1.5, attribute: 1.5 },
  { what: "a boolean", value: false, attribute: false },
  { what: "a list of text", value: ["a", "b"], attribute: ["a", "b"] },
  { what: "a list of numbers", value: [1, 2], attribute: [1, 2] },
  { what: "a list of booleans", value: [true, false], attribute: [true, false] },
  { what: "an empty list", value: [], attribute: [] },
  { what: "a mixed list", value: [1, "a"], attribute: '[1,"a"]' },
  { what: "a list with a gap", value: ["a", null], attribute: '["a",null]' },
  { what: "a record", value: { a: [1, { b: null }] }, attribute: '{"a":[1,{"b":null}]}' },
  { what: "null", value: null, attribute: "null" },
  { what: "undefined", value: undefined, attribute: undefined },
  { what: "not a number", value: Number.NaN, attribute: "NaN" },
  { what: "a big integer", value: 7n, attribute: '{"$burr":"bigint","value":"7"}' },
  { what: "a date", value: new Date(0), attribute: '{"$burr":"date","value":"1970-01-01T00:00:00.000Z"}' },
  { what: "a function", value: function add() {}, attribute: "[function add]" },
  { what: "an instance", value: new Point(), attribute: '{"x":1}' },
  { what: "a symbol", value: Symbol("s"), attribute: "Symbol(s)" },
  { what: "what refers to itself", value: circular, attribute: "[object Object]" },
  {
    what: "what cannot be shown",
    value: Object.assign(Object.create(null) as object, circular),
    attribute: "(could not be shown)",
  },
])("152: $what becomes an attribute", ({ value, attribute }) => {
  expect(attributeValue(value)).toEqual(attribute);
});

it("152: whatever it is, it becomes a value that OpenTelemetry takes, and is left as it was", () => {
  const anything = fc.anything({
    withBigInt: true,
    withDate: true,
    withMap: true,
    withSet: true,
    withSparseArray: true,
    withTypedArray: true,
    withNullPrototype: true,
  });
  fc.assert(
    fc.property(anything, (value) => {
      const attribute = attributeValue(value);
      const kinds = new Set([attribute].flat().map((item) => typeof item));
      expect(kinds.size).toBeLessThanOrEqual(1);
      const [kind = "string"] = kinds;
      expect(value === undefined ? ["undefined"] : ["string", "number", "boolean"]).toContain(kind);
    }),
  );
});
