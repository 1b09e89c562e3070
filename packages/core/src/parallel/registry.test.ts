import { expect, it } from "vitest";
import { burr, task } from "../index.ts";
import { failure } from "../testing/counter-app.ts";
import { referenceOf, registeredGraph, registerGraphs } from "./index.ts";

const b = burr<{ n: number }>();
const one = b.action({ reads: [], writes: ["n"], run: () => ({ n: 1 }) });
const graph = b.graph({ actions: { one }, transitions: [] });

it("finds a registered graph, or action, by the module and the name", () => {
  expect(registerGraphs("file:///graphs.js", { graph, one })).toEqual({ graph, one });
  const reference = referenceOf({ graph, entrypoint: "one" });
  expect(reference).toMatchObject({ module: "file:///graphs.js", name: "graph" });
  expect(registeredGraph(reference, "one")).toBe(graph);
  const ofAction = referenceOf({ ...task(one).target });
  expect(ofAction).toMatchObject({ name: "one" });
  expect(registeredGraph(ofAction, "task").actions).toEqual({ task: one });
});

it("refuses what is not registered, and what is another graph by now", () => {
  const other = b.graph({ actions: { other: one }, transitions: [] });
  expect(() => referenceOf({ graph: other, entrypoint: "other" })).toThrow(failure("unregistered-graph", "other", "registerGraphs")); // prettier-ignore
  const reference = referenceOf({ graph, entrypoint: "one" });
  expect(() => registeredGraph({ ...reference, name: "nope" }, "one")).toThrow(failure("unregistered-graph", '"nope"'));
  expect(() => registeredGraph({ ...reference, fingerprint: "0" }, "one")).toThrow(failure("unregistered-graph", "same version")); // prettier-ignore
});
