import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { PatchOperation } from "../patch.ts";
import { applyPatch } from "./apply-patch.ts";
import { escapePointer, pointerGet, pointerKeys } from "./pointer.ts";
import { stateAfter } from "./state-after.ts";

const state = { a: { b: [1, 2, 3], "x/y~z": 0 }, other: { big: [] }, "": "empty" };

describe("applyPatch", () => {
  it.each<[string, PatchOperation, unknown]>([
    ["adds a key", { op: "add", path: "/c", value: 1 }, { ...state, c: 1 }],
    ["replaces a key that is there when it is added", { op: "add", path: "/a", value: 1 }, { ...state, a: 1 }],
    [
      "replaces a value",
      { op: "replace", path: "/a/b/1", value: null },
      { ...state, a: { ...state.a, b: [1, null, 3] } },
    ],
    ["removes a key", { op: "remove", path: "/" }, { a: state.a, other: state.other }],
    ["removes an item", { op: "remove", path: "/a/b/0" }, { ...state, a: { ...state.a, b: [2, 3] } }],
    ["appends", { op: "add", path: "/a/b/-", value: 4 }, { ...state, a: { ...state.a, b: [1, 2, 3, 4] } }],
    ["appends by position", { op: "add", path: "/a/b/3", value: 4 }, { ...state, a: { ...state.a, b: [1, 2, 3, 4] } }],
    ["inserts", { op: "add", path: "/a/b/1", value: 9 }, { ...state, a: { ...state.a, b: [1, 9, 2, 3] } }],
    ["reads escapes", { op: "replace", path: "/a/x~1y~0z", value: 7 }, { ...state, a: { ...state.a, "x/y~z": 7 } }],
    ["replaces the whole", { op: "replace", path: "", value: { z: 1 } }, { z: 1 }],
  ])("%s", (_what, operation, after) => {
    const before = structuredClone(state);
    expect(applyPatch(state, { $patch: [operation] })).toEqual(after);
    expect(state).toEqual(before);
  });

  it.each<PatchOperation>([
    { op: "replace", path: "/c", value: 1 },
    { op: "remove", path: "/c" },
    { op: "remove", path: "" },
    { op: "replace", path: "", value: [] },
    { op: "add", path: "c", value: 1 },
    { op: "add", path: "/a~2", value: 1 },
    { op: "add", path: "/c/d", value: 1 },
    { op: "add", path: "/toString/d", value: 1 },
    { op: "add", path: "/__proto__/d", value: 1 },
    { op: "add", path: "/a/b/4", value: 1 },
    { op: "add", path: "/a/b/01", value: 1 },
    { op: "add", path: "/a/b/-1", value: 1 },
    { op: "add", path: "/a/b/length", value: 1 },
    { op: "remove", path: "/a/b/-" },
    { op: "replace", path: "/a/b/3", value: 1 },
    { op: "add", path: "/a/b/0/c", value: 1 },
    { op: "add", path: "/a".repeat(201), value: 1 },
  ])("gives undefined for %j, which does not fit", (operation) => {
    const before = structuredClone(state);
    expect(applyPatch(state, { $patch: [{ op: "add", path: "/new", value: 1 }, operation] })).toBeUndefined();
    expect(state).toEqual(before);
  });

  it("shares what the patch does not touch, and changes nothing that was handed in", () => {
    const value = { list: [] };
    const after = applyPatch(state, {
      $patch: [
        { op: "add", path: "/n", value },
        { op: "add", path: "/n/list/-", value: 1 },
      ],
    });
    expect(after?.["other"]).toBe(state.other);
    expect(after?.["a"]).toBe(state.a);
    expect(after?.["n"]).toEqual({ list: [1] });
    expect(value).toEqual({ list: [] });
  });

  it("takes __proto__ for a key like any other", () => {
    const after = applyPatch(state, {
      $patch: [
        { op: "add", path: "/__proto__", value: { polluted: true } },
        { op: "add", path: "/__proto__/more", value: 1 },
        { op: "add", path: "/constructor", value: { prototype: {} } },
        { op: "add", path: "/constructor/prototype/polluted", value: true },
      ],
    });
    expect(after && Object.getOwnPropertyDescriptor(after, "__proto__")?.value).toEqual({ polluted: true, more: 1 });
    expect(after && Object.getPrototypeOf(after)).toBe(Object.prototype);
    expect(({} as { polluted?: true }).polluted).toBeUndefined();
    expect(after && applyPatch(after, { $patch: [{ op: "remove", path: "/__proto__" }] })).not.toHaveProperty(
      "polluted",
    );
  });

  it("gives the value that was added back at its place", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.string(), fc.jsonValue(), (object, key, value) => {
        const path = `/${escapePointer(key)}`;
        const after = applyPatch(object, { $patch: [{ op: "add", path, value }] });
        expect(pointerGet(after, path)).toEqual(value);
        const without = after && applyPatch(after, { $patch: [{ op: "remove", path }] });
        expect(pointerGet(without, path)).toBeUndefined();
      }),
    );
  });

  it("never throws and never changes its input, whatever the patch", () => {
    const path = fc.array(fc.constantFrom("a", "b", "0", "1", "-", "__proto__", "other", "big", ""), { maxLength: 4 });
    const operation = fc.record({
      op: fc.constantFrom("add" as const, "replace" as const, "remove" as const),
      path: path.map((keys) => keys.map((key) => `/${key}`).join("")),
      value: fc.jsonValue(),
    });
    fc.assert(
      fc.property(fc.array(operation, { maxLength: 8 }), ($patch) => {
        const before = structuredClone(state);
        applyPatch(state, { $patch });
        expect(state).toEqual(before);
      }),
    );
  });
});

describe("pointerGet", () => {
  it("finds what its keys name, and only own ones", () => {
    expect(pointerGet(state, "")).toBe(state);
    expect(pointerGet(state, "/a/b/2")).toBe(3);
    expect(pointerGet(state, "/a/x~1y~0z")).toBe(0);
    expect(pointerGet(state, "/")).toBe("empty");
    for (const path of ["/toString", "/a/b/length", "/a/b/3", "/a/b/-", "a", "/a/~2", "/__proto__", "/a/b/0/0"]) {
      expect(pointerGet(state, path)).toBeUndefined();
    }
  });

  it("escapes so that each key comes back", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: fc.constantFrom("~", "/", "0", "1", "a") })), (keys) => {
        expect(pointerKeys(keys.map((key) => `/${escapePointer(key)}`).join(""))).toEqual(keys);
      }),
    );
  });
});

describe("stateAfter", () => {
  it("takes a full state as it is, and a patch by the state before", () => {
    expect(stateAfter(undefined, { state: { $patch: [] } })).toEqual({ $patch: [] });
    expect(
      stateAfter({ n: 1 }, { form: "patch", state: { $patch: [{ op: "replace", path: "/n", value: 2 }] } }),
    ).toEqual({
      n: 2,
    });
    expect(stateAfter({ n: 1 }, {})).toEqual({ n: 1 });
  });

  it("is not known where a patch has nothing to go by, or does not fit", () => {
    expect(stateAfter(undefined, { form: "patch", state: { $patch: [] } })).toBeUndefined();
    expect(stateAfter({}, { form: "patch", state: { $patch: [{ op: "remove", path: "/n" }] } })).toBeUndefined();
  });
});
