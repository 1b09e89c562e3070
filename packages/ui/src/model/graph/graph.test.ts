import type { ApplicationModel, DecisionView } from "@burrjs/protocol";
import fc from "fast-check";
import { expect, it } from "vitest";
import { edgeMarks } from "./edge-marks.ts";
import { edgeDrawing } from "./edge-drawing.ts";
import { layOut } from "./graph-layout.ts";
import { graphName } from "./graph-name.ts";
import { machineGraph, mostLabelled } from "./graph-shape.ts";
import { layOutGroups } from "./group-layout.ts";
import { movedLayout, parseMovedNodes } from "./moved-layout.ts";
import { edgeKey, edgesOf, heatOf, nextVisit, pathCounter, pathCounts, visitsOf } from "./path-counts.ts";
import { projectCounts } from "./project-counts.ts";
import type { StepColumns } from "../step-columns.ts";
import { stepColumns, stepRow, walkRows } from "../step/steps-for-tests.ts";

const action = (name: string) =>
  ({ type: "action", name, reads: [], writes: [], code: "", inputs: [], optional_inputs: [] }) as const;
const way = (from: string, to: string, condition = "default") =>
  ({ type: "transition", from_: from, to, condition }) as const;
const chat: ApplicationModel = {
  type: "application",
  entrypoint: "ask",
  actions: [action("ask"), action("answer"), action("refuse"), action("__proto__")],
  transitions: [
    way("ask", "refuse", "safe=false"),
    way("ask", "answer"),
    way("answer", "ask"),
    way("refuse", "ask"),
    way("ask", "gone"),
    way("answer", "answer", "again"),
  ],
};
const declaredGraph = (model: ApplicationModel) => machineGraph(model, { actions: [], ways: [] });
const observedGraph = (run: StepColumns) => machineGraph(null, edgesOf(run));
const steps = stepColumns(walkRows("ask", "answer", "ask", "refuse", "ask", "answer"));

it("the layout is the same each time, and has a place for each action and each way", () => {
  const { shape } = declaredGraph(chat);
  const layout = layOut(shape);
  expect(layOut(shape)).toEqual(layout);
  expect(new Set(layout.nodes.keys())).toEqual(new Set(["ask", "answer", "refuse", "__proto__"]));
  expect(layout.edges.size).toBe(5); // not the way to an action that is none
  for (const { points } of layout.edges.values()) expect(edgeDrawing(points, 1).line).toMatch(/^M[\d.-]+ [\d.-]+[QL]/);
  expect(layout.edges.get("0")?.label).not.toBeNull();
  expect(layout.edges.get("1")?.label).toBeNull(); // `default` is not written
});

it("the places come as they are read: from top to bottom, and on one height from left to right", () => {
  const places = [...layOut(declaredGraph(chat).shape).nodes.values()];
  const isRead = places.every(({ x, y }, n) => {
    const before = places[n - 1];
    return before === undefined || before.y < y || (before.y === y && before.x < x);
  });
  expect(isRead).toBe(true);
});

it("every line is in the picture, also one from an action to itself", () => {
  const { nodes, edges, width, height } = layOut(
    observedGraph(stepColumns(["a", "b", "b", "c", "a", "c"].map((name, n) => stepRow(n, { action: name })))).shape,
  );
  for (const { points, label } of edges.values()) {
    expect(label).toBeNull();
    for (const { x, y } of points) expect(x >= 0 && y >= 0 && x <= width && y <= height).toBe(true);
  }
  const loop = edges.get("1")?.points ?? [];
  const box = nodes.get("b");
  expect(loop.every(({ x }) => x >= (box?.x ?? 0))).toBe(true);
});

it("actions do not lie over each other", () => {
  const boxes = [...layOut(declaredGraph(chat).shape).nodes.values()];
  for (const one of boxes) {
    for (const other of boxes) {
      if (one === other) continue;
      const isApart =
        Math.abs(one.x - other.x) >= (one.width + other.width) / 2 ||
        Math.abs(one.y - other.y) >= (one.height + other.height) / 2;
      expect(isApart).toBe(true);
    }
  }
});

it("without a declared graph what ran is drawn; what failed, and runs again, has gone no way", () => {
  const { shape, edges, unknown } = observedGraph(steps);
  expect(shape.nodes.map(({ id }) => id)).toEqual(["ask", "answer", "refuse"]);
  expect(edges.map(({ from, to }) => `${from}-${to}`)).toEqual([
    "ask-answer",
    "answer-ask",
    "ask-refuse",
    "refuse-ask",
  ]);
  const again = stepColumns(
    [null, null, "ask"].map((from, n) => stepRow(n, { action: "ask", status: "failed", from })),
  );
  expect(edgesOf(again).ways).toEqual([{ from: "ask", to: "ask" }]); // the second is made again, the third was led to
  expect(unknown.size).toBe(0);
});

