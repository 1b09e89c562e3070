import { describe, expect, it } from "vitest";
import { type Action, burr, type Graph, input, not, onError } from "../index.ts";
import { failure } from "../testing/counter-app.ts";
import { pictureOf, toDot, toMermaid } from "./index.ts";

interface Chat {
  prompt: string;
  safe: boolean;
  answer: string;
  tokens: number;
}
const b = burr<Chat>();

const ask = b.action({
  reads: [],
  writes: ["prompt"],
  inputs: { prompt: input<string>(), user: input<string>().optional() },
  run: (_state, { prompt }) => ({ prompt }),
});
const check = b.action({ reads: ["prompt"], writes: ["safe"], tags: ["model"], run: () => ({ safe: true }) });
const answer = b.action({
  reads: ["prompt"],
  writes: ["answer"],
  mayWrite: ["tokens"],
  terminal: true,
  *run() {
    yield "a";
    return { answer: "a" };
  },
});
const refuse = b.action({ reads: [], writes: ["answer"], run: () => ({ answer: "no" }) });
const safe = b.when({ safe: true });

const app = b.application({
  actions: { ask, check, answer, refuse },
  transitions: [
    ["ask", "check"],
    ["check", "answer", safe],
    ["check", "refuse"],
    ["answer", "answer", onError(TypeError, { max: 2 })],
    ["answer", "ask", not(safe)],
  ],
  entrypoint: "ask",
  state: {},
});

const only = { show: { state: false, inputs: false, tags: false } } as const;

function nodeOf(graph: Graph, name: string, options?: Parameters<typeof pictureOf>[1]) {
  const found = pictureOf(graph, options).nodes.find((node) => node.name === name);
  if (found === undefined) throw new Error(`There is no ${name}.`);
  return found;
}

/** The edges of a picture as `from kind to: label`, by the names of the nodes. */
function edgesOf(graph: Graph, options?: Parameters<typeof pictureOf>[1]): string[] {
  const { nodes, edges } = pictureOf(graph, options);
  const names = new Map(nodes.map(({ id, name }) => [id, name]));
  return edges.map(
    ({ from, to, kind, label, isOptional, taken }) =>
      `${names.get(from)} ${kind} ${names.get(to)}${isOptional ? "?" : ""}${label === undefined ? "" : `: ${label}`}${taken > 0 ? ` [${taken}]` : ""}`,
  );
}

