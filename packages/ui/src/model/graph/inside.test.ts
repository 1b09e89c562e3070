import type { ChildSummary } from "@burrjs/protocol";
import fc from "fast-check";
import { expect, it } from "vitest";
import { startedBy } from "../place-at-time.ts";
import { stepColumns, stepRow, walkRows } from "../step/steps-for-tests.ts";
import type { GraphLayout, NodeBox, Point } from "./graph-layout.ts";
import { layOut } from "./graph-layout.ts";
import { drawnGraph } from "./graph-shape.ts";
import { openedLayout, openedSize } from "./opened-layout.ts";
import { pathRows } from "./path-rows.ts";
import { wayIn, wayText } from "./run-way.ts";
import { runToOpen, startedRuns } from "./started-runs.ts";

const names = ["a", "b", "c", "d", "e", "f"];
const graphs = fc
  .array(fc.tuple(fc.constantFrom(...names), fc.constantFrom(...names)), { maxLength: 12 })
  .map((ways) => drawnGraph(names, ways.map(([from, to]) => ({ from, to, condition: "" })))); // prettier-ignore
const sizes = fc.record({ width: fc.integer({ min: 1, max: 800 }), height: fc.integer({ min: 1, max: 900 }) });

const doOverlap = (one: Point & NodeBox, other: Point & NodeBox): boolean =>
  Math.abs(one.x - other.x) < (one.width + other.width) / 2 - 0.01 &&
  Math.abs(one.y - other.y) < (one.height + other.height) / 2 - 0.01;
const cornerOf = ({ x, y, width, height }: Point & NodeBox): readonly number[] => [x - width / 2, y - height / 2];

it("a node that opens has its size, and covers no other; what is above or at its left stays where it is", () => {
  fc.assert(
    fc.property(graphs, sizes, fc.constantFrom(...names), ({ shape, edges }, drawing, name) => {
      const before = layOut(shape);
      const size = openedSize(drawing, before.nodes.get(name)!);
      const after: GraphLayout = openedLayout(before, edges, { name, size });
      const [box, old] = [after.nodes.get(name)!, before.nodes.get(name)!];
      expect(box.width).toBeCloseTo(size.width);
      expect(box.height).toBeCloseTo(size.height);
      expect(cornerOf(box).map(Math.round)).toEqual(cornerOf(old).map(Math.round));
      const all = [...after.nodes.values()];
      expect(all.some((one, n) => all.slice(n + 1).some((other) => doOverlap(one, other)))).toBe(false);
      const others = [...before.nodes].map(([other, place]) => ({ place, now: after.nodes.get(other) }));
      const above = others.filter(({ place: { y } }) => y < old.y - old.height / 2);
      const atLeft = others.filter(({ place: { x } }) => x < old.x - old.width / 2);
      expect(above.map(({ now }) => now?.y)).toEqual(above.map(({ place }) => place.y));
      expect(atLeft.map(({ now }) => now?.x)).toEqual(atLeft.map(({ place }) => place.x));
      expect(after.width).toBeCloseTo(before.width + size.width - old.width);
      expect(after.height).toBeCloseTo(before.height + size.height - old.height);
    }),
  );
});

it("lines still end at the nodes that they join", () => {
  fc.assert(
    fc.property(graphs, sizes, fc.constantFrom(...names), ({ shape, edges }, drawing, name) => {
      const before = layOut(shape);
      const after = openedLayout(before, edges, { name, size: openedSize(drawing, before.nodes.get(name)!) });
      for (const { id, from, to } of edges.filter((edge) => edge.from !== edge.to)) {
        const { points } = after.edges.get(id)!;
        const grown = after.nodes.get(name)!;
        const covers = ({ x, y }: Point): boolean => Math.abs(x - grown.x) < grown.width / 2 - 1 && Math.abs(y - grown.y) < grown.height / 2 - 1; // prettier-ignore
        expect(from !== name && to !== name && points.some((point) => covers(point))).toBe(false);
        for (const [point, box] of [
          [points[0]!, after.nodes.get(from)!],
          [points.at(-1)!, after.nodes.get(to)!],
        ] as const) {
          // prettier-ignore
          expect(Math.abs(point.x - box.x)).toBeLessThan(box.width / 2 + 1);
          expect(Math.abs(point.y - box.y)).toBeLessThan(box.height / 2 + 1);
        }
      }
    }),
  );
});

const steps = stepColumns(walkRows("plan", "look", "plan", "look", "look"));
const child = (app: string, step: number | null, atMs = 0, kind: ChildSummary["kind"] = "spawn"): ChildSummary => ({
  app_id: app,
  partition_key: null,
  kind,
  sequence_id: step,
  at_ms: atMs,
});

it("the runs of an action are in the order of its steps and of their start, without forks and what belongs to no step", () => {
  const all = startedRuns(
    [child("late", 3, 9), child("b", 1, 2), child("a", 1, 1), child("fork", 1, 0, "fork"), child("lost", 77), child("odd", null), child("p", 2)], // prettier-ignore
    steps,
  );
  expect([...all].map(([action, runs]) => [action, runs.map(({ run, step }) => `${step} ${run.app}`)])).toEqual([
    ["look", ["1 a", "1 b", "3 late"]],
    ["plan", ["2 p"]],
  ]);
});

it.each([
  ["at the step itself", 3, "late"],
  ["at a step that started none, the last before", 4, "late"],
  ["between two", 2, "a"],
  ["before all, the first", 0, "a"],
])("what opens is the first run of the step that the cursor is at or behind: %s", (_where, at, app) => {
  const runs = startedRuns([child("a", 1, 1), child("b", 1, 2), child("late", 3)], steps).get("look") ?? [];
  expect(runToOpen(runs, at)?.run.app).toBe(app);
});

it("nothing opens where nothing was started", () => {
  expect(runToOpen([], 3)).toBeUndefined();
});

it("a run is as far as it had come at a time", () => {
  const some = stepColumns([stepRow(0, { started_ms: 100 }), stepRow(1, { started_ms: 200 })]);
  expect([99, 100, 150, 200, Number.POSITIVE_INFINITY].map((at) => startedBy(some, at))).toEqual([-1, 0, 0, 1, 1]);
  expect(startedBy(some, Number.NEGATIVE_INFINITY)).toBe(-1);
});

it("in words, what is inside of an action comes below its ways", () => {
  const outer = drawnGraph(["a", "b"], [{ from: "a", to: "b", condition: "" }]);
  const inner = drawnGraph(["x"], [{ from: "x", to: "x", condition: "" }]);
  const rows = pathRows([
    { graph: outer, runs: new Map([["a", 3]]), opened: "a" },
    { graph: inner, runs: new Map(), opened: undefined },
  ]);
  expect(rows.map(({ kind, depth }) => `${depth} ${kind}`)).toEqual([
    "0 action",
    "0 way",
    "0 runs",
    "0 bar",
    "1 action",
    "1 way",
    "0 action",
  ]);
});

it("a way to a run comes back from the address as it was", () => {
  const way = [{ partition: "a,b", app: "x/y" }, { partition: null, app: "z@3" }]; // prettier-ignore
  expect(wayIn(wayText(way))).toEqual(way);
  expect(wayText([])).toBeUndefined();
});
