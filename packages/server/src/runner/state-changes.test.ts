import { applyPatch, type LoggedState } from "@burrjs/protocol";
import * as fc from "fast-check";
import { expect, it } from "vitest";
import { stateChanges } from "./state-changes.ts";

const value = fc.jsonValue({ maxDepth: 3 });
const list = fc.array(fc.nat(3), { maxLength: 6 });
const state = fc.dictionary(fc.constantFrom("a", "b", "c/d", "~", "__proto__"), fc.oneof(value, list), { maxKeys: 4 });

it("what is told of two states makes the one of the other", () => {
  fc.assert(
    fc.property(state, state, (before, after) => {
      expect(applyPatch(before, { $patch: stateChanges(before, after) })).toEqual(after);
    }),
  );
});

it.each<{
  readonly what: string;
  readonly before: LoggedState;
  readonly after: LoggedState;
  readonly told: readonly string[];
}>([
  { what: "nothing", before: { a: [1] }, after: { a: [1] }, told: [] },
  { what: "more in a list", before: { a: [1] }, after: { a: [1, 2, 3] }, told: ["add /a/-", "add /a/-"] },
  { what: "a list that slides", before: { a: [1, 2, 3] }, after: { a: [2, 3, 4] }, told: ["remove /a/0", "add /a/-"] },
  {
    what: "another list",
    before: { a: [1, 2] },
    after: { a: [2, 1, 3] },
    told: ["remove /a/0", "add /a/-", "add /a/-"],
  },
  { what: "a list that is not like it", before: { a: [1, 2] }, after: { a: [3] }, told: ["replace /a"] },
  { what: "a member", before: { a: { b: 1, c: 2 } }, after: { a: { b: 3, d: 4 } }, told: ["remove /a/c", "replace /a/b", "add /a/d"] }, // prettier-ignore
  { what: "a value with a tag", before: { a: { $burr: "date", value: "x" } }, after: { a: { $burr: "date", value: "y" } }, told: ["replace /a"] }, // prettier-ignore
  { what: "a key that is gone, and one that came", before: { a: 1 }, after: { b: 1 }, told: ["remove /a", "add /b"] },
])("tells of $what as a tracker does", ({ before, after, told }) => {
  expect(stateChanges(before, after).map(({ op, path }) => `${op} ${path}`)).toEqual(told);
});