describe("a picture of a graph", () => {
  it("has its actions with what they read, write and take, and their tags", () => {
    expect(nodeOf(app.graph, "ask").details).toEqual(["inputs: prompt, user?", "writes: prompt"]);
    expect(nodeOf(app.graph, "check").details).toEqual(["reads: prompt", "writes: safe", "tags: model"]);
    expect(nodeOf(app.graph, "answer")).toMatchObject({
      badges: ["streaming", "may end"],
      details: ["reads: prompt", "writes: answer", "may write: tokens"],
      isEnd: true,
    });
    expect(nodeOf(app.graph, "refuse")).toMatchObject({ badges: [], isEnd: true });
  });

  it("has its transitions with their conditions, those on error apart, and the entrypoint", () => {
    expect(edgesOf(app.graph)).toEqual([
      "ask transition check",
      "check transition answer: safe=true",
      "check transition refuse: otherwise",
      "answer error answer: onError(TypeError, max 2)",
      "answer transition ask: ~safe=true",
      "start link ask",
    ]);
  });

  it("has no entrypoint when the graph has none", () => {
    const graph = b.graph({ actions: { ask, refuse }, transitions: [["ask", "refuse"]] });
    expect(edgesOf(graph)).toEqual(["ask transition refuse"]);
  });

  it.each([
    { left: "state", gone: ["reads: prompt", "writes: safe"], kept: ["tags: model"] },
    { left: "tags", gone: ["tags: model"], kept: ["reads: prompt", "writes: safe"] },
  ])("leaves out the $left that it is told to", ({ left, kept }) => {
    expect(nodeOf(app.graph, "check", { show: { [left]: false } }).details).toEqual(kept);
  });

  it("shows what actions say of failures, limits, undoing and people when it is told to", () => {
    class ApiError extends Error {}
    const schema = { "~standard": { version: 1, vendor: "test", validate: (value: unknown) => ({ value }) } } as const;
    const contract = { reads: [], writes: ["answer"], run: () => ({ answer: "" }) } as const;
    const pay = b.action({ ...contract, retry: 3, timeoutMs: 5000, idleTimeoutMs: 1000, fallback: () => ({ answer: "" }), undo: () => {}, answers: { approval: schema, amount: schema } }); // prettier-ignore
    const actions = {
      ask,
      pay,
      call: b.action({ ...contract, retry: { on: [ApiError, TypeError] }, idleTimeoutMs: 50 }),
      wait: b.action({ ...contract, retry: { attempts: Number.POSITIVE_INFINITY, on: () => true }, timeoutMs: Number.POSITIVE_INFINITY }), // prettier-ignore
      once: b.action({ ...contract, retry: 1 }),
    };
    const graph = b.graph({ actions, transitions: [] });
    const options = { show: { state: false, inputs: false, policies: true } };
    expect(Object.keys(actions).map((name) => nodeOf(graph, name, options).details)).toEqual([
      [],
      ["retry: 3 attempts", "timeout: 5000 ms, idle 1000 ms", "asks for: approval, amount", "has: fallback, undo"],
      ["retry: 3 attempts, on ApiError,", "on TypeError", "timeout: idle 50 ms"],
      ["retry: unlimited"],
      [],
    ]);
    expect(nodeOf(graph, "pay").details).toEqual(["writes: answer"]);
    expect(nodeOf(graph, "pay", { ...options, view: "data" }).details).toContain("has: fallback, undo");
  });

  it("leaves out inputs and conditions when it is told to", () => {
    expect(nodeOf(app.graph, "ask", { show: { inputs: false } }).details).toEqual(["writes: prompt"]);
    expect(edgesOf(app.graph, { show: { conditions: false } })).toContain("check transition answer");
  });

  it("breaks long lists of keys into lines", () => {
    const keys = Array.from({ length: 6 }, (_, index) => `a_rather_long_key_${index}`);
    const many = burr<Record<string, number>>().action({ reads: keys, writes: [], run: () => ({}) });
    const graph = burr<Record<string, number>>().graph({ actions: { many }, transitions: [] });
    const { details } = nodeOf(graph, "many");
    expect(details.length).toBeGreaterThan(3);
    expect(details.join(" ")).toBe(`reads: ${keys.join(", ")}`);
  });

  it("shows names on one line, with what cannot be seen spelled out, and cut when they are long", () => {
    const names = ["a\nb", "a\tb", "\u202ea", "\ud800", "", " ", "x".repeat(100)];
    const graph = b.graph({ actions: Object.fromEntries(names.map((name) => [name, refuse])), transitions: [] });
    expect(pictureOf(graph).nodes.map(({ name, title }) => [name, title])).toEqual([
      ["a\nb", "a\\nb"],
      ["a\tb", "a\\tb"],
      ["\u202ea", "\\u{202e}a"],
      ["\ud800", "\\u{d800}"],
      ["", '""'],
      [" ", '" "'],
      ["x".repeat(100), `${"x".repeat(59)}…`],
    ]);
  });
});

describe("the path of a run", () => {
  const path = ["ask", "check", "answer", "ask", "check"];

  it("marks the actions and transitions that it took, with counts, and the action that is next", () => {
    const options = { ...only, path, next: "refuse" };
    expect(edgesOf(app.graph, options)).toEqual([
      "ask transition check: ×2 [2]",
      "check transition answer: safe=true [1]",
      "check transition refuse: otherwise [1]",
      "answer error answer: onError(TypeError, max 2)",
      "answer transition ask: ~safe=true [1]",
      "start link ask [1]",
    ]);
    expect(nodeOf(app.graph, "ask", options)).toMatchObject({ title: "ask ×2", visits: 2, isNext: false });
    expect(nodeOf(app.graph, "answer", options)).toMatchObject({ title: "answer", visits: 1 });
    expect(nodeOf(app.graph, "refuse", options)).toMatchObject({ visits: 0, isNext: true, badges: ["next"] });
  });

  it("follows transitions on error where no other leads there", () => {
    expect(edgesOf(app.graph, { path: ["answer", "answer"] })).toContain(
      "answer error answer: onError(TypeError, max 2) [1]",
    );
  });

  it("comes from the history of a run", async () => {
    const taken: string[] = [];
    for await (const { action } of app.iterate({ haltAfter: "answer", inputs: { prompt: "hi" } })) taken.push(action);
    expect(nodeOf(app.graph, "answer", { path: taken, next: app.nextAction })).toMatchObject({ visits: 1 });
  });

  it("refuses names that are no actions", () => {
    expect(() => toMermaid(app.graph, { path: ["aks"] })).toThrow(
      failure("unknown-action", '"path"', '"aks"', '"ask"'),
    );
    expect(() => toDot(app.graph, { next: "toString" })).toThrow(failure("unknown-action", '"next"', '"toString"'));
  });
});

