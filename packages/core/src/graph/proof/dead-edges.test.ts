import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type AnyTransition } from "../graph-types.ts";
import { BurrError, burr, type Condition, expressionCondition, not, onError, or, otherwise } from "../../index.ts";
import { failure } from "../../testing/counter-app.ts";

interface Things {
  a: number;
  b: number;
  p: boolean;
  q: boolean;
  list: readonly unknown[];
}

const b = burr<Things>();
const act = b.action({ reads: [], writes: [], run: () => ({}) });
const big = b.check(["a"], ({ a }) => a > 9, "big");
const odd = b.check(["a"], ({ a }) => a % 2 === 1, "odd");
const expression = (text: string, language = "cel") =>
  expressionCondition({ expression: text, language }, ["a"], () => true);

/** The graph of one action "act" with an edge to itself for each condition. */
function graphOf(conditions: readonly unknown[]) {
  const transitions = conditions.map((one) => ["act", "act", one]) as unknown as readonly AnyTransition[];
  return b.graph({ actions: { act }, transitions: transitions as [], proofs: { "unreachable-transition": "warn" } });
}

/** The positions of the edges that cannot fire; found by the number of findings, edge by edge. */
function deadAmong(conditions: readonly unknown[]): number[] {
  const count = (length: number): number =>
    graphOf(conditions.slice(0, length))
      .validate()
      .filter(({ code }) => code === "unreachable-transition").length;
  return conditions.flatMap((_one, index) => (count(index + 1) > count(index) ? [index] : []));
}

class ApiError extends Error {}
class RateLimit extends ApiError {}
class Duck extends Error {
  static override [Symbol.hasInstance](): boolean {
    return true;
  }
}
const narrowed = onError(ApiError, { when: (error) => error.message === "x" });

describe("a transition that can never fire", () => {
  it.each<{ what: string; conditions: readonly unknown[]; dead: number[] }>([
    { what: "behind a default", conditions: [otherwise, big], dead: [1] },
    { what: "behind the same condition", conditions: [big, odd, big], dead: [2] },
    { what: "behind equal values", conditions: [b.when({ list: [1, { x: 2 }] }), b.when({ list: [1, { x: 2 }] })], dead: [1] }, // prettier-ignore
    { what: "not behind other values", conditions: [b.when({ a: 1 }), b.when({ a: 2 })], dead: [] },
    { what: "behind fewer values", conditions: [b.when({ a: 1 }), b.when({ a: 1, b: 2 })], dead: [1] },
    { what: "not behind more values", conditions: [b.when({ a: 1, b: 2 }), b.when({ a: 1 })], dead: [] },
    { what: "behind a condition and its opposite", conditions: [big, not(big), odd, undefined], dead: [2, 3] },
    { what: "not behind a condition and another's opposite", conditions: [big, not(odd), undefined], dead: [] },
    { what: "behind both cases in one", conditions: [or(big, not(big)), odd], dead: [1] },
    { what: "behind one of its two parts", conditions: [big, big.and(odd)], dead: [1] },
    { what: "behind a choice of which it is one", conditions: [or(big, odd), odd], dead: [1] },
    { what: "behind all four cases of two", conditions: [big.and(odd), big, odd, not(or(big, odd)), undefined], dead: [4] }, // prettier-ignore
    { what: "behind all but one of many", conditions: [not(b.when({ a: 1 })), b.when({ a: 2 })], dead: [1] },
    { what: "that contradicts itself", conditions: [big.and(not(big)), b.when({ a: 1 }).and(b.when({ a: 2 }))], dead: [0, 1] }, // prettier-ignore
    { what: "never", conditions: [not(otherwise), odd], dead: [0] },
    { what: "behind no values at all", conditions: [b.when({}), odd], dead: [1] },
    { what: "behind the same expression", conditions: [expression("a"), expression("b"), expression("a")], dead: [2] },
    { what: "not behind another language's", conditions: [expression("a"), expression("a", "jq")], dead: [] },
    { what: "behind an error of any class", conditions: [onError(), onError(ApiError), onError()], dead: [1, 2] },
    { what: "not, for mistakes", conditions: [onError(), onError(BurrError), onError(Error)], dead: [] },
    { what: "behind its base class", conditions: [onError(ApiError), onError(RateLimit), onError(ApiError)], dead: [1, 2] }, // prettier-ignore
    { what: "not behind a subclass", conditions: [onError(RateLimit), onError(ApiError), onError()], dead: [] },
    { what: "not behind a limit", conditions: [onError(ApiError, { max: 2 }), onError(ApiError)], dead: [] },
    { what: "not behind a test", conditions: [narrowed, onError(ApiError)], dead: [] },
    { what: "behind the same test", conditions: [narrowed, narrowed], dead: [1] },
    { what: "not where instanceof is another", conditions: [onError(Error), onError(Duck), onError()], dead: [] },
    { what: "not where one is about errors", conditions: [otherwise, onError(), onError(BurrError)], dead: [] },
  ])("$what", ({ conditions, dead }) => {
    expect(deadAmong(conditions)).toEqual(dead);
  });

  it("is refused with its place and the reason", () => {
    const build = (...conditions: unknown[]) => {
      const transitions = conditions.map((one) => ["act", "act", one]) as unknown as [];
      return () => b.graph({ actions: { act }, transitions });
    };
    expect(build(big, big)).toThrow(failure("invalid-graph", '"act" to "act" ("big")', '"big"', "Put it before"));
    expect(build(big, not(big), odd)).toThrow(failure("invalid-graph", '"odd"', "one of those before it"));
    expect(build(not(otherwise))).toThrow(failure("invalid-graph", "its condition never holds"));
    expect(build(onError(), onError(ApiError))).toThrow(failure("invalid-graph", "onError(ApiError)", "takes all its errors")); // prettier-ignore
  });

  it("is no path, but its condition is asked as long as none before it surely holds", () => {
    const show = b.action({ reads: ["q"], writes: [], run: () => ({}) });
    const set = b.action({ reads: [], writes: ["p", "q"], run: () => ({ p: true, q: true }) });
    const transitions = [["act", "show", big], ["act", "set", big.and(b.when({ p: true }))], ["act", "act"], ["act", "set", b.when({ q: true })]]; // prettier-ignore
    const graph = b.graph({ actions: { act, show, set }, transitions: transitions as unknown as [], proofs: { "unreachable-transition": "off" } }); // prettier-ignore
    const found = graph.validate({ entrypoint: "act", state: ["a"] });
    expect(found.map(({ code, place }) => [code, place.action ?? place.condition, place.key])).toEqual([
      ["unassigned-read", "show", "q"],
      ["unassigned-read", "big & p=true", "p"],
      ["unreachable-action", "set", undefined],
    ]);
  });

  it("is found from one source only", () => {
    const transitions = [["one", "two"], [["one", "two"], "one"]] as const; // prettier-ignore
    const graph = b.graph({ actions: { one: act, two: act }, transitions: transitions as never, proofs: { "unreachable-transition": "warn" } }); // prettier-ignore
    expect(graph.validate().map(({ place }) => place)).toEqual([{ transition: { from: "one", to: "one" }, condition: "default" }]); // prettier-ignore
  });
});

