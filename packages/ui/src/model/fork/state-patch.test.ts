import { applyPatch, initialValue, type LoggedState, sameJson } from "@burrjs/protocol";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { draftedState, draftKeys, draftOf, keyProblem, keyText, switched, withChange, withKey } from "./state-draft.ts";
import { patchEntries, patchOf } from "./state-patch.ts";
import { unknownValues } from "./unknown-values.ts";

const date = (value: string) => ({ $burr: "date", value });
const json = fc.jsonValue({ maxDepth: 4 });
const state = fc.dictionary(fc.string({ minLength: 1, maxLength: 6 }), json) as fc.Arbitrary<LoggedState>;

describe("the patch between two states", () => {
  it("makes one of the other, whatever they are", () => {
    fc.assert(
      fc.property(state, state, (before, after) => {
        const made = applyPatch(before, { $patch: patchOf(before, after) });
        expect(sameJson(made, after)).toBe(true);
      }),
    );
  });

  it("makes one of the other when a little was changed, and has an entry for each change", () => {
    const lists = fc.array(fc.array(fc.nat(3), { maxLength: 6 }), { maxLength: 4 });
    fc.assert(
      fc.property(lists, lists, (one, other) => {
        const patch = patchOf({ list: one, same: 1 }, { list: other, same: 1 });
        expect(applyPatch({ list: one, same: 1 }, { $patch: patch })).toEqual({ list: other, same: 1 });
        expect(patchEntries({ list: one, same: 1 }, patch)).toHaveLength(patch.length);
      }),
    );
  });

  it.each([
    {
      name: "a key",
      before: { a: 1, b: { c: 1, d: 2 } },
      after: { a: 1, b: { c: 3, d: 2 } },
      patch: [{ op: "replace", path: "/b/c", value: 3 }],
    },
    {
      name: "an item at the end",
      before: { l: [1] },
      after: { l: [1, 2] },
      patch: [{ op: "add", path: "/l/-", value: 2 }],
    },
    {
      name: "an item in between",
      before: { l: [1, 3] },
      after: { l: [1, 2, 3] },
      patch: [{ op: "add", path: "/l/1", value: 2 }],
    },
    {
      name: "items taken out",
      before: { l: [1, 2, 3, 4] },
      after: { l: [1, 4] },
      patch: [
        { op: "remove", path: "/l/1" },
        { op: "remove", path: "/l/1" },
      ],
    },
    {
      name: "a date",
      before: { at: date("2026") },
      after: { at: date("2027") },
      patch: [{ op: "replace", path: "/at", value: date("2027") }],
    },
    { name: "a key with a slash", before: { "a/b": 1 }, after: {}, patch: [{ op: "remove", path: "/a~1b" }] },
    { name: "nothing but the order of keys", before: { a: { x: 1, y: 2 } }, after: { a: { y: 2, x: 1 } }, patch: [] },
  ])("says of $name what there is to say", ({ before, after, patch }) => {
    expect(patchOf(before, after)).toEqual(patch);
  });

  it("tells for people what was there, and where in a list something is added", () => {
    expect(patchEntries({ l: [1], gone: "x" }, patchOf({ l: [1], gone: "x" }, { l: [1, 2] }))).toMatchObject([
      { op: "remove", path: "/gone", before: { value: "x" } },
      { op: "add", path: "/l/1", after: { value: 2 } },
    ]);
  });
});

describe("a state that is edited", () => {
  const draft = draftOf({ mode: "answer", turns: 2, __engine: 1 });

  it("leaves out what is the engine's own", () => {
    expect(draftKeys(draft)).toEqual(["mode", "turns"]);
    expect(keyProblem(draft, "__x")).toContain("engine");
    expect(keyProblem(draft, "mode")).toContain("already");
    expect(keyProblem(draft, "append")).toContain("operation");
    expect(keyProblem(draft, "new")).toBeUndefined();
  });

  it("is as before once a text is as before", () => {
    const edited = withKey(draft, "mode", '"image"');
    expect(draftedState(edited)).toEqual({ state: { mode: "image", turns: 2 } });
    expect(withKey(edited, "mode", '"answer"')).toEqual(draft);
    expect(withKey(withKey(draft, "new", "1"), "new", null)).toEqual(draft);
  });

  it("takes keys out, and adds others", () => {
    const edited = withKey(withKey(draft, "turns", null), "note", "[1]");
    expect(draftedState(edited)).toEqual({ state: { mode: "answer", note: [1] } });
    expect(keyText(edited, "turns")).toBeNull();
    expect(draftKeys(edited)).toEqual(["mode", "turns", "note"]);
  });

  it("says which key is wrong, and loses nothing of it", () => {
    const wrong = withKey(draft, "mode", '"image');
    expect(draftedState(wrong)).toMatchObject({ key: "mode", problem: { line: 1 } });
    expect(switched(wrong, "whole")).toBe(wrong);
  });

  it("is the same state when it is edited the other way, there and back", () => {
    fc.assert(
      fc.property(state, state, (before, after) => {
        const there = { base: draftOf(before).base, by: "whole" as const, text: JSON.stringify(draftOf(after).base) };
        const wanted = draftedState(there);
        expect(draftedState(switched(there, "key"))).toEqual(wanted);
        expect(draftedState(switched(switched(there, "key"), "whole"))).toEqual(wanted);
      }),
    );
  });

  const hidden = { $burr: "redacted", value: "123456789abc" };
  it("tells which values were never recorded", () => {
    const lacking = {
      a: 1,
      b: { c: [hidden] },
      d: date("2026"),
      e: { $burr: "map", value: [["x", { $burr: "omitted", value: "function" }]] },
      f: initialValue,
      g: initialValue,
    };
    const [inB, inE, inG] = [
      { at: "/b/c/0", why: expect.stringContaining("hidden") as string },
      { at: "/e", why: expect.stringContaining("stored") as string },
      { at: "/g", why: expect.stringContaining("does not begin with it") as string },
    ];
    const initialKeys = ["f"];
    expect(unknownValues(lacking, { initialKeys, read: undefined })).toEqual({ unknown: [inB, inE, inG], unread: [] });
    expect(unknownValues(lacking, { initialKeys, read: new Set(["e"]) })).toEqual({
      unknown: [inE],
      unread: ["b", "g"],
    });
  });

  it("is changed at one place, by key and as a whole", () => {
    const base = { a: { secret: hidden, b: 1 }, c: 2 };
    const byKey = draftOf(base);
    for (const one of [byKey, switched(byKey, "whole")]) {
      const without = withChange(one, { op: "remove", path: "/a/secret" });
      expect([without.by, draftedState(without)]).toEqual([one.by, { state: { a: { b: 1 }, c: 2 } }]);
      expect(draftedState(withChange(one, { op: "remove", path: "/a" }))).toEqual({ state: { c: 2 } });
      const begun = withChange(one, { op: "replace", path: "/a", value: initialValue });
      expect(draftedState(begun)).toEqual({ state: { a: initialValue, c: 2 } });
      expect(withChange(one, { op: "remove", path: "/gone" })).toBe(one);
    }
  });
});
