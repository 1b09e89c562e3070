import fc from "fast-check";
import { expect, it } from "vitest";
import { isPlainName } from "../reader/plain-name.ts";
import { folderName } from "./folder-name.ts";

const long = "x".repeat(300);

it.each([
  ["chat-1", null, "chat-1"],
  ["chat-1", "user", "chat-1~user"],
  ["chat-1", "", "chat-1~"],
  ["a/b", "../..", "a%2Fb~%2E.%2F.%2E"],
  ["..", null, "%2E%2E"],
  [".hidden", null, "%2Ehidden"],
  ["a~b", null, "a%7Eb"],
  ["con", null, "%63on"],
  ["COM1.txt", null, "%43OM1.txt"],
  ["名前 😀", null, "%E5%90%8D%E5%89%8D%20%F0%9F%98%80"],
])("the folder of %j in partition %j is %s", (appId, partitionKey, name) => {
  expect(folderName({ appId, partitionKey })).toBe(name);
});

it("names that are too long are cut, and marked so that they stay apart", () => {
  const names = [folderName({ appId: long, partitionKey: null }), folderName({ appId: `${long}y`, partitionKey: null }), folderName({ appId: long, partitionKey: "p" })]; // prettier-ignore
  for (const name of names) expect(name).toMatch(/^x{200}~[0-9a-f]{16}$/);
  expect(new Set(names).size).toBe(3);
  expect(folderName({ appId: "", partitionKey: null })).toMatch(/^~[0-9a-f]{16}$/);
});

it("every id has a name that is safe, and no two have the same", () => {
  const id = fc.oneof(fc.string({ unit: "binary", maxLength: 40 }), fc.string({ maxLength: 400 }), fc.constantFrom("..", ".", "~", "%", "a~b", "\ud800", "\udfff")); // prettier-ignore
  const app = fc.record({ appId: id, partitionKey: fc.option(id) });
  fc.assert(
    fc.property(app, app, (one, other) => {
      const [first, second] = [folderName(one), folderName(other)];
      expect(isPlainName(first)).toBe(true);
      expect(first === second).toBe(one.appId === other.appId && one.partitionKey === other.partitionKey);
      expect(isPlainName(folderName(one, "python"))).toBe(true);
    }),
    { numRuns: 500 },
  );
});

it("in the form of Python it is the id itself, where that can be a name", () => {
  expect(folderName({ appId: "my app-1", partitionKey: "p" }, "python")).toBe("my app-1");
  expect(folderName({ appId: "a/b", partitionKey: "p" }, "python")).toBe("a%2Fb");
  expect(folderName({ appId: "con", partitionKey: null }, "python")).toBe("%63on");
});