describe("the data view", () => {
  it("shows who writes which key for whom, conditions and inputs included", () => {
    expect(edgesOf(app.graph, { view: "data" })).toEqual([
      "ask write prompt",
      "prompt input ask",
      "user input ask?",
      "prompt read check",
      "check write safe",
      "prompt read answer",
      "answer write answer",
      "answer write tokens?",
      "refuse write answer",
      "safe read safe=true",
      "safe read ~safe=true",
    ]);
  });

  it("tells which keys come from outside, and whose condition it is", () => {
    const graph = b.graph({ actions: { check, refuse }, transitions: [["check", "refuse", safe]] });
    expect(nodeOf(graph, "prompt", { view: "data" }).badges).toEqual(["from outside"]);
    expect(nodeOf(graph, "safe", { view: "data" }).badges).toEqual([]);
    expect(nodeOf(graph, "safe=true", { view: "data" }).details).toEqual(["check → refuse"]);
  });

  it("leaves out conditions and inputs when it is told to", () => {
    const edges = edgesOf(app.graph, { view: "data", show: { conditions: false, inputs: false } });
    expect(edges).toHaveLength(7);
  });
});

describe("sub-graphs", () => {
  const inner = b.graph({ actions: { check, refuse }, transitions: [["check", "refuse"]] });
  const endless = b.graph({ actions: { check, ask }, transitions: [["check", "ask"], ["ask", "check"]] }); // prettier-ignore
  const withSubgraph = (action: Action, subgraph: Graph): Action =>
    Object.defineProperty(Object.create(action, Object.getOwnPropertyDescriptors(action)) as Action, "subgraph", {
      value: subgraph,
    });
  const outer = b.graph({
    actions: { ask, moderate: withSubgraph(check as Action, inner), loop: withSubgraph(check as Action, endless) },
    transitions: [
      ["ask", "moderate"],
      ["moderate", "loop", safe],
    ],
  });

  it("are one box as long as they are folded", () => {
    const { nodes, groups } = pictureOf(outer);
    expect(groups).toEqual([]);
    expect(nodes.map(({ name, badges }) => [name, ...badges])).toEqual([
      ["ask"],
      ["moderate", "graph"],
      ["loop", "graph"],
    ]);
  });

  it("are a group with a start and an end when they are expanded", () => {
    const { nodes, groups } = pictureOf(outer, { subgraphs: "expanded", path: ["ask", "moderate"] });
    expect(groups).toMatchObject([
      { name: "moderate", visits: 1, parent: undefined },
      { name: "loop", visits: 0 },
    ]);
    expect(nodes.filter(({ group }) => group === groups[0]?.id).map(({ name }) => name)).toEqual([
      "start",
      "check",
      "refuse",
      "end",
    ]);
    expect(edgesOf(outer, { subgraphs: ["moderate"] })).toEqual([
      "check transition refuse",
      "start link check",
      "refuse link end",
      "ask transition start",
      "end transition loop: safe=true",
    ]);
  });

  it("refuses to expand what has no graph within", () => {
    expect(() => pictureOf(outer, { subgraphs: ["ask"] })).toThrow(
      failure("unknown-action", '"subgraphs"', '"ask"', '"moderate", "loop"'),
    );
  });
});

describe("Mermaid", () => {
  it("is a flowchart", () => {
    const graph = b.graph({ actions: { check, refuse }, transitions: [["check", "refuse", safe]] });
    expect(toMermaid(graph, only)).toBe(
      [
        "flowchart TD",
        '  n0("check")',
        '  n1("refuse")',
        '  n0 -->|"safe=true"| n1',
        "  classDef action fill:#eef2ff,stroke:#6366f1,color:#1e1b4b",
        "  class n0,n1 action",
        "  classDef ends stroke-width:4px",
        "  class n1 ends",
        "  linkStyle 0 stroke:#475569",
        "",
      ].join("\n"),
    );
  });

  it("draws transitions on error dashed, and those taken thick", () => {
    const text = toMermaid(app.graph, { path: ["ask", "check"] });
    expect(text).toMatch(/n1 ==> n2\n/);
    expect(text).toMatch(/n3 -\.->\|"onError\(TypeError, max 2\)"\| n3\n/);
  });
});

describe("DOT", () => {
  it("is a directed graph", () => {
    const graph = b.graph({ actions: { check, refuse }, transitions: [["check", "refuse", safe]] });
    const lines = toDot(graph, { ...only, direction: "right" }).split("\n");
    expect(lines[0]).toBe("digraph {");
    expect(lines[1]).toContain('rankdir="LR"');
    expect(lines).toContain('  n0 -> n1 [label=" safe=true "];');
  });

  it("draws transitions on error dashed", () => {
    expect(toDot(app.graph)).toMatch(/n3 -> n3 \[label=" onError\(TypeError, max 2\) ", style="dashed"/);
  });
});