it("actions that the declared graph lacks are drawn with the ways to and from them, and known for it", () => {
  const ways = [
    { from: "ask", to: "new" },
    { from: "new", to: "answer" },
    { from: "ask", to: "answer" },
  ];
  const { shape, edges, unknown } = machineGraph(chat, { actions: ["ask", "new"], ways });
  expect([...unknown]).toEqual(["new"]);
  expect(shape.nodes.at(-1)?.id).toBe("new");
  expect(edges.slice(5).map(({ from, to }) => `${from}-${to}`)).toEqual(["ask-new", "new-answer"]);
});

it("labels keep out of the way of actions, and of each other", () => {
  const many: ApplicationModel = {
    ...chat,
    transitions: [
      way("ask", "answer", "a long condition that says much"),
      way("ask", "answer", "another one"),
      way("ask", "ask", "once more"),
      way("ask", "ask", "and again"),
      way("answer", "ask", "back"),
      way("answer", "refuse", "言語が日本語である場合"),
    ],
  };
  const layout = layOut(declaredGraph(many).shape);
  const labels = [...layout.edges.values()].flatMap(({ label }) => label ?? []);
  expect(labels).toHaveLength(6);
  const boxes = [...layout.nodes.values(), ...labels];
  for (const label of labels) {
    expect(label.x - label.width / 2).toBeGreaterThanOrEqual(0);
    expect(label.x + label.width / 2).toBeLessThanOrEqual(layout.width);
    for (const other of boxes) {
      if (other === label) continue;
      const isApart =
        Math.abs(label.x - other.x) >= (label.width + other.width) / 2 - 1 ||
        Math.abs(label.y - other.y) >= (label.height + other.height) / 2 - 1;
      expect(isApart).toBe(true);
    }
  }
});

it("an arrow ends where its line does, and is larger on a wider one", () => {
  const points = [
    { x: 0, y: 0 },
    { x: 0, y: 40 },
  ];
  expect(edgeDrawing(points, 1)).toEqual({ line: "M0 0L0 33.5", tip: "M0 40L-3.4 32.5L3.4 32.5z" });
  expect(edgeDrawing(points, 4)).toEqual({ line: "M0 0L0 29", tip: "M0 40L-5.4 28L5.4 28z" });
  expect(edgeDrawing([], 1)).toEqual({ line: "", tip: "" });
});

const tagged = (count: number, groups: number): ApplicationModel => ({
  ...chat,
  actions: Array.from({ length: count }, (_, n) => ({
    ...action(`a${n}`),
    ...(groups === 0 ? {} : { tags: [`t${n % groups}`] }),
  })),
  transitions: Array.from({ length: count }, (_, n) => way(`a${n}`, `a${(n * 7 + 1) % count}`, "c")),
});

it("many actions are dots without labels, those with one tag in a box", () => {
  const { shape } = declaredGraph(tagged(200, 4));
  const { nodes, groups, edges } = layOutGroups(shape);
  expect(groups.size).toBe(4);
  for (const [name, { x, y }] of nodes) {
    const box = groups.get(`t${Number(name.slice(1)) % 4}`);
    expect(Math.abs(x - (box?.x ?? 0))).toBeLessThan((box?.width ?? 0) / 2);
    expect(Math.abs(y - (box?.y ?? 0))).toBeLessThan((box?.height ?? 0) / 2);
  }
  expect(edges.size).toBe(200);
  expect([...edges.values()].every(({ points, label }) => label === null && points.length > 1)).toBe(true);
});

it.each([
  [mostLabelled, 4],
  [mostLabelled + 1, 0],
])("%i actions with %i tags are not put into boxes", (count, groups) => {
  expect(layOutGroups(declaredGraph(tagged(count, groups)).shape).groups.size).toBe(0);
});

it("a node that was moved takes its edges along, and nothing else moves", () => {
  const { shape, edges } = declaredGraph(chat);
  const layout = layOut(shape);
  const moved = movedLayout(layout, { refuse: { x: 700, y: 300 }, unknown: { x: 0, y: 0 } }, edges);
  expect(moved.nodes.get("refuse")).toMatchObject({ x: 700, y: 300 });
  expect(moved.nodes.get("answer")).toEqual(layout.nodes.get("answer"));
  expect(moved.edges.get("1")).toEqual(layout.edges.get("1"));
  expect(moved.edges.get("0")).not.toEqual(layout.edges.get("0"));
  expect(moved.width).toBeGreaterThan(700);
  expect(movedLayout(layout, {}, edges)).toBe(layout);
});

