import type { ApplicationModel, RunnerApplication, RunnersView, RunnerSummary } from "@burrjs/protocol";
import { describe, expect, it } from "vitest";
import { stepColumns, stepDetail, stepRow } from "../step/steps-for-tests.ts";
import { effectsToAllow, modelActions } from "./call-choice.ts";
import { codeDifference, fittingRunners, whyNoRunner } from "./fit-runner.ts";
import { firstChoices, forkBody } from "./fork-body.ts";
import { forkPlaces } from "./fork-points.ts";
import { keysReadFrom, neededInputs, taggedEffects } from "./graph-facts.ts";
import { lineMarks } from "./line-marks.ts";
import { spreadOf } from "./spread.ts";

describe("where a run can begin at a step", () => {
  it.each([
    { name: "one that was committed", more: {}, at: ["before", "after"], why: "" },
    {
      name: "one that failed",
      more: { committed: false, status: "failed" as const },
      at: ["before"],
      why: "changed nothing",
    },
    { name: "one under way", more: { committed: false, status: "running" as const }, at: ["before"], why: "not ended" },
    { name: "an answer", more: { role: "answer" }, at: ["after"], why: "waited for an answer" },
    { name: "an undo", more: { role: "undo" }, at: [], why: "undone" },
  ])("of $name: $at", ({ more, at, why }) => {
    const places = forkPlaces(stepDetail(4, more));
    expect(places.places.map((place) => place.at)).toEqual(at);
    expect(places.why).toContain(why);
  });
});

describe("what the server is asked for", () => {
  const parts = {
    sequenceId: 4,
    repeat: 0,
    choices: firstChoices,
    runnerId: "r1",
    live: new Set(["answer"]),
    sideEffects: ["mail"],
    patch: [],
    inputs: {},
  };

  it("leaves out what has its default", () => {
    expect(forkBody(parts)).toEqual({ sequence_id: 4, repeat: 0, at: "before", mode: "live", runner_id: "r1" });
  });

  it("has what was chosen, and only ticks that count", () => {
    const choices = {
      ...firstChoices,
      at: "after" as const,
      next: "mail",
      mode: "mixed" as const,
      allowed: new Set(["mail", "gone"]),
      label: " try ",
      stop: { at: "before" as const, action: "end" },
      runnerId: "r1",
    };
    const live = new Set(["answer", "mail"]);
    expect(
      forkBody({
        ...parts,
        choices,
        live,
        patch: [{ op: "remove", path: "/a" }],
        inputs: { q: 1 },
      }),
    ).toEqual({
      sequence_id: 4,
      repeat: 0,
      at: "after",
      mode: "mixed",
      patch: [{ op: "remove", path: "/a" }],
      next_action: "mail",
      inputs: { q: 1 },
      live_actions: ["answer", "mail"],
      allowed_side_effects: ["mail"],
      stop: { before: "end" },
      label: "try",
      runner_id: "r1",
    });
  });

  it("asks for a tick only of what may come to run", () => {
    expect(effectsToAllow("live", new Set(), ["mail"])).toEqual(["mail"]);
    expect(effectsToAllow("tape", new Set(["mail"]), ["mail"])).toEqual([]);
    expect(effectsToAllow("mixed", new Set(["answer"]), ["mail"])).toEqual([]);
    expect(effectsToAllow("mixed", new Set(["mail"]), ["mail"])).toEqual(["mail"]);
  });

  it("takes those that asked a model for live ones; where none did, those that stream", () => {
    const tokens = { input: 1, output: 1, cached: 0, reasoning: 0 };
    const rows = [
      stepRow(0, { action: "decide", tokens }),
      stepRow(1, { action: "answer", kind: "stream" }),
      stepRow(2, { action: "mail", tokens }),
    ];
    expect([...modelActions(stepColumns(rows), ["mail"])]).toEqual(["decide"]);
    expect([...modelActions(stepColumns(rows.slice(1, 2)), [])]).toEqual(["answer"]);
  });
});

const action = (name: string, inputs: string[] = [], tags: string[] = []): ApplicationModel["actions"][number] => ({
  type: "action",
  name,
  reads: [],
  writes: [],
  code: "",
  inputs,
  optional_inputs: [],
  tags,
});
const graph: ApplicationModel = {
  type: "application",
  entrypoint: "ask",
  actions: [action("ask", ["question"]), action("answer"), action("mail", [], ["side-effect"])],
  transitions: [
    { type: "transition", from_: "ask", to: "answer", condition: "" },
    { type: "transition", from_: "answer", to: "ask", condition: "" },
  ],
};

