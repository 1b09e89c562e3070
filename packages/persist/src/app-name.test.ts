import fc from "fast-check";
import { expect, it } from "vitest";

import { appKeyOf, appName, partitionName } from "./app-name.ts";

const id = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.string({ unit: fc.constantFrom("\ud800", "\udc00", '"', "\\", ",", "[", "]", "{", "}", "\0", "a", "null") }),
);
const key = fc.record({ partitionKey: fc.option(id), appId: id });

it("names every application so that its key can be read from its name, also after UTF-8", () => {
  fc.assert(
    fc.property(key, (one) => {
      const name = appName(one);
      expect(new TextDecoder().decode(new TextEncoder().encode(name))).toBe(name);
      expect(appKeyOf(name)).toEqual(one);
    }),
  );
});

it("names nobody's applications unlike those of any partition", () => {
  fc.assert(
    fc.property(id, (partition) => {
      expect(partitionName(partition)).not.toBe(partitionName(null));
    }),
  );
});

it.each(["1", "[]", '[1,"a"]', '["a"]', "{}", '["a",null]'])("reads no key from %s", (name) => {
  expect(() => appKeyOf(name)).toThrow(TypeError);
});
