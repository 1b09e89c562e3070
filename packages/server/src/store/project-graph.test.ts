import { expect, it } from "vitest";
import { at, begin, end, firstMs, logText, run, step } from "../testing/log-lines.ts";
import { MemoryLogs } from "../testing/memory-logs.ts";
import { openStore } from "./open-store.ts";

const options = { now: () => firstMs + 3_600_000, host: "here", isAlive: () => true };

const transition = (sequenceId: number, from: string, to: string): object => ({
  type: "transition",
  sequence_id: sequenceId,
  from,
  to,
  t: at(sequenceId * 10 + 6),
  us: 3,
  tried: [{ to, condition: "default", keys: [], result: null }],
  halt: null,
});
const usage = (sequenceId: number, key: string, value: unknown): object => ({
  type: "attribute",
  action_sequence_id: sequenceId,
  span_id: null,
  key,
  value,
  tags: {},
});
const graph = (hash: string | undefined, ...names: readonly string[]): object => ({
  type: "application",
  entrypoint: names[0],
  actions: names.map((name) => ({
    type: "action",
    name,
    reads: [],
    writes: [],
    code: "",
    inputs: [],
    optional_inputs: [],
  })),
  transitions: [],
  ...(hash === undefined ? {} : { graph_hash: hash }),
});

/** Two runs of one graph, an older one of another, a child, and a log of Python. */
function world(): MemoryLogs {
  const logs = new MemoryLogs();
  logs.put("p", "one", {
    log: logText(
      run({ graph_hash: "aa" }),
      begin(0, "ask"),
      usage(0, "gen_ai.request.model", "large"),
      usage(0, "gen_ai.usage.input_tokens", 10),
      end(0, "ask"),
      transition(0, "ask", "answer"),
      ...step(1, "answer"),
      transition(1, "answer", "ask"),
      ...step(2, "ask"),
      transition(2, "ask", "answer"),
      begin(3, "answer"),
      end(3, "answer", { status: "failed", exception: "Error: no", state: {} }),
      // The failed action runs again: no transition leads from it to itself.
      ...step(4, "answer"),
    ),
    graph: graph("aa", "ask", "answer"),
    modifiedAtMs: firstMs + 5000,
  });
  logs.put("p", "two", {
    log: logText(run({ graph_hash: "aa" }), ...step(0, "ask")),
    graph: graph("aa", "ask", "answer"),
    modifiedAtMs: firstMs + 4000,
  });
  logs.put("p", "old", {
    log: logText(run({ graph_hash: "bb" }), ...step(0, "ask")),
    modifiedAtMs: firstMs + 3000,
  });
  logs.put("p", "child", {
    log: logText(run({ graph_hash: "cc" }), ...step(0, "search")),
    graph: graph("cc", "search"),
    metadata: {
      type: "application_metadata",
      app_id: "child",
      partition_key: null,
      parent_pointer: null,
      spawning_parent_pointer: { type: "pointer_data", app_id: "one", sequence_id: 1, partition_key: null },
    },
    modifiedAtMs: firstMs + 9000,
  });
  logs.put("p", "python", {
    log: logText(...step(0, "ask"), ...step(1, "answer")),
    graph: graph(undefined, "ask", "answer"),
    modifiedAtMs: firstMs + 1000,
  });
  return logs;
}

it("a step that undid another one is no visit", async () => {
  const logs = new MemoryLogs();
  const undo = [{ ...begin(1, "book"), role: "undo" }, end(1, "book")];
  const log = logText(run({ graph_hash: "aa" }), ...step(0, "book"), ...undo, ...step(2, "book"));
  logs.put("p", "one", { log, graph: graph("aa", "book") });
  const store = openStore(logs, options);
  expect((await store.graph("p"))?.actions).toMatchObject([{ action: "book", visits: 2 }]);
  const view = await store.run({ project: "p", appId: "one", partitionKey: null });
  const bytes = await view?.columns({ names: ["role"] });
  expect(JSON.parse(new TextDecoder().decode(bytes).split("\n", 1)[0] ?? "")).toMatchObject({ roles: ["", "undo"] });
});

it("the runs of the newest graph come to visits, errors, times, tokens by model, and ways", async () => {
  const { runs, partial, hash, graph: model, actions, ways } = (await openStore(world(), options).graph("p")) ?? {};
  expect({ runs, partial, hash }).toEqual({ runs: 2, partial: 0, hash: "aa" });
  expect(model?.actions.map(({ name }) => name)).toEqual(["ask", "answer"]);
  const large = { model: "large", input: 10, output: 0, cached: 0, reasoning: 0 };
  expect(actions?.toSorted((a, b) => a.action.localeCompare(b.action))).toEqual([
    { action: "answer", runs: 1, failed_runs: 1, visits: 3, failed: 1, duration_ms: 15, tokens: [] },
    { action: "ask", runs: 2, failed_runs: 0, visits: 3, failed: 0, duration_ms: 15, tokens: [large] },
  ]);
  expect(ways).toEqual([
    { from: "ask", to: "answer", taken: 2, runs: 1 },
    { from: "answer", to: "ask", taken: 1, runs: 1 },
  ]);
});

