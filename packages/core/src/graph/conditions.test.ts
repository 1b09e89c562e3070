import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { and, burr, type Condition, not, or, otherwise } from "../index.ts";
import { memoryPersister } from "../persist/index.ts";
import { failure } from "../testing/counter-app.ts";

interface Things {
  foo: string;
  baz: string;
  n: number;
  list: readonly number[];
  item: { readonly kind: string };
  missing: string;
}

const b = burr<Things>();
const state = { foo: "bar", baz: "qux", n: 1, list: [1, 2], item: { kind: "a" } };

/** Whether `condition` holds, seen from outside: as the transition that an application takes. */
function holds(condition: Condition<Things>, initial: Partial<Things> = state): boolean {
  const app = b.application({
    actions: {
      from: b.action({ reads: [], writes: [], mayWrite: ["missing"], run: () => ({}) }),
      to: b.resultAction(),
    },
    transitions: [["from", "to", condition]],
    entrypoint: "from",
    state: initial,
  });
  return app.runSync({ haltBefore: "to" }).stopped === "before";
}

describe("conditions", () => {
  it("44: when() is named for its keys and values, reads its keys, and holds on equality of all", () => {
    expect(b.when({ foo: "bar" })).toMatchObject({ name: "foo=bar", reads: ["foo"] });
    const both = b.when({ foo: "bar", baz: "qux" });
    expect(both).toMatchObject({ name: "baz=qux, foo=bar", reads: ["baz", "foo"] });
    expect(holds(b.when({ foo: "bar" }))).toBe(true);
    expect(holds(b.when({ foo: "BAR" }))).toBe(false);
    expect(holds(both)).toBe(true);
    expect(holds(b.when({ foo: "bar", baz: "other" }))).toBe(false);
  });

  it.each([
    { values: { list: [1, 2] }, result: true },
    { values: { list: [1] }, result: false },
    { values: { list: [2, 1] }, result: false },
    { values: { item: { kind: "a" } }, result: true },
    { values: { item: { kind: "b" } }, result: false },
    { values: { n: 1 }, result: true },
    { values: { n: "1" as never }, result: false },
  ])("when($values) compares arrays and plain objects by content: $result", ({ values, result }) => {
    expect(holds(b.when(values))).toBe(result);
  });

  class Money {
    readonly amount = 1;
  }

  it.each<{ value: unknown; name: string }>([
    { value: "text", name: "text" },
    { value: 1n, name: "1n" },
    { value: [1n, -0, Number.NaN, undefined, null], name: "[1n,-0,NaN,undefined,null]" },
    { value: ["a", 'b"'], name: '["a","b\\""]' },
    { value: { a: { n: 1n }, gone: undefined }, name: '{"a":{"n":1n},"gone":undefined}' },
    { value: new Date(0), name: "1970-01-01T00:00:00.000Z" },
    { value: [new Date(Number.NaN)], name: "[Invalid Date]" },
    { value: new Map<unknown, unknown>([["a", [1]], [{}, 2n]]), name: 'Map{"a"=>[1],{}=>2n}' }, // prettier-ignore
    { value: [new Set(["a", 1])], name: '[Set{"a",1}]' },
    { value: new Money(), name: "Money{…}" },
    { value: [new Uint8Array(2), Object.create(null)], name: "[Uint8Array{…},{}]" },
    { value: [Symbol("s"), function isBig() {}], name: "[Symbol(s),isBig]" }, // prettier-ignore
    { value: { get broken(): never { throw new Error("broken"); } }, name: "…" }, // prettier-ignore
  ])("when() is named for any value: $name", ({ value, name }) => {
    expect(b.when({ n: value as never }).name).toBe(`n=${name}`);
  });

  it("when() refuses a value that contains itself, since comparing would never end", () => {
    const list: unknown[] = [1];
    list.push({ inner: list });
    expect(() => b.when({ n: 1, list: list as never })).toThrow(
      failure("invalid-condition", '"list"', "contains itself", "check()"),
    );
    const shared = [1];
    expect(b.when({ list: [shared, shared] as never }).name).toBe("list=[[1],[1]]");
  });

  it("when() makes a name of whatever it is given, and other names for other content", () => {
    const any = fc.anything({ withBigInt: true, withDate: true, withMap: true, withSet: true, withNullPrototype: true, withTypedArray: true, withBoxedValues: true, withSparseArray: true, withObjectString: true }); // prettier-ignore
    fc.assert(
      fc.property(any, (value) => {
        expect(b.when({ n: value as never }).name).toMatch(/^n=/);
      }),
    );
    const plain = fc.anything({ withBigInt: true, maxDepth: 2, maxKeys: 2 });
    fc.assert(
      fc.property(plain, plain, (one, other) => {
        const [first, second] = [b.when({ list: [one] as never }), b.when({ list: [other] as never })];
        expect(first.name !== second.name || first.holds({ list: [other] })).toBe(true);
      }),
    );
  });

  it("45: otherwise is named default, reads nothing, and always holds", () => {
    expect(otherwise).toMatchObject({ name: "default", reads: [] });
    expect(holds(otherwise, {})).toBe(true);
  });

  it("47: not() is named ~<name>, reads the same, and holds when the condition does not", () => {
    const condition = b.when({ foo: "bar" });
    for (const opposite of [not(condition), condition.not()]) {
      expect(opposite).toMatchObject({ name: "~foo=bar", reads: ["foo"] });
      expect(holds(opposite)).toBe(false);
      expect(holds(opposite, { ...state, foo: "x" })).toBe(true);
    }
  });

  it("48: and, or are named A & B, A | B and read the keys of both", () => {
    const [first, second] = [b.when({ foo: "bar" }), b.check(["foo", "n"], ({ n }) => n > 0, "positive")];
    for (const both of [and(first, second), first.and(second)]) {
      expect(both).toMatchObject({ name: "foo=bar & positive", reads: ["foo", "n"] });
    }
    for (const either of [or(first, second), first.or(second)]) {
      expect(either).toMatchObject({ name: "foo=bar | positive", reads: ["foo", "n"] });
    }
  });

  it.each([
    { foo: "bar", n: 1, both: true, either: true },
    { foo: "bar", n: 0, both: false, either: true },
    { foo: "x", n: 1, both: false, either: true },
    { foo: "x", n: 0, both: false, either: false },
  ])("48: and, or follow the truth table for $foo and $n", ({ foo, n, both, either }) => {
    const [first, second] = [b.when({ foo: "bar" }), b.when({ n: 1 })];
    expect(holds(and(first, second), { foo, n })).toBe(both);
    expect(holds(or(first, second), { foo, n })).toBe(either);
    expect(holds(not(and(first, second)), { foo, n })).toBe(!both);
  });

  it("46, 49: check() evaluates a function on the keys it names", () => {
    const condition = b.check(["foo", "baz"], ({ foo, baz }) => foo === "bar" && baz.length === 3);
    expect(condition.reads).toEqual(["foo", "baz"]);
    expect(holds(condition)).toBe(true);
    expect(holds(condition, { ...state, baz: "longer" })).toBe(false);
  });

  it("46: check() is named by its third argument, its function's name, or its text", () => {
    const isLong = ({ foo }: Readonly<Pick<Things, "foo">>): boolean => foo.length > 3;
    expect(b.check(["foo"], isLong).name).toBe("isLong");
    expect(b.check(["foo"], isLong, "long").name).toBe("long");
    expect(b.check(["foo"], ({ foo }) => foo.length > 3).name).toContain("foo.length > 3");
  });

  it("49: check() cannot see keys that it does not name", () => {
    const peeping = b.check(["foo"], (values) => (values as Things).n > 0, "peeping");
    expect(() => holds(peeping)).toThrow(failure("undeclared-read", 'Condition "peeping"', '"n"', "`reads`"));
  });

  it("cannot write", () => {
    const writing = b.check(["n"], (values) => Boolean((values as any).update({ n: 2 })), "writing"); // oxlint-disable-line typescript/no-explicit-any, typescript/no-unsafe-call -- an untyped caller
    expect(() => holds(writing)).toThrow(failure("undeclared-write", 'Condition "writing"', '"n"'));
  });

  it("50: throws when a key that it reads is absent, and names it", () => {
    const conditions: Condition<Things>[] = [
      b.when({ missing: "x" }),
      b.check(["missing"], () => true),
      not(b.when({ missing: "x" })),
      or(b.when({ foo: "bar" }), b.when({ missing: "x" })),
    ];
    for (const condition of conditions) {
      expect(() => holds(condition)).toThrow(
        failure("missing-state-key", `Condition "${condition.name}"`, '"missing"', "initial value"),
      );
    }
    expect(holds(b.when({ missing: "x" }), { missing: "x" })).toBe(true);
  });

  it("must be synchronous", () => {
    const later = b.check([], () => Promise.resolve(true) as never, "later");
    expect(() => holds(later)).toThrow(failure("async-condition", 'Condition "later"', "synchronous"));
  });

  it("hold when their function gives something true, as `&&` does in untyped code", () => {
    const values: unknown[] = [null, undefined, 0, "", "text", 1];
    expect(values.map((value) => holds(b.check([], () => value as boolean, "any")))).toEqual([
      false,
      false,
      false,
      false,
      true,
      true,
    ]);
  });

  it("pass on the error of their function, after the step's commit", async () => {
    const app = b.application({
      actions: { from: b.action({ reads: [], writes: ["n"], run: () => ({ n: 2 }) }), to: b.resultAction() },
      transitions: [
        [
          "from",
          "to",
          b.check(["n"], () => {
            throw new Error("boom");
          }),
        ],
      ],
      entrypoint: "from",
      state: {},
    });
    await expect(app.run()).rejects.toThrow("boom");
    expect(app.state.n).toBe(2);
  });
});

it("when() compares dates, maps, sets and nested values by content, also after a run was loaded", async () => {
  const persister = memoryPersister();
  const due = burr<{ due: Date; tags: Set<string>; done: boolean }>();
  const openDue = async () => {
    const act = due.action({
      reads: [],
      writes: ["due", "tags"],
      run: () => ({ due: new Date(5), tags: new Set(["a"]) }),
    });
    const end = due.action({ reads: [], writes: ["done"], run: () => ({ done: true }) });
    return await due
      .app()
      .withActions({ act, end })
      .withTransitions(["act", "end", due.when({ due: new Date(5), tags: new Set(["a"]) })])
      .initializeFrom(persister, { defaultState: {}, defaultEntrypoint: "act" })
      .withPersister(persister)
      .withIdentifiers({ appId: "app" })
      .build();
  };
  await (await openDue()).step();
  expect(await (await openDue()).run()).toMatchObject({ stopped: "end", state: { done: true } });
});
