import { describe, expect, it } from "vitest";
import { burr } from "../index.ts";
import { failure } from "../testing/counter-app.ts";

interface Things {
  foo: string;
  baz: string;
  n: number;
  big: bigint;
  xs: string[];
  ys: number[];
}

const b = burr<Things>();

function stateOf<TInitial extends Partial<Things>>(state: TInitial, freeze = true) {
  const app = b.application({
    actions: { idle: b.action({ reads: [], writes: [], run: () => ({}) }) },
    transitions: [],
    entrypoint: "idle",
    state: state as never, // any part of `Things`
    freeze,
  });
  return app.state;
}

describe("a state", () => {
  it("1: reads its keys as properties, a missing one as undefined or as the fallback of get()", () => {
    const state = stateOf({ foo: "bar" });
    expect(state.foo).toBe("bar");
    expect(state.baz).toBeUndefined();
    expect(state.get("foo", "other")).toBe("bar");
    expect(state.get("baz")).toBeUndefined();
    expect(state.get("baz", "fallback")).toBe("fallback");
  });

  it("1: says of a key whether it has it, and spreads to the plain values", () => {
    const state = stateOf({ foo: "bar", n: 1 });
    expect("foo" in state).toBe(true);
    expect("baz" in state).toBe(false);
    expect({ ...state }).toStrictEqual({ foo: "bar", n: 1 });
    expect(JSON.stringify(state)).toBe('{"foo":"bar","n":1}');
  });

  it("5: append adds an item to a list and leaves the original alone", () => {
    const state = stateOf({ xs: ["bar"] });
    expect(state.append({ xs: "baz" }).xs).toEqual(["bar", "baz"]);
    expect(state.xs).toEqual(["bar"]);
  });

  it("6: append and extend begin with an empty list where there is none", () => {
    const state = stateOf({})
      .append({ xs: "1" })
      .extend({ ys: [1, 2] });
    expect(state.toJSON()).toEqual({ xs: ["1"], ys: [1, 2] });
  });

  it("7: append and extend change several keys in one call", () => {
    const state = stateOf({ xs: ["a"], ys: [1] });
    expect(state.append({ xs: "b", ys: 2 }).toJSON()).toEqual({ xs: ["a", "b"], ys: [1, 2] });
    expect(state.extend({ xs: ["b", "c"], ys: [] }).toJSON()).toEqual({ xs: ["a", "b", "c"], ys: [1] });
  });

  it("8: append and extend refuse a value that is no list, and extend items that are none", () => {
    const state = stateOf({ foo: "bar", xs: [] });
    expect(() => state.append({ foo: "x" } as never)).toThrow(failure("not-a-list", "append()", '"foo"'));
    expect(() => state.extend({ foo: ["x"] } as never)).toThrow(failure("not-a-list", "extend()", '"foo"'));
    expect(() => state.extend({ xs: "abc" } as never)).toThrow(failure("not-a-list", "extend()", '"xs"'));
  });

  it("9: update changes the keys it is given and no other", () => {
    const state = stateOf({ foo: "bar", baz: "qux" });
    expect(state.update({ foo: "x" }).toJSON()).toEqual({ foo: "x", baz: "qux" });
    expect(state.toJSON()).toEqual({ foo: "bar", baz: "qux" });
  });

  it("10: increment adds to a number, begins at 0, and refuses what is no number", () => {
    const state = stateOf({ n: 1, foo: "bar" });
    expect(state.increment({ n: 2 }).n).toBe(3);
    expect(stateOf({}).increment({ n: 2, big: 2n }).toJSON()).toEqual({ n: 2, big: 2n });
    expect(() => state.increment({ foo: 1 } as never)).toThrow(failure("not-a-number", "increment()", '"foo"'));
    expect(() => state.increment({ n: 1n } as never)).toThrow(failure("not-a-number", '"n"'));
  });

  it("takes keys away with delete, and passes over those that are not there", () => {
    const state = stateOf({ foo: "bar", baz: "qux" });
    expect(state.delete("foo", "n").toJSON()).toEqual({ baz: "qux" });
    expect("foo" in state.delete("foo")).toBe(false);
  });

  it("13: equals a state with the same content, and the plain object", () => {
    const state = stateOf({ foo: "bar", xs: ["a", "b"] });
    expect(state).toEqual(stateOf({ foo: "bar" }).extend({ xs: ["a", "b"] }));
    expect(state).toEqual({ foo: "bar", xs: ["a", "b"] });
    expect(state).not.toEqual({ foo: "bar", xs: ["a"] });
  });

  it("14: does not change when the list of a later state is mutated", () => {
    const first = stateOf({ xs: ["a"] }, false);
    const second = first.append({ xs: "b" });
    (second.xs as string[]).push("mutated"); // freezing is off
    expect(first.xs).toEqual(["a"]);
    expect(second.append({ xs: "c" }).xs).toEqual(["a", "b", "c"]);
  });

  it("branches: two states made from the same one do not see each other's items", () => {
    const base = stateOf({ xs: ["a"] }).append({ xs: "b" });
    const left = base.append({ xs: "left" });
    const right = base.append({ xs: "right" });
    expect([base.xs, left.xs, right.xs]).toEqual([
      ["a", "b"],
      ["a", "b", "left"],
      ["a", "b", "right"],
    ]);
  });

  it("refuses assignment", () => {
    const state = stateOf({ foo: "bar" });
    expect(() => Object.assign(state, { foo: "x" })).toThrow(TypeError);
    expect(state.foo).toBe("bar");
  });

  it.each(["update", "append", "extend", "increment", "delete", "get", "toJSON", "__private", "__proto__"])(
    "refuses the key %s, which is reserved",
    (key) => {
      const patch = JSON.parse(`{ "${key}": 1 }`) as never; // an own key, also for "__proto__"
      expect(() => stateOf({}).update(patch)).toThrow(failure("invalid-key", key));
      expect(() => stateOf(patch)).toThrow(failure("invalid-key", "initial state", key));
      expect(() => b.action({ reads: [key as never], writes: [], run: () => ({}) })).toThrow(
        failure("invalid-key", key),
      );
    },
  );

  it("holds keys that are also names of Object's methods", () => {
    const [constructor, toString] = ["constructor", "toString"] as never[]; // keys that `Things` does not have
    const state = stateOf({});
    expect(state.get(constructor!)).toBeUndefined();
    expect(state.get(toString!, "fallback")).toBe("fallback");
    expect(state.increment({ constructor: 2 } as never).get(constructor!)).toBe(2);
    expect(state.append({ toString: 1 } as never).get(toString!)).toEqual([1]);
    expect({ ...state.update({ constructor: 1 } as never).delete(constructor!) }).toStrictEqual({});
  });
});