it("graphs are listed of the newest run first, those of children last, with how many runs are asked for", async () => {
  const listed = async (q?: string) =>
    (await openStore(world(), options).graph("p", q === undefined ? {} : { q }))?.graphs.map(({ hash, runs }) => [
      hash,
      runs,
    ]);
  expect(await listed()).toEqual([
    ["aa", 2],
    ["bb", 1],
    [null, 1],
    ["cc", 1],
  ]);
  expect(await listed("app:two")).toEqual([
    ["aa", 1],
    ["bb", 0],
    [null, 0],
    ["cc", 0],
  ]);
});

it.each([
  { says: "another one", hash: "cc", q: "", runs: 1, model: ["search"] },
  { says: "one that nobody has kept", hash: "bb", q: "", runs: 1, model: undefined },
  { says: "that of logs that do not say which", hash: null, q: "", runs: 1, model: ["ask", "answer"] },
  { says: "one that the query leaves no run of", hash: "cc", q: "app:two", runs: 0, model: ["search"] },
  { says: "one that there is none of", hash: "dd", q: "", runs: 0, model: undefined },
])("a graph can be chosen: $says", async ({ hash, q, runs, model }) => {
  const found = await openStore(world(), options).graph("p", { hash, q });
  expect([found?.hash, found?.runs, found?.graph?.actions.map(({ name }) => name)]).toEqual([hash, runs, model]);
});

it("the graph of a query is the newest that has runs", async () => {
  expect((await openStore(world(), options).graph("p", { q: "app:old" }))?.hash).toBe("bb");
  expect(await openStore(world(), options).graph("other")).toBeUndefined();
});

it.each([
  ["edge:ask->answer", ["one", "python"]],
  ["-edge:ask->answer graph:aa", ["two"]],
  ["edge:answer->answer", []],
  ["failed:answer", ["one"]],
  ["graph:cc", ["child"]],
  ["-graph:*", ["python"]],
])("%s finds the runs behind a number", async (q, ids) => {
  const found = await openStore(world(), options).runs("p", { q });
  expect(found?.items.map(({ app_id: id }) => id)).toEqual(ids);
});

it("a step of a log of Python is found by the way that led to it", async () => {
  const view = await openStore(world(), options).run({ project: "p", partitionKey: null, appId: "python" });
  expect((await view?.steps({ q: "edge:ask->answer" }))?.items.map(({ sequence_id: id }) => id)).toEqual([1]);
});

it("a long log that goes on is counted as one that was read at once", async () => {
  const names = ["a", "b", "c"];
  const steps = (from: number, to: number): readonly object[] =>
    Array.from({ length: to - from }, (_, n) => step(from + n, names[(from + n) % 3])).flat();
  const logs = new MemoryLogs();
  const store = openStore(logs, options);
  logs.put("p", "long", { log: logText(run({ graph_hash: "aa" }), ...steps(0, 200)), modifiedAtMs: firstMs });
  const view = await store.run({ project: "p", partitionKey: null, appId: "long" });
  await view?.header();
  expect((await store.graph("p"))?.actions.map(({ visits }) => visits)).toEqual([67, 67, 66]);
  logs.put("p", "long", { log: logText(run({ graph_hash: "aa" }), ...steps(0, 301)), modifiedAtMs: firstMs + 1 });
  await view?.header();
  const { actions, ways } = (await store.graph("p")) ?? {};
  expect(actions?.map(({ visits }) => visits)).toEqual([101, 100, 100]);
  expect(ways?.map(({ from, to, taken }) => [from, to, taken])).toEqual([
    ["a", "b", 100],
    ["b", "c", 100],
    ["c", "a", 100],
  ]);
});

it("what was aborted, and has gone on from there, has gone that way; what is made again has not", async () => {
  const logs = new MemoryLogs();
  const aborted = { status: "aborted", exception: "AbortError: no" };
  const log = logText(begin(0, "answer"), end(0, "answer", aborted), begin(1, "answer"), end(1, "answer", { ...aborted, committed: true }), ...step(2, "ask")); // prettier-ignore
  logs.put("p", "one", { log });
  expect(await openStore(logs, options).graph("p")).toMatchObject({ ways: [{ from: "answer", to: "ask", taken: 1, runs: 1 }] }); // prettier-ignore
});
