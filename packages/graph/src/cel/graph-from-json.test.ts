import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type Actions,
  type BurrError,
  burr,
  type Condition,
  type ErrorCondition,
  type Graph,
  onError,
  otherwise,
} from "@burrjs/core";
import { type GraphJSON, toJSON } from "@burrjs/core/pictures";
import { cel, graphFromJSON } from "./index.ts";

class ApiError extends Error {}

interface Things {
  n: number;
  name: string;
}
const b = burr<Things>();
const add = b.action({ reads: ["n"], writes: ["n"], tags: ["math"], run: (state) => state.increment({ n: 1 }) });
const halve = b.action({ reads: ["n"], writes: ["n"], retry: { attempts: 2, on: ApiError }, timeoutMs: 1000, fallback: () => ({ n: 0 }), undo: () => {}, run: ({ n }) => ({ n: n / 2 }) }); // prettier-ignore
const stop = b.action({ reads: [], writes: [], handles: [ApiError], terminal: true, run: () => ({}) });
const actions = { add, halve, stop };
const big = b.check(["n"], ({ n }) => n > 100, "big");
const isRateLimit = onError(ApiError, { when: (error) => error.message === "429", name: "rate limit" });

function errorOf(provoke: () => unknown): BurrError {
  try {
    provoke();
  } catch (error) {
    return error as BurrError;
  }
  throw new Error("Nothing was thrown.");
}

/** A graph as data, with these parts in the place of good ones. */
function jsonWith(parts: object): object {
  return { version: 1, actions: { add: {}, stop: {} }, transitions: [{ from: "add", to: "stop" }], ...parts };
}

describe("graphFromJSON()", () => {
  it("gives a graph that runs, of data that was stored", async () => {
    const stored = JSON.stringify({
      version: 1,
      entrypoint: "add",
      actions: { add: {}, halve: {}, stop: {} },
      transitions: [
        { from: "add", to: "halve", condition: { cel: "n % 2 == 0 && n > 3" } },
        { from: "add", to: "stop", condition: { or: [{ when: { n: 3 } }, { name: "big" }] } },
        { from: "add", to: "add" },
        { from: "halve", to: "stop", condition: { not: { cel: "n > 100" } } },
      ],
    } satisfies { version: 1; entrypoint: string; actions: object; transitions: object[] });
    const graph = graphFromJSON(JSON.parse(stored), { actions, conditions: { big } });
    const app = b.application({ graph, entrypoint: graph.entrypoint ?? "add", state: { n: 3, name: "" } });
    expect(await app.run()).toMatchObject({ stopped: "end", action: "stop", state: { n: 2 }, sequenceId: 2 });
    expect(graph.getActionsByTag("math")).toEqual(["add"]);
  });

  it("does as the code of an action says, whatever data says of it", () => {
    const { policies } = toJSON(b.graph({ actions: { halve }, transitions: [] })).actions["halve"] ?? {};
    expect(policies).toEqual({ attempts: 2, retryOn: ["ApiError"], timeoutMs: 1000, fallback: true, undo: true });
    const other = { policies: { attempts: "unlimited", answers: ["approval"] }, reads: [], terminal: true };
    const graph = graphFromJSON(jsonWith({ actions: { halve: other }, transitions: [] }), { actions });
    expect(toJSON(graph).actions["halve"]).toMatchObject({ policies, reads: ["n"], terminal: false });
  });

  it("has the actions that the data names, of all that there are", () => {
    const graph = graphFromJSON(jsonWith({}), { actions });
    expect(Object.keys(graph.actions)).toEqual(["add", "stop"]);
    expect(graph.actions["add"]).toBe(add);
    expect(graph).not.toHaveProperty("entrypoint");
  });

  it("has transitions on error, of the classes and the conditions that it is given", () => {
    const json = jsonWith({
      transitions: [
        { from: "add", to: "add", condition: { onError: { error: "ApiError", max: 2 } } },
        { from: "add", to: "stop", condition: { onError: { name: "rate limit", narrowed: true } } },
        { from: "add", to: "stop", condition: { onError: {} } },
      ],
    });
    const conditions = { "rate limit": isRateLimit };
    const { transitions } = graphFromJSON(json, { actions, errors: { ApiError }, conditions });
    expect(transitions).toMatchObject([
      { to: "add", condition: { name: "onError(ApiError, max 2)", type: ApiError, max: 2 } },
      { to: "stop", condition: isRateLimit },
      { to: "stop", condition: { name: "onError()", type: undefined, max: undefined } },
    ]);
  });

  it("refuses what is wrong with a graph, as every maker of graphs does", () => {
    const twice = jsonWith({ transitions: [{ from: "add", to: "stop" }, { from: "add", to: "add" }] }); // prettier-ignore
    expect(errorOf(() => graphFromJSON(twice, { actions }))).toMatchObject({
      code: "invalid-graph",
      details: { findings: [{ code: "unreachable-transition", place: { transition: { from: "add", to: "add" } } }] },
    });
    expect(errorOf(() => graphFromJSON(jsonWith({ actions: {}, transitions: [] }), { actions })).code).toBe(
      "no-actions",
    );
  });

  it("does with the findings of proofs as it is told, and so does each application of the graph", () => {
    const twice = jsonWith({ transitions: [{ from: "add", to: "stop" }, { from: "add", to: "add" }] }); // prettier-ignore
    const graph = graphFromJSON(twice, { actions, proofs: { "unreachable-transition": "warn" } });
    const findings = [{ level: "warn", code: "unreachable-transition" }];
    expect(graph.validate()).toMatchObject(findings);
    expect(b.application({ graph, entrypoint: "add", state: { n: 1 } }).findings).toMatchObject(findings);
    expect(toJSON(graph)).toEqual(toJSON(graphFromJSON(twice, { actions, proofs: { "unreachable-transition": "off" } }))); // prettier-ignore
    const loose = jsonWith({ transitions: [{ from: "add", to: "stop", condition: { cel: "n > 1" } }] });
    const strict = { "possible-dead-end": "error" } as const;
    expect(errorOf(() => graphFromJSON(loose, { actions, proofs: strict })).code).toBe("invalid-graph");
  });
});

