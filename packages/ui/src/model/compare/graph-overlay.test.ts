import { expect, it } from "vitest";
import { drawnGraph } from "../graph/graph-shape.ts";
import { edgeKey } from "../graph/path-counts.ts";
import { stepRow, walkRows } from "../step/steps-for-tests.ts";
import { StepColumns } from "../step-columns.ts";
import { mergedGraph, overlayCounts, overlaySide } from "./graph-overlay.ts";

const steps = (...actions: readonly string[]): StepColumns => StepColumns.empty.with(walkRows(...actions));

it("what a fork has inherited counts as its own way", () => {
  const at = (n: number) => ({ n, sequence_id: n, action: "" });
  const { a, b } = overlayCounts(
    [
      { kind: "inherited", a: at(0), b: null, count: 2 },
      { kind: "changed", a: at(2), b: at(0), count: 1 },
    ],
    { a: steps("ask", "decide", "answer"), b: steps("image") },
  );
  expect([...a.nodes]).toEqual([["ask", 1], ["decide", 1], ["answer", 1]]); // prettier-ignore
  expect([...b.nodes]).toEqual([["ask", 1], ["decide", 1], ["image", 1]]); // prettier-ignore
  expect(b.edges.get(edgeKey("decide", "image"))).toBe(1);
  expect(overlaySide(a.edges.get(edgeKey("ask", "decide")), b.edges.get(edgeKey("ask", "decide")))).toBe("both");
});

it("an action that failed and runs again has gone no way", () => {
  const again = StepColumns.empty.with([
    stepRow(0, { action: "ask" }),
    stepRow(1, { action: "answer", status: "failed", from: "ask" }),
    stepRow(2, { action: "answer" }),
  ]);
  const { a, b } = overlayCounts([], { a: again, b: steps("ask", "answer", "answer") });
  expect([...a.nodes]).toEqual([["ask", 1], ["answer", 2]]); // prettier-ignore
  expect([...a.edges]).toEqual([[edgeKey("ask", "answer"), 1]]);
  expect(b.edges.get(edgeKey("answer", "answer"))).toBe(1);
});

it("the machine of both has what either has, each way once", () => {
  const ways = (...all: readonly string[]) =>
    drawnGraph([...new Set(all.flatMap((way) => [way.charAt(0), way.charAt(1)]))], all.map((way) => ({ from: way.charAt(0), to: way.charAt(1), condition: way.slice(2) }))); // prettier-ignore
  const one = ways("xy?", "yx");
  expect(mergedGraph(one, ways("xy?", "yx"))).toBe(one);
  // Of a machine that was not recorded no conditions are known.
  expect(mergedGraph(one, ways("xy"))).toBe(one);
  const both = mergedGraph(one, ways("xy!", "yz"));
  expect(both.edges.map(({ from, to, condition }) => from + to + condition)).toEqual(["xy?", "yx", "xy!", "yz"]);
  expect(new Set(both.edges.map(({ id }) => id)).size).toBe(4);
  expect(both.shape.nodes.map(({ id }) => id)).toEqual(["x", "y", "z"]);
});
