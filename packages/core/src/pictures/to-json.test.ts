import { describe, expect, it } from "vitest";
import { burr, expressionCondition, onError, otherwise } from "../index.ts";
import { toJSON } from "./index.ts";

interface Things {
  n: number;
  at: Date;
  list: readonly unknown[];
}
const b = burr<Things>();
const one = b.action({
  reads: ["n"],
  writes: ["n"],
  mayWrite: ["list"],
  tags: ["x"],
  handles: [TypeError],
  run: () => ({ n: 1 }),
});
const two = b.action({ reads: [], writes: [], terminal: true, run: () => ({}) });

function conditionJSON(condition: Parameters<typeof b.graph>[0]["transitions"][number][2]) {
  return toJSON(b.graph({ actions: { one, two }, transitions: [["one", "two", condition ?? otherwise]] }))
    .transitions[0];
}

describe("toJSON()", () => {
  it("has what actions declare, and the entrypoint of an application", () => {
    const { graph } = b.application({
      actions: { one, two },
      transitions: [["one", "two"]],
      entrypoint: "one",
      state: { n: 0 },
    });
    const json = toJSON(graph);
    expect(json).toEqual({
      version: 1,
      entrypoint: "one",
      actions: {
        one: {
          reads: ["n"],
          writes: ["n"],
          mayWrite: ["list"],
          inputs: { required: [], optional: [] },
          tags: ["x"],
          isAsync: false,
          isStreaming: false,
          terminal: false,
          handles: ["TypeError"],
        },
        two: {
          reads: [],
          writes: [],
          mayWrite: [],
          inputs: { required: [], optional: [] },
          tags: [],
          isAsync: false,
          isStreaming: false,
          terminal: true,
        },
      },
      transitions: [{ from: "one", to: "two" }],
    });
    expect(JSON.parse(JSON.stringify(json))).toEqual(json);
  });

  it("has what actions say of failures, limits, undoing and people", () => {
    const schema = { "~standard": { version: 1, vendor: "test", validate: (value: unknown) => ({ value }) } } as const;
    const contract = { reads: [], writes: ["n"], run: () => ({ n: 1 }) } as const;
    const pay = b.action({ ...contract, retry: { attempts: 2, on: TypeError }, timeoutMs: 5000, idleTimeoutMs: 1000, fallback: () => ({ n: 0 }), undo: () => {}, answers: { approval: schema } }); // prettier-ignore
    const wait = b.action({ ...contract, retry: { attempts: Number.POSITIVE_INFINITY }, timeoutMs: Number.POSITIVE_INFINITY }); // prettier-ignore
    const json = toJSON(b.graph({ actions: { pay, wait }, transitions: [] }));
    const policies = { attempts: 2, retryOn: ["TypeError"], timeoutMs: 5000, idleTimeoutMs: 1000, fallback: true, undo: true, answers: ["approval"] }; // prettier-ignore
    expect(json.actions["pay"]?.policies).toEqual(policies);
    expect(json.actions["wait"]?.policies).toEqual({ attempts: "unlimited" });
    expect(JSON.parse(JSON.stringify(json))).toEqual(json);
  });

  const isOne = b.when({ n: 1 });
  const long = b.check(["list"], ({ list }) => list.length > 3, "long");
  const cel = expressionCondition({ expression: "n > 3", language: "cel" }, ["n"], () => true);
  const other = expressionCondition({ expression: "$n", language: "jsonata" }, ["n"], () => true);

  it.each([
    { name: "when", condition: isOne, json: { when: { n: 1 } } },
    { name: "not", condition: isOne.not(), json: { not: { when: { n: 1 } } } },
    { name: "and", condition: isOne.and(long), json: { and: [{ when: { n: 1 } }, { name: "long", reads: ["list"] }] } },
    { name: "or", condition: long.or(isOne), json: { or: [{ name: "long", reads: ["list"] }, { when: { n: 1 } }] } },
    { name: "CEL", condition: cel, json: { cel: "n > 3" } },
    { name: "another language", condition: other, json: { expression: "$n", language: "jsonata" } },
    {
      name: "a nested when",
      condition: b.when({ list: [{ a: [null, true] }] }),
      json: { when: { list: [{ a: [null, true] }] } },
    },
  ])("says $name as data", ({ condition, json }) => {
    expect(conditionJSON(condition as never)).toEqual({ from: "one", to: "two", condition: json });
  });

  it.each([
    { at: new Date(0) },
    { n: Number.NaN },
    { n: -0 },
    { list: [new Map()] },
    { list: [undefined] },
    { list: [{ a: new Date(0) }] },
  ])("gives conditions by their names that JSON cannot say: %o", (values) => {
    const condition = b.when(values);
    expect(conditionJSON(condition as never)?.condition).toEqual({ name: condition.name, reads: Object.keys(values) });
  });

  it.each([
    { condition: onError(), json: {} },
    { condition: onError(TypeError, { max: 3 }), json: { error: "TypeError", max: 3 } },
    { condition: onError(TypeError, { name: "again" }), json: { error: "TypeError", name: "again" } },
    {
      condition: onError(TypeError, { when: function isOdd() { return true; } }), // prettier-ignore
      json: { error: "TypeError", name: "onError(TypeError, isOdd)", narrowed: true },
    },
  ])("says $condition.name as data", ({ condition, json }) => {
    expect(conditionJSON(condition as never)?.condition).toEqual({ onError: json });
  });

  it("says the default by having no condition", () => {
    expect(conditionJSON(otherwise as never)).toEqual({ from: "one", to: "two" });
  });

  it("keeps actions whose names are those of members of Object", () => {
    const actions = { constructor: one, ["__proto__"]: two } as unknown as { readonly a: typeof one };
    const json = JSON.parse(JSON.stringify(toJSON(b.graph({ actions, transitions: [] })))) as { actions: object };
    expect(Object.keys(json.actions)).toEqual(["constructor", "__proto__"]);
  });
});