describe("the round trip", () => {
  // What is random has edges that never fire.
  const proofs = { "unreachable-transition": "off" } as const;
  const plain: fc.Arbitrary<Condition<Things>> = fc.letrec<{ condition: Condition<Things> }>((tie) => ({
    condition: fc.oneof(
      { maxDepth: 4, depthSize: "small" },
      fc.integer({ min: 0, max: 5 }).map((n): Condition<Things> => b.when({ n })),
      fc.constantFrom("a", "b", '"', "\n").map((name): Condition<Things> => b.when({ name })),
      fc.integer({ min: 0, max: 5 }).map((n): Condition<Things> => cel(`n > ${n}`)),
      fc.constant<Condition<Things>>(cel("name == 'a' || size(name) > 1")),
      fc.constant<Condition<Things>>(big),
      fc.constant<Condition<Things>>(otherwise.not()),
      tie("condition").map((one) => one.not()),
      fc.tuple(tie("condition"), tie("condition")).map(([one, other]): Condition<Things> => one.and(other)),
      fc.tuple(tie("condition"), tie("condition")).map(([one, other]): Condition<Things> => one.or(other)),
    ),
  })).condition;
  const error: fc.Arbitrary<ErrorCondition> = fc.constantFrom(
    onError(),
    onError(ApiError),
    onError(ApiError, { max: 3 }),
    onError(undefined, { max: 1, name: "any" }),
    isRateLimit,
  );
  const names = ["add", "halve", "stop", "__proto__", "constructor", 'a "b"'];
  const all = Object.fromEntries(names.map((name, index) => [name, [add, halve, stop][index % 3]])) as Actions; // three kinds
  const edge = fc.tuple(
    fc.constantFrom(...names),
    fc.constantFrom(...names),
    fc.oneof(plain as fc.Arbitrary<Condition | ErrorCondition>, error),
  );
  const graphs: fc.Arbitrary<Graph> = fc
    .tuple(
      fc.array(edge, { maxLength: 8 }),
      fc.subarray(names),
      fc.option(fc.constantFrom(...names), { nil: undefined }),
    )
    .map(([edges, defaults, entrypoint]) => {
      const transitions = [...edges, ...defaults.map((name) => [name, "stop"] as const)];
      const graph: Graph = b.graph({ actions: all as never, transitions: transitions as [], proofs });
      return entrypoint === undefined ? graph : { ...graph, entrypoint };
    });
  const options = { actions: all, conditions: { big, "rate limit": isRateLimit }, errors: { ApiError }, proofs };

  it("through text gives the same data", () => {
    fc.assert(
      fc.property(graphs, (graph) => {
        const json = toJSON(graph);
        const again = toJSON(graphFromJSON(JSON.parse(JSON.stringify(json)), options));
        expect(again).toEqual(json);
        expect(JSON.stringify(again)).toBe(JSON.stringify(json));
      }),
    );
  });

  it("gives a graph that takes the same decisions", async () => {
    const state = fc.record({ n: fc.integer({ min: 0, max: 120 }), name: fc.constantFrom("a", "b", "ab", '"') });
    await fc.assert(
      fc.asyncProperty(graphs, state, fc.constantFrom(...names), async (graph, values, entrypoint) => {
        const loaded = graphFromJSON(JSON.parse(JSON.stringify(toJSON(graph))), options);
        const next: (string | null)[] = [];
        for (const each of [graph, loaded]) {
          const app = burr<Things>().application({ graph: each as Graph<Things>, entrypoint, state: values });
          await app.step();
          next.push(app.nextAction);
        }
        expect(next[1]).toBe(next[0]);
      }),
    );
  });
});