describe("what a graph tells", () => {
  it("which inputs are needed, and what has effects", () => {
    expect(neededInputs(graph, "ask")).toEqual(["question"]);
    expect(taggedEffects(graph)).toEqual(["mail"]);
  });
});

const need = { project: "p", graphHash: "3f9a0000", actions: ["ask", "answer"] };
const application = (more: Partial<RunnerApplication> = {}): RunnerApplication => ({
  project: "p",
  graph_hash: "3f9a0000",
  actions: ["ask", "answer"],
  entrypoint: "ask",
  side_effects: [],
  ...more,
});
const runner = (id: string, ...applications: RunnerApplication[]): RunnerSummary => ({
  runner_id: id,
  name: `${id}.ts`,
  pid: 1,
  host: "h",
  runtime: "node",
  applications,
  connected_ms: 0,
});
const view = (...runners: RunnerSummary[]): RunnersView => ({ runners, jobs: [] });

describe("the keys that are read from an action on", () => {
  const reader = (name: string, ...reads: string[]) => ({ type: "action" as const, name, reads, writes: [], code: "", inputs: [], optional_inputs: [] }); // prettier-ignore
  const way = (from_: string, to: string, condition = "default", reads?: string[]) => ({ type: "transition" as const, from_, to, condition, ...(reads && { reads }) }); // prettier-ignore
  const readers = [reader("a", "x"), reader("b", "y"), reader("c", "z")];
  const graphOf = (...transitions: ReturnType<typeof way>[]) => ({ type: "application" as const, entrypoint: "a", actions: readers, transitions }); // prettier-ignore
  it.each([
    { when: "one leads to another", of: graphOf(way("a", "b"), way("c", "a")), start: "a", keys: ["x", "y"] },
    { when: "a condition reads some", of: graphOf(way("b", "c", "is", ["k"])), start: "b", keys: ["y", "k", "z"] },
    { when: "they go round", of: graphOf(way("b", "c"), way("c", "b")), start: "b", keys: ["y", "z"] },
    { when: "the start is not known", of: graphOf(), start: null, keys: ["x", "y", "z"] },
    { when: "a condition does not say what it reads", of: graphOf(way("b", "c", "is")), start: "b", keys: undefined },
    { when: "the action is none of the graph", of: graphOf(), start: "d", keys: undefined },
    { when: "there is no graph", of: null, start: "a", keys: undefined },
  ])("are $keys when $when", ({ of, start, keys }) => {
    const read = keysReadFrom(of, start);
    expect(read && [...read]).toEqual(keys);
  });
});

describe("the runner of a fork", () => {
  it("is the one with the same graph, then the one with the most of its actions, then the newest", () => {
    const [old, other, same] = [
      runner("old", application({ graph_hash: "1", actions: ["ask"] })),
      runner("other", application({ graph_hash: "2", actions: ["ask"] })),
      runner("same", application()),
    ];
    expect(fittingRunners(view(same, old, other), need).map((one) => one.runner.runner_id)).toEqual([
      "same",
      "other",
      "old",
    ]);
    expect(fittingRunners(view(runner("x", application({ project: "q" }))), need)).toEqual([]);
    expect(fittingRunners(undefined, need)).toEqual([]);
    const parent = application({ graph_hash: "1", actions: ["plan"] });
    expect(fittingRunners(view(runner("x", parent)), need)).toEqual([]);
    expect(fittingRunners(view(runner("x", parent)), { ...need, actions: [] })).toHaveLength(1);
  });

  it("says what is missing, and in which way its code is another", () => {
    expect(whyNoRunner(need)).toBe("No runner for graph 3f9a… of the project “p” is connected.");
    expect(whyNoRunner({ ...need, graphHash: null })).toBe("No runner for the project “p” is connected.");
    const [one] = fittingRunners(view(runner("r", application({ graph_hash: "1", actions: ["ask", "draw"] }))), need);
    expect(one && codeDifference(one, need)).toContain("without answer and with draw besides");
    const [same] = fittingRunners(view(runner("r", application())), need);
    expect(same && codeDifference(same, need)).toBeUndefined();
  });
});

describe("small things", () => {
  it("marks the lines that differ", () => {
    expect(lineMarks("a\nb\nc", "a\nx\nc\nd")).toEqual({ before: new Set([1]), after: new Set([1, 3]) });
  });

  it.each([
    { values: [3, 1, 2], spread: { least: 1, median: 2, most: 3 } },
    { values: [4, 1, null, 2, 3], spread: { least: 1, median: 2.5, most: 4 } },
    { values: [undefined, null], spread: undefined },
  ])("spreads $values", ({ values, spread }) => {
    expect(spreadOf(values)).toEqual(spread);
  });
});
