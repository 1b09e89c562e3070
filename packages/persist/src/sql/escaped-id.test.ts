import fc from "fast-check";
import { expect, it } from "vitest";
import { escapedKey, keyOf } from "./escaped-id.ts";

const id = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.string({ unit: fc.constantFrom("\\", "N", "u", "0", "d", "8", "\0", "\ud800", "\udc00", "a") }),
);
const key = fc.record({ partitionKey: fc.option(id), appId: id });

it("gives every key back, from texts without NUL that UTF-8 keeps", () => {
  fc.assert(
    fc.property(key, (one) => {
      const { partition, app } = escapedKey(one);
      expect(keyOf({ partition, app })).toEqual(one);
      for (const text of [partition, app]) {
        expect(text).not.toContain("\0");
        expect(new TextDecoder("utf-8", { ignoreBOM: true }).decode(new TextEncoder().encode(text))).toBe(text);
      }
    }),
  );
});

it.each([
  { key: { partitionKey: "team", appId: "chat-1 é 💥" }, escaped: { partition: "team", app: "chat-1 é 💥" } },
  { key: { partitionKey: null, appId: "" }, escaped: { partition: String.raw`\N`, app: "" } },
  {
    key: { partitionKey: String.raw`\N`, appId: "\0" },
    escaped: { partition: String.raw`\\N`, app: String.raw`\u0000` },
  },
])("writes $key as $escaped", ({ key: one, escaped }) => {
  expect(escapedKey(one)).toEqual(escaped);
});