describe("data that is no graph", () => {
  const condition = (json: unknown) => ({ transitions: [{ from: "add", to: "stop", condition: json }] });
  const at = "transitions[0].condition";
  let deep: object = { cel: "n > 1" };
  for (let depth = 0; depth < 60; depth += 1) deep = { not: deep };
  let wide: object = { cel: "n > 1" };
  for (let depth = 0; depth < 40; depth += 1) wide = { and: [wide, wide] };

  it.each<{ path: string; parts: object; words: string }>([
    { path: "version", parts: { version: 2 }, words: "not 1" },
    { path: "version", parts: { version: undefined }, words: "not 1" },
    { path: "", parts: { extra: 1 }, words: '"extra"' },
    { path: "actions", parts: { actions: ["add"] }, words: "a list" },
    { path: "actions.add", parts: { actions: { add: null } }, words: "null" },
    { path: "actions.add", parts: { actions: { add: { run: "x" } } }, words: '"run"' },
    { path: "actions.add.reads[0]", parts: { actions: { add: { reads: [1] } } }, words: "a number" },
    { path: "actions.add.terminal", parts: { actions: { add: { terminal: "yes" } } }, words: "a string" },
    { path: "actions.add.inputs", parts: { actions: { add: { inputs: { needed: [] } } } }, words: '"needed"' },
    { path: "actions.add.policies", parts: { actions: { add: { policies: { retries: 3 } } } }, words: '"retries"' },
    { path: "actions.add.policies.attempts", parts: { actions: { add: { policies: { attempts: "3" } } } }, words: "a string" }, // prettier-ignore
    { path: "actions.add.policies.timeoutMs", parts: { actions: { add: { policies: { timeoutMs: "unlimited" } } } }, words: "a string" }, // prettier-ignore
    { path: "actions.add.policies.undo", parts: { actions: { add: { policies: { undo: 1 } } } }, words: "a number" },
    { path: "actions.add.policies.answers[0]", parts: { actions: { add: { policies: { answers: [1] } } } }, words: "a number" }, // prettier-ignore
    { path: "actions.add.subgraph", parts: { actions: { add: { subgraph: [] } } }, words: "a list" },
    { path: "transitions", parts: { transitions: {} }, words: "an object" },
    { path: "transitions[0]", parts: { transitions: [["add", "stop"]] }, words: "a list" },
    { path: "transitions[0]", parts: { transitions: [{ from: "add", to: "stop", if: "x" }] }, words: '"if"' },
    { path: "transitions[0].from", parts: { transitions: [{ from: ["add"], to: "stop" }] }, words: "a list" },
    { path: "transitions[0].to", parts: { transitions: [{ from: "add" }] }, words: "nothing" },
    { path: "entrypoint", parts: { entrypoint: 1 }, words: "a number" },
    { path: at, parts: condition("n > 3"), words: "a string" },
    { path: at, parts: condition({}), words: "no condition" },
    { path: at, parts: condition({ cel: "n > 1", name: "x" }), words: "cel and name" },
    { path: at, parts: condition({ cel: "n > 1", reads: [] }), words: '"reads"' },
    { path: `${at}.cel`, parts: condition({ cel: 3 }), words: "a number" },
    { path: `${at}.and`, parts: condition({ and: [{ cel: "true" }] }), words: "two conditions" },
    { path: `${at}.or[1].not`, parts: condition({ or: [{ cel: "true" }, { not: 1 }] }), words: "a number" },
    { path: `${at}.when`, parts: condition({ when: [] }), words: "a list" },
    { path: `${at}.when["a b"][0]`, parts: condition({ when: { "a b": [new Date()] } }), words: "an instance" },
    { path: `${at}.when.__proto__`, parts: condition(JSON.parse('{"when":{"__proto__":1}}')), words: "underscores" },
    { path: at, parts: condition(JSON.parse('{"__proto__":{"cel":"true"}}')), words: "no condition" },
    { path: at, parts: condition(Object.create({ cel: "true" })), words: "an instance" },
    { path: `${at}.name`, parts: condition({ name: "toString" }), words: '"toString"' },
    { path: `${at}.name`, parts: condition({ name: "rate limit" }), words: '"rate limit"' },
    { path: `${at}.language`, parts: condition({ expression: "$n", language: "jsonata" }), words: '"jsonata"' },
    { path: `${at}.onError`, parts: condition({ onError: null }), words: "null" },
    { path: `${at}.onError`, parts: condition({ onError: { when: "x" } }), words: '"when"' },
    { path: `${at}.onError.error`, parts: condition({ onError: { error: "Error" } }), words: '"Error"' },
    { path: `${at}.onError.error`, parts: condition({ onError: { error: "constructor" } }), words: '"constructor"' },
    { path: `${at}.onError.max`, parts: condition({ onError: { max: 0.5 } }), words: "whole number" },
    {
      path: `${at}.onError.name`,
      parts: condition({ onError: { narrowed: true, name: "big" } }),
      words: "by onError()",
    },
    { path: `${at}${".not".repeat(51)}`, parts: condition(deep), words: "50 deep" },
    { path: "", parts: condition(wide), words: "1000 conditions" },
  ])("is refused at $path: $words", ({ path, parts, words }) => {
    const options = { actions, conditions: { big, "rate limit": isRateLimit }, errors: { ApiError } };
    const error = errorOf(() => graphFromJSON(jsonWith(parts), options));
    expect(error).toMatchObject({ name: "BurrError", code: "invalid-graph-json" });
    expect((error.details as { path: string }).path).toContain(path);
    expect(error.message).toContain(path);
    expect(error.message).toContain(words);
    expect(error.message).toMatch(/\.$/);
  });

  it.each([null, undefined, 1, "{}", [], new Map(), () => {}, Object.create({ version: 1 })])(
    "is refused when it is %o",
    (json) => {
      expect(errorOf(() => graphFromJSON(json, { actions }))).toMatchObject({ code: "invalid-graph-json" });
    },
  );

  it.each([
    { where: "actions", parts: { actions: { ad: {} } }, name: "ad" },
    { where: "actions", parts: { actions: { toString: {} } }, name: "toString" },
    { where: "actions", parts: { actions: JSON.parse('{"__proto__":{}}') as object }, name: "__proto__" },
    { where: "transitions[0].from", parts: { transitions: [{ from: "ad", to: "stop" }] }, name: "ad" },
    { where: "transitions[0].to", parts: { transitions: [{ from: "add", to: "constructor" }] }, name: "constructor" },
    { where: "transitions[0].to", parts: { transitions: [{ from: "add", to: "halve" }] }, name: "halve" },
    { where: "entrypoint", parts: { entrypoint: "halve" }, name: "halve" },
  ])("is refused for the action $name in $where", ({ where, parts, name }) => {
    const error = errorOf(() => graphFromJSON(jsonWith(parts), { actions }));
    expect(error).toMatchObject({ code: "unknown-action", details: { names: [name], where } });
    expect(error.message).toContain(`${where} names "${name}"`);
    expect(error.message).toContain('"add"');
  });

  it("is refused for an expression, with the place of both", () => {
    const error = errorOf(() => graphFromJSON(jsonWith(condition({ not: { cel: "n >" } })), { actions }));
    expect(error).toMatchObject({ code: "invalid-expression", details: { where: `${at}.not.cel`, position: 3 } });
    expect(error.message).toContain(`${at}.not.cel "n >" is not valid: unexpected token: EOF, at character 4.`);
  });

  it("leaves no mark on prototypes", () => {
    const json: unknown = JSON.parse(
      '{"version":1,"__proto__":{"polluted":1},"actions":{"add":{"__proto__":{"polluted":1}}},"transitions":[]}',
    );
    expect(errorOf(() => graphFromJSON(json, { actions })).code).toBe("invalid-graph-json");
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });

  it("throws nothing but our errors, whatever the data", () => {
    const leaf = fc.constantFrom<unknown>("add", "stop", "n > 1", 1, true, null, undefined);
    const key = fc.constantFrom(
      ..."version actions transitions entrypoint from to condition cel not and or when name reads onError error max add stop __proto__".split(
        " ",
      ),
    );
    const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
      tree: fc.oneof({ maxDepth: 6 }, leaf, fc.array(tie("tree"), { maxLength: 3 }), fc.dictionary(key, tie("tree"))),
    }));
    fc.assert(
      fc.property(tree, tree, (listed, transitions) => {
        const json = jsonWith({ transitions: [transitions], ...(typeof listed === "object" ? listed : {}) });
        let outcome = "loaded";
        try {
          graphFromJSON(json, { actions });
        } catch (error) {
          outcome = (error as BurrError).name;
        }
        expect(outcome).toMatch(/^(loaded|BurrError)$/);
      }),
      { numRuns: 1000 },
    );
  });
});

it("the type of the data is exported", () => {
  const json: GraphJSON = toJSON(b.graph({ actions: { add }, transitions: [] }));
  expect(json.version).toBe(1);
});