const values = fc.record({ a: fc.constantFrom(0, 1, 2), b: fc.constantFrom(0, 1, 2) }, { requiredKeys: [] });
const p = b.check(["p"], (state) => state.p, "p");
const q = b.check(["q"], (state) => state.q, "q");
const atom = fc.oneof(
  values.map((one) => b.when(one) as Condition<Things>),
  fc.constantFrom<Condition<Things>>(p, q),
);
const { tree } = fc.letrec<{ tree: Condition<Things> }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 3 },
    atom,
    tie("tree").map((one) => one.not()),
    fc.tuple(tie("tree"), tie("tree")).map(([one, other]) => one.and(other)),
    fc.tuple(tie("tree"), tie("tree")).map(([one, other]) => one.or(other)),
  ),
}));
const states = [0, 1, 2, 3].flatMap((one) =>
  [0, 1, 2, 3].flatMap((two) =>
    [true, false].flatMap((three) => [true, false].map((four) => ({ a: one, b: two, p: three, q: four }))),
  ),
);

/** The edges that no state takes, and whether each state takes one. */
function bruteForce(conditions: readonly Condition<Things>[]) {
  const taken = states.map((state) => conditions.findIndex((one) => one.holds(state)));
  const never = conditions.flatMap((_one, index) => (taken.includes(index) ? [] : [index]));
  return { never, isClosed: !taken.includes(-1) };
}

describe("for any conditions, however they are made up", () => {
  it("no edge that some state takes is called dead, and no end that some state finds is called closed", () => {
    fc.assert(
      fc.property(fc.array(tree, { minLength: 1, maxLength: 5 }), (conditions) => {
        const { never, isClosed } = bruteForce(conditions);
        expect(never).toEqual(expect.arrayContaining(deadAmong(conditions)));
        const codes = graphOf(conditions).validate().map(({ code }) => code); // prettier-ignore
        expect(isClosed || codes.includes("possible-dead-end")).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it("all dead edges are found where each condition is one test or its opposite", () => {
    const key = fc.constantFrom<Partial<Things>>({ a: 0 }, { a: 1 }, { b: 0 }, { b: 1 });
    const simple = fc.oneof(key.map((one) => b.when(one) as Condition<Things>), fc.constantFrom<Condition<Things>>(p, q)); // prettier-ignore
    const literal = fc.oneof(simple, simple.map((one) => one.not())); // prettier-ignore
    fc.assert(
      fc.property(fc.array(literal, { minLength: 1, maxLength: 6 }), (conditions) => {
        expect(deadAmong(conditions)).toEqual(bruteForce(conditions).never);
      }),
      { numRuns: 500 },
    );
  });
});