it("of places that were kept only those that make sense are read", () => {
  expect(parseMovedNodes({ a: { x: 1, y: 2 }, b: { x: "1", y: 2 }, c: null })).toEqual({ a: { x: 1, y: 2 } });
  expect(parseMovedNodes([1])).toEqual({});
});

it.each([
  [-1, { ask: undefined }, null],
  [0, { ask: 1 }, null],
  [3, { ask: 2, answer: 1, refuse: 1 }, edgeKey("ask", "refuse")],
  [99, { ask: 3, answer: 2, refuse: 1 }, edgeKey("ask", "answer")],
])("up to place %i visits and the last way are counted", (end, visits, last) => {
  const counts = pathCounts(steps, end);
  for (const [name, count] of Object.entries(visits)) expect(counts.nodes.get(name)?.visits).toBe(count);
  expect(counts.last).toBe(last);
});

it("a path that is counted on from another one is counted like one from the beginning", () => {
  const run = fc.array(fc.record({ action: fc.constantFrom("a", "b", "c"), isBad: fc.boolean() }), {
    minLength: 1,
    maxLength: 40,
  });
  fc.assert(
    fc.property(run, fc.array(fc.integer({ min: -1, max: 45 })), (all, ends) => {
      const columns = stepColumns(
        all.map(({ action: name, isBad }, n) =>
          stepRow(n, { action: name, status: isBad ? "failed" : "completed", from: all[n - 1]?.action ?? null }),
        ),
      );
      const count = pathCounter(columns);
      for (const end of ends) expect(count(end)).toEqual(pathCounts(columns, end));
    }),
  );
});

it("runs of a project are counted by visits, time, errors, tokens, and what these cost", () => {
  const sums = { runs: 2, failed_runs: 1, visits: 3, failed: 1, duration_ms: 30 };
  const tokens = { input: 1e6, output: 0, cached: 0, reasoning: 0 };
  const counts = projectCounts(
    {
      graphs: [],
      hash: null,
      graph: null,
      runs: 2,
      partial: 0,
      actions: [
        { action: "ask", ...sums, tokens: [{ model: "mine", ...tokens }, { model: "whose", ...tokens }] },
        { action: "answer", ...sums, visits: 1, failed: 0, tokens: [] },
      ],
      ways: [{ from: "ask", to: "answer", taken: 2, runs: 1 }],
    },
    [{ model: "mine", input: 2, cached: 2, output: 2 }],
  ); // prettier-ignore
  expect(counts.nodes.get("ask")).toEqual({ visits: 3, totalMs: 30, errors: 1, tokens: 2e6, cost: 2 });
  expect(counts.nodes.get("answer")?.cost).toBeNull();
  expect(counts.edges.get(edgeKey("ask", "answer"))).toBe(2);
  expect([...heatOf(counts, "visits").values()]).toEqual([1, 1 / 3]);
  expect([...heatOf(counts, "cost").values()]).toEqual([1, 0]);
});

it("a click goes from visit to visit, and from the last one to the first", () => {
  const places = visitsOf(steps, "ask");
  expect(places).toEqual([0, 2, 4]);
  expect([nextVisit(places, -1), nextVisit(places, 0), nextVisit(places, 4), nextVisit([], 4)]).toEqual([
    0,
    2,
    0,
    undefined,
  ]);
});

it("the transitions that were tried last are marked, also where two lead to the same action", () => {
  const { edges } = declaredGraph(chat);
  const tried = [
    { to: "refuse", condition: "safe=false", keys: ["safe"], result: false },
    { to: "answer", condition: "default", keys: [], result: true },
  ];
  const why: DecisionView = { sequence_id: 0, from: "ask", to: "answer", tried };
  expect([...edgeMarks(edges, why)]).toEqual([["0", "refused"], ["1", "taken"]]); // prettier-ignore
  expect(edgeMarks(edges, null).size).toBe(0);
  expect([...edgeMarks(edges, { ...why, tried: [] })]).toEqual([["1", "taken"]]);
});

it.each([
  { says: "that of the step", header: "b", format: "burrjs" as const, step: "a", name: "a" },
  { says: "that of the last run", header: "b", format: "burrjs" as const, step: null, name: "b" },
  { says: "none, and nobody asks for it", header: null, format: "burrjs" as const, step: null, name: null },
  { says: "the only one of a log of Python", header: null, format: "python" as const, step: null, name: "" },
])("the graph of a step is $says", ({ header, format, step, name }) => {
  expect(graphName({ graph_hash: header, format }, { graph_hash: step })).toBe(name);
});
