import { burr, input, type Hooks } from "@burrjs/core";
import { memoryPersister } from "@burrjs/core/persist";
import { afterEach, describe, expect, it, vi } from "vitest";
import { memoryTracker } from "../memory/memory-tracker.ts";
import { held } from "../testing/held.ts";
import { recordsOf, statesIn } from "../testing/read-log.ts";
import { recorder } from "./recorder.ts";

interface Counter {
  n: number;
  list: readonly string[];
}

const b = burr<Counter>();
const count = b.action({
  reads: ["n"],
  writes: ["n"],
  inputs: { by: input<number>().default(1) },
  run: (state, { by }) => [{ by }, { n: state.n + by }],
});
const fail = b.action({ reads: ["n"], writes: ["n"], run: (): { n: number } => { throw new TypeError("It broke."); } }); // prettier-ignore

afterEach(() => {
  vi.useRealTimers();
});

describe("steps", () => {
  it("of a run with spans and attributes are all there, and the graph lists what was declared, in order", async () => {
    const tracker = memoryTracker();
    const traced = b.action({
      reads: ["n"],
      writes: ["n"],
      run(state, _inputs, context) {
        context.span("outer", (span) => span.span("inner", () => span.log({ found: [1, 2] })));
        context.log({ level: "action" });
        return { n: state.n + 1 };
      },
    });
    const app = b.application({ actions: { count, traced }, transitions: [["count", "traced"], ["traced", "count"]], entrypoint: "count", state: { n: 0, list: [] }, appId: "a", tracker }); // prettier-ignore
    await app.run({ maxSteps: 3 });
    const log = tracker.log("a");
    expect(log.map(({ type }) => type).join(" ")).toBe(
      "run begin_entry access end_entry transition " +
        "begin_entry begin_span begin_span attribute end_span end_span attribute access end_entry transition " +
        "begin_entry access end_entry transition end_run",
    );
    expect(recordsOf(log, "end_entry").map(({ exception }) => exception)).toEqual([null, null, null]);
    expect(recordsOf(log, "attribute")).toMatchObject([
      { key: "found", value: [1, 2], span_id: "1:0", action_sequence_id: 1, tags: {} },
      { key: "level", value: "action", span_id: null, action_sequence_id: 1 },
    ]);
    expect(recordsOf(log, "begin_span").map((one) => [one.span_id, one.span_name, one.parent_span_id])).toEqual([["1:0", "outer", null], ["1:0.0", "inner", "1:0"]]); // prettier-ignore
    expect(statesIn(log)).toEqual([{ n: 1, list: [] }, { n: 2, list: [] }, { n: 3, list: [] }]); // prettier-ignore
    expect(tracker.graph("a")).toMatchObject({
      type: "application",
      entrypoint: "count",
      actions: [
        { name: "count", reads: ["n"], writes: ["n"], inputs: [], optional_inputs: ["by"], kind: "action" },
        { name: "traced", code: expect.stringContaining('context.span("outer"') as string },
      ],
      transitions: [
        { from_: "count", to: "traced", condition: "default", reads: [] },
        { from_: "traced", to: "count" },
      ],
      v: 1,
      graph_hash: recordsOf(log, "run")[0]?.graph_hash,
    });
  });

  it("that fail have the error with its stack; the state is the one from before", async () => {
    const tracker = memoryTracker();
    const app = b.application({ actions: { count, fail }, transitions: [["count", "fail"]], entrypoint: "count", state: { n: 1, list: [] }, appId: "a", tracker }); // prettier-ignore
    await expect(app.run()).rejects.toThrow("It broke.");
    const log = tracker.log("a");
    expect(recordsOf(log, "begin_entry")).toHaveLength(2);
    const [first, last] = recordsOf(log, "end_entry");
    expect(first).not.toHaveProperty("status");
    expect(last).toMatchObject({
      status: "failed",
      result: null,
      exception: expect.stringMatching(/TypeError: It broke\.\n {4}at /) as string,
      error: { name: "TypeError", message: "It broke." },
    });
    expect(last).not.toHaveProperty("committed");
    expect(statesIn(log).at(-1)).toEqual({ n: 2, list: [] });
    expect(recordsOf(log, "end_run")).toMatchObject([{ status: "failed", stopped: null, error: { name: "TypeError" } }]); // prettier-ignore
  });

  it("that are aborted are recorded as that, never as completed", async () => {
    const tracker = memoryTracker();
    const controller = new AbortController();
    const wait = b.action({
      reads: [],
      writes: ["n"],
      run: (_state, _inputs, { signal }) =>
        new Promise<{ n: number }>((_resolve, reject) => {
          signal.addEventListener("abort", () => reject(signal.reason as Error));
          controller.abort(new Error("enough"));
        }),
    });
    const app = b.application({ actions: { wait }, transitions: [], entrypoint: "wait", state: { n: 0, list: [] }, appId: "a", tracker }); // prettier-ignore
    await expect(app.run({ signal: controller.signal })).rejects.toThrow("enough");
    expect(recordsOf(tracker.log("a"), "end_entry")).toMatchObject([{ status: "aborted", exception: expect.stringContaining("enough") as string }]); // prettier-ignore
    expect(recordsOf(tracker.log("a"), "end_run")).toMatchObject([{ status: "aborted", stopped: null }]);
  });

  it("of a sync action in an async run have its result and the new state", async () => {
    const tracker = memoryTracker();
    const app = b.application({ actions: { count }, transitions: [], entrypoint: "count", state: { n: 5, list: [] }, appId: "a", tracker }); // prettier-ignore
    await app.run({ inputs: { by: 10 } });
    const log = tracker.log("a");
    expect(recordsOf(log, "begin_entry")).toMatchObject([{ action: "count", inputs: { by: 10 }, sequence_id: 0 }]);
    expect(recordsOf(log, "end_entry")).toMatchObject([{ result: { by: 10 }, sequence_id: 0 }]);
    expect(statesIn(log)).toEqual([{ n: 15, list: [] }]);
  });

  it("tell which keys were really read and written, and which were asked for without a declaration", async () => {
    const tracker = memoryTracker();
    const peek = b.action({
      reads: ["n"],
      writes: ["n"],
      run(state) {
        try {
          void Reflect.get(state, "list");
        } catch {
          // it is not declared
        }
        return { n: 1 };
      },
    });
    const app = b.application({ actions: { peek }, transitions: [], entrypoint: "peek", state: { n: 5, list: [] }, appId: "a", tracker }); // prettier-ignore
    await app.run();
    expect(recordsOf(tracker.log("a"), "access")).toEqual([{ type: "access", sequence_id: 0, read: [], wrote: ["n"], undeclared: ["list"] }]); // prettier-ignore
  });

  it("tell every condition that was tried, and what came of it", async () => {
    const tracker = memoryTracker();
    const done = b.when({ n: 2 });
    const app = b.application({ actions: { count, end: count }, transitions: [["count", "end", done], ["count", "count"]], entrypoint: "count", state: { n: 0, list: [] }, appId: "a", tracker }); // prettier-ignore
    await app.run({ haltAfter: "end" });
    expect(recordsOf(tracker.log("a"), "transition")).toMatchObject([
      { sequence_id: 0, from: "count", to: "count", tried: [{ to: "end", condition: "n=2", keys: ["n"], result: false }, { to: "count", condition: "default", keys: [], result: true }] }, // prettier-ignore
      { sequence_id: 1, from: "count", to: "end", tried: [{ to: "end", result: true }] },
    ]);
  });

  it("that are tried again, and checkpoints, are told", async () => {
    const tracker = memoryTracker();
    const flaky = b.action({
      reads: ["list"],
      writes: ["list"],
      retry: { attempts: 2, baseMs: 0 },
      run(state, _inputs, context) {
        context.checkpoint(state.append({ list: `try ${context.attempt}` }));
        if (context.attempt === 1) throw new Error("busy");
        return state.append({ list: "done" });
      },
    });
    const app = b.application({ actions: { flaky }, transitions: [], entrypoint: "flaky", state: { n: 0, list: ["old"] }, appId: "a", tracker }); // prettier-ignore
    await app.run();
    const log = tracker.log("a");
    expect(recordsOf(log, "checkpoint").map(({ values }) => values)).toEqual([{ list: ["old", "try 1"] }, { list: ["old", "try 2"] }]); // prettier-ignore
    expect(recordsOf(log, "retry")).toMatchObject([{ sequence_id: 0, error: { name: "Error", message: "busy" } }]);
    expect(recordsOf(log, "end_entry")).toMatchObject([{ attempt: 2 }]);
  });
});

describe("runs", () => {
  it("tell the program once, and a state only when it is not the one that the log has", async () => {
    const tracker = memoryTracker({
      now: () => Date.UTC(2026, 10, 29, 2, 30, 0, 123) + 0.456,
      monotonic: () => 7,
      code: { git: "v7", dirty: true },
    });
    const app = b.application({ actions: { count }, transitions: [["count", "count"]], entrypoint: "count", state: { n: 0, list: [] }, appId: "a", tracker }); // prettier-ignore
    await app.step();
    await app.step();
    await app.updateState(app.state.update({ n: 40 }));
    await app.run({ maxSteps: 2 });
    const runs = recordsOf(tracker.log("a"), "run");
    const always = { type: "run", v: 1, t: "2026-11-29T02:30:00.123456Z", pid: process.pid, m: 0, run_id: expect.any(String) as string }; // prettier-ignore
    expect(runs).toEqual([
      { ...always, method: "step", host: expect.any(String) as string, runtime: expect.stringMatching(/^node \d/) as string, graph_hash: expect.stringMatching(/^[0-9a-f]{16}$/) as string, code: { git: "v7", dirty: true }, sequence_id: -1, after: null, state: { n: 0, list: [] } }, // prettier-ignore
      { ...always, method: "step" },
      { ...always, method: "run", state: { n: 40, list: [] } },
    ]);
    expect(new Set(runs.map(({ run_id: id }) => id)).size).toBe(3);
    expect(statesIn(tracker.log("a")).at(-1)).toEqual({ n: 42, list: [] });
    expect(recordsOf(tracker.log("a"), "end_run")).toMatchObject([{ status: "completed", stopped: "after" }, {}, { status: "halted", stopped: "limit" }]); // prettier-ignore
  });

  it("give a sign of life every 5 seconds while they last, and none afterwards", async () => {
    vi.useFakeTimers();
    const tracker = memoryTracker();
    const { promise, resolve } = held<{ n: number }>();
    const wait = b.action({ reads: [], writes: ["n"], run: () => promise });
    const app = b.application({ actions: { wait }, transitions: [], entrypoint: "wait", state: { n: 0, list: [] }, appId: "a", tracker }); // prettier-ignore
    const running = app.run();
    await vi.advanceTimersByTimeAsync(12_000);
    resolve({ n: 1 });
    await running;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(recordsOf(tracker.log("a"), "heartbeat")).toMatchObject([{ pid: process.pid }, { pid: process.pid }]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("of a suspended application say so", async () => {
    const tracker = memoryTracker();
    const ask = b.action({ reads: ["n"], writes: ["n"], run: ({ n }, _inputs, context) => (n > 0 ? { n } : context.suspend("approval", { payload: 5 })) }); // prettier-ignore
    const app = b.application({ actions: { ask }, transitions: [], entrypoint: "ask", state: { n: 0, list: [] }, appId: "a", tracker }); // prettier-ignore
    const { stopped } = await app.run();
    expect(stopped).toBe("suspended");
    expect(recordsOf(tracker.log("a"), "end_entry")).toMatchObject([{ status: "suspended", exception: null }]);
    expect(recordsOf(tracker.log("a"), "end_run")).toMatchObject([{ status: "suspended", stopped: "suspended" }]);
  });

  it("of a step that goes on with an answer have it, without what is hidden", async () => {
    const tracker = memoryTracker({ redact: ["pin"] });
    const ask = b.action({ reads: [], writes: ["n"], run: (_state, _inputs, context) => context.suspend("approval"), onAnswer: () => ({ n: 1 }) }); // prettier-ignore
    const app = b.application({ actions: { ask }, transitions: [], entrypoint: "ask", state: { n: 0, list: [] }, appId: "a", tracker }); // prettier-ignore
    await app.run();
    const [open] = await app.listSuspensions();
    await app.resume(open!.id, { ok: true, at: new Date(0), pin: "4711" });
    await app.run();
    const [first, second] = recordsOf(tracker.log("a"), "begin_entry");
    expect(first).not.toHaveProperty("answers");
    expect(second).toMatchObject({
      role: "answer",
      inputs: {},
      answers: { approval: { ok: true, at: { $burr: "date" }, pin: { $burr: "redacted" } } },
    });
  });
});

describe("streams", () => {
  const talk = b.action({
    reads: [],
    writes: ["n"],
    inputs: { chunks: input<readonly unknown[]>() },
    *run(_state, { chunks }) {
      yield* chunks;
      return { n: 1 };
    },
  });
  const appOf = (tracker: Hooks) => b.application({ actions: { talk }, transitions: [], entrypoint: "talk", state: { n: 0, list: [] }, appId: "a", tracker }); // prettier-ignore
  async function stream(tracker: Hooks, chunks: readonly unknown[]): Promise<void> {
    const one = await appOf(tracker).streamResult({ haltAfter: "talk", inputs: { chunks } });
    await one.get();
  }

  it("are told from their opening to their end, with every chunk and when it came", async () => {
    let now = 0;
    const tracker = memoryTracker({ monotonic: () => (now += 0.25) });
    await stream(tracker, ["a", { b: [1] }, 3, null, undefined, Number.NaN, true]);
    const log = tracker.log("a");
    expect(log.map(({ type }) => type)).toEqual(["run", "begin_entry", "begin_stream", "first_item_stream", "stream_chunk", "end_stream", "access", "end_entry", "end_run"]); // prettier-ignore
    const [batch] = recordsOf(log, "stream_chunk");
    expect(batch).toMatchObject({ sequence_id: 0, i: 0 });
    expect(batch?.items).toEqual(["a", { b: [1] }, 3, null, { $burr: "undefined" }, { $burr: "number", value: "NaN" }, true]); // prettier-ignore
    expect(batch?.dt_us).toHaveLength(7);
    expect(batch?.dt_us.every((micros) => micros >= 250)).toBe(true);
    expect(recordsOf(log, "end_stream")).toMatchObject([{ items_streamed: 7 }]);
  });

  it("that nobody consumes are told as well, but not in the form of Burr for Python, which does not tell them", async () => {
    const say = b.action({ reads: [], writes: ["n"], *run() { yield* ["a", "b"]; return { n: 1 }; } }); // prettier-ignore
    for (const format of ["burrjs", "python"] as const) {
      const tracker = memoryTracker({ format });
      await b.application({ actions: { say }, transitions: [], entrypoint: "say", state: { n: 0, list: [] }, appId: "a", tracker }).run(); // prettier-ignore
      const types = tracker.log("a").map(({ type }) => type).filter((type) => type.includes("stream")); // prettier-ignore
      expect(types).toEqual(format === "python" ? [] : ["begin_stream", "first_item_stream", "stream_chunk", "end_stream"]); // prettier-ignore
    }
  });

  it("without a chunk have no first one", async () => {
    const tracker = memoryTracker();
    await stream(tracker, []);
    const types = tracker.log("a").map(({ type }) => type);
    expect(types).not.toContain("first_item_stream");
    expect(types).not.toContain("stream_chunk");
    expect(recordsOf(tracker.log("a"), "end_stream")).toMatchObject([{ items_streamed: 0 }]);
  });

  it("are written in batches of 64 chunks, of 16 KB, or of what came in 250 ms", async () => {
    const tracker = memoryTracker();
    await stream(
      tracker,
      Array.from({ length: 130 }, (_one, index) => index),
    );
    expect(recordsOf(tracker.log("a"), "stream_chunk").map(({ i, items }) => [i, items.length])).toEqual([[0, 64], [64, 64], [128, 2]]); // prettier-ignore
    const long = memoryTracker();
    await stream(
      long,
      Array.from({ length: 10 }, () => "x".repeat(5000)),
    );
    expect(recordsOf(long.log("a"), "stream_chunk").map(({ i, items }) => [i, items.length])).toEqual([[0, 4], [4, 4], [8, 2]]); // prettier-ignore
  });

  it("that are slow are written as they come", async () => {
    vi.useFakeTimers();
    const lines: string[] = [];
    const log = {
      write: (line: string) => void lines.push(line),
      writeBlob() {},
      writeGraph() {},
      flush: () => Promise.resolve(),
    };
    const tracker = recorder({ open: () => log, addChild() {} }, { project: "p" });
    const { promise, resolve } = held<undefined>();
    const slow = b.action({ reads: [], writes: ["n"], async *run() { yield "first"; await promise; return { n: 1 }; } }); // prettier-ignore
    const app = b.application({ actions: { slow }, transitions: [], entrypoint: "slow", state: { n: 0, list: [] }, appId: "a", tracker }); // prettier-ignore
    const end = (await app.streamResult({ haltAfter: "slow" })).get();
    await vi.advanceTimersByTimeAsync(249);
    expect(lines.join()).not.toContain("stream_chunk");
    await vi.advanceTimersByTimeAsync(2);
    expect(lines.join()).toContain('"items":["first"]');
    resolve(undefined);
    await end;
  });

  it("that are too long for the log say how many chunks are in no record", async () => {
    const tracker = memoryTracker({ maxChunkBytes: 100 });
    await stream(
      tracker,
      Array.from({ length: 50 }, () => "x".repeat(17)),
    );
    const batches = recordsOf(tracker.log("a"), "stream_chunk");
    expect(batches.map(({ i, items, dropped }) => [i, items.length, dropped])).toEqual([
      [0, 5, undefined],
      [5, 0, 45],
    ]);
    expect(recordsOf(tracker.log("a"), "end_stream")).toMatchObject([{ items_streamed: 50 }]);
  });

  it("begin to count anew when the attempt is another one", async () => {
    const tracker = memoryTracker();
    const flaky = b.action({
      reads: [],
      writes: ["n"],
      retry: { attempts: 2, baseMs: 0 },
      *run(_state, _inputs, context) {
        yield `a${context.attempt}`;
        yield `b${context.attempt}`;
        if (context.attempt === 1) throw new Error("cut off");
        return { n: 1 };
      },
    });
    const app = b.application({ actions: { flaky }, transitions: [], entrypoint: "flaky", state: { n: 0, list: [] }, appId: "a", tracker }); // prettier-ignore
    await (await app.streamResult({ haltAfter: "flaky" })).get();
    const log = tracker.log("a");
    expect(recordsOf(log, "stream_chunk").map(({ i, items, attempt }) => [i, items, attempt])).toEqual([[0, ["a1", "b1"], undefined], [0, ["a2", "b2"], 2]]); // prettier-ignore
    expect(recordsOf(log, "end_stream")).toMatchObject([{ items_streamed: 2 }]);
  });

  it("that their reader leaves are recorded as aborted, with what had come", async () => {
    const tracker = memoryTracker();
    const one = await appOf(tracker).streamResult({ haltAfter: "talk", inputs: { chunks: ["a", "b", "c"] } });
    for await (const chunk of one) if (chunk === "b") break;
    const log = tracker.log("a");
    expect(recordsOf(log, "stream_chunk").flatMap(({ items }) => items)).toEqual(["a", "b"]);
    expect(recordsOf(log, "end_entry")).toMatchObject([{ status: "aborted" }]);
  });
});

describe("applications", () => {
  it("have a log each, however many run at once with one tracker", async () => {
    const tracker = memoryTracker();
    const { promise, resolve } = held<undefined>();
    const wait = b.action({ reads: ["n"], writes: ["n"], async run({ n }) { await promise; return { n: n + 1 }; } }); // prettier-ignore
    const ids = Array.from({ length: 50 }, (_one, index) => ({ appId: `app-${index % 25}`, partitionKey: index < 25 ? null : "p" })); // prettier-ignore
    const runs = ids.map((id, n) => b.application({ actions: { wait }, transitions: [["wait", "wait"]], entrypoint: "wait", state: { n: n * 100, list: [] }, ...id, tracker }).run({ maxSteps: 3 })); // prettier-ignore
    resolve(undefined);
    await Promise.all(runs);
    for (const [n, { appId, partitionKey }] of ids.entries()) {
      const log = tracker.log(appId, partitionKey);
      expect(statesIn(log)).toEqual([1, 2, 3].map((step) => ({ n: n * 100 + step, list: [] })));
      expect(tracker.metadata(appId, partitionKey)).toMatchObject({ app_id: appId, partition_key: partitionKey });
    }
    expect(tracker.apps()).toHaveLength(50);
  });

  it("keep their logs when there are more than are held in memory", async () => {
    const tracker = memoryTracker();
    const apps = Array.from({ length: 1100 }, (_one, n) => b.application({ actions: { count }, transitions: [["count", "count"]], entrypoint: "count", state: { n, list: [] }, appId: `app-${n}`, tracker })); // prettier-ignore
    for (const app of apps) await app.step();
    for (const app of apps) await app.step();
    for (const n of [0, 1, 1099]) expect(statesIn(tracker.log(`app-${n}`))).toEqual([{ n: n + 1, list: [] }, { n: n + 2, list: [] }]); // prettier-ignore
  });

  it("that are spawned have a pointer to the step, and stand in the log of their parent", async () => {
    const tracker = memoryTracker();
    const parent = b.action({
      reads: [],
      writes: ["n"],
      async run(_state, _inputs, context) {
        const child = await context.spawn(b.graph({ actions: { count }, transitions: [] }), {
          entrypoint: "count",
          state: { n: 5, list: [] },
          key: "kid",
        });
        await child.run();
        return { n: 1 };
      },
    });
    const app = b.application({ actions: { count, parent }, transitions: [["count", "parent"]], entrypoint: "count", state: { n: 0, list: [] }, appId: "top", partitionKey: "p", tracker }); // prettier-ignore
    await app.run();
    const [child] = tracker.children("top", "p");
    expect(child).toMatchObject({
      type: "child_application_data",
      child: { type: "pointer_data", app_id: expect.any(String) as string, partition_key: "p", sequence_id: null },
      event_type: "spawn_start",
      event_time: expect.stringMatching(/Z$/) as string,
      sequence_id: 1,
    });
    const id = child?.child.app_id ?? "";
    expect(tracker.metadata(id, "p")).toMatchObject({ parent_pointer: null, spawning_parent_pointer: { type: "pointer_data", app_id: "top", partition_key: "p", sequence_id: 1 }, path: ["parent", "kid"] }); // prettier-ignore
    expect(statesIn(tracker.log(id, "p"))).toEqual([{ n: 6, list: [] }]);
  });

  it("that are forks have a pointer, and stand in the log of their source", async () => {
    const tracker = memoryTracker();
    const persister = memoryPersister();
    const app = b.application({ actions: { count }, transitions: [["count", "count"]], entrypoint: "count", state: { n: 0, list: [] }, appId: "source", tracker, persister }); // prettier-ignore
    await app.run({ maxSteps: 3 });
    const fork = await app.fork({ appId: "fork", sequenceId: 1 });
    await fork.step();
    expect(tracker.children("source")).toMatchObject([{ child: { app_id: "fork" }, event_type: "fork", sequence_id: 1 }]); // prettier-ignore
    expect(tracker.metadata("fork")).toMatchObject({ parent_pointer: { app_id: "source", sequence_id: 1, partition_key: null }, spawning_parent_pointer: null }); // prettier-ignore
    expect(statesIn(tracker.log("fork"))).toEqual([{ n: 3, list: [] }]);
    expect(recordsOf(tracker.log("fork"), "begin_entry")).toMatchObject([{ sequence_id: 2 }]);
  });

  it("of a parallel action that runs twice are other ones each time", async () => {
    const tracker = memoryTracker();
    const all = b.mapStates({ reads: [], writes: ["n"], action: count, states: () => [{ n: 1 }, { n: 2 }], reduce: (_state, results) => ({ n: results.reduce((sum, { state }) => sum + state.n, 0) }) }); // prettier-ignore
    const app = b.application({ actions: { all }, transitions: [["all", "all"]], entrypoint: "all", state: { n: 0, list: [] }, appId: "top", tracker }); // prettier-ignore
    await app.run({ maxSteps: 2 });
    const children = tracker.children("top");
    expect(children.map(({ sequence_id: step }) => step)).toEqual([0, 0, 1, 1]);
    expect(new Set(children.map(({ child }) => child.app_id)).size).toBe(4);
    for (const { child } of children) expect(recordsOf(tracker.log(child.app_id), "end_entry")).toHaveLength(1);
    expect(tracker.graph("top")?.actions).toMatchObject([{ name: "all", kind: "parallel" }]);
  });

  it("that are built twice by one builder are two", async () => {
    const tracker = memoryTracker();
    const builder = b.app().withActions({ count }).withTransitions(["count", "count"]).withState({ n: 0, list: [] }).withEntrypoint("count").withTracker(tracker); // prettier-ignore
    for (const app of [builder.build(), builder.build()]) await app.step();
    const apps = tracker.apps();
    expect(apps).toHaveLength(2);
    for (const { appId } of apps) expect(recordsOf(tracker.log(appId), "end_entry")).toHaveLength(1);
  });

  it("that run inside of a span have spans of their own", async () => {
    const tracker = memoryTracker();
    const inner = b.action({ reads: [], writes: ["n"], run: (_state, _inputs, context) => context.span("inside", () => ({ n: 1 })) }); // prettier-ignore
    const outer = b.action({
      reads: [],
      writes: ["n"],
      run: (_state, _inputs, context) =>
        context.span("around", async (span) => {
          await b.application({ actions: { inner }, transitions: [], entrypoint: "inner", state: { n: 0, list: [] }, appId: "nested", tracker }).run(); // prettier-ignore
          span.startSpan("after").end();
          return { n: 2 };
        }),
    });
    await b.application({ actions: { outer }, transitions: [], entrypoint: "outer", state: { n: 0, list: [] }, appId: "top", tracker, sequenceId: 40 }).run(); // prettier-ignore
    const spans = (appId: string) => recordsOf(tracker.log(appId), "begin_span").map((one) => [one.span_id, one.parent_span_id]); // prettier-ignore
    expect(spans("top")).toEqual([["41:0", null], ["41:0.0", "41:0"]]); // prettier-ignore
    expect(spans("nested")).toEqual([["0:0", null]]);
  });

  it("that nobody has told of when they were made are recorded all the same", async () => {
    const tracker = memoryTracker();
    const { postApplicationCreate: _untold, ...rest } = tracker;
    await b.application({ actions: { count }, transitions: [], entrypoint: "count", state: { n: 0, list: [] }, appId: "a", partitionKey: "p", tracker: rest }).run(); // prettier-ignore
    expect(statesIn(tracker.log("a", "p"))).toEqual([{ n: 1, list: [] }]);
    expect(tracker.metadata("a", "p")).toMatchObject({ app_id: "a", partition_key: "p", parent_pointer: null });
  });

  it("that are made anew begin with their whole state where nobody can tell who has written meanwhile", async () => {
    const tracker = memoryTracker();
    const list = ["x".repeat(3000)];
    for (let time = 0; time < 2; time += 1) await b.application({ actions: { count }, transitions: [], entrypoint: "count", state: { n: 0, list }, appId: "a", tracker }).run(); // prettier-ignore
    const states = recordsOf(tracker.log("a"), "run").map(({ state, form }) => [form ?? "key", state]);
    expect(states).toEqual([["key", { n: 0, list }], ["key", { n: 0, list }]]); // prettier-ignore
  });

  it("that get other code are written with a new graph", async () => {
    const tracker = memoryTracker();
    const make = (action: typeof count) => b.application({ actions: { count: action }, transitions: [["count", "count"]], entrypoint: "count", state: { n: 0, list: [] }, appId: "a", tracker }); // prettier-ignore
    await make(count).step();
    const before = tracker.graph("a")?.graph_hash;
    await make(b.action({ reads: ["n"], writes: ["n"], inputs: { by: input<number>().default(1) }, run: () => [{ by: 0 }, { n: 7 }] })).step(); // prettier-ignore
    const after = tracker.graph("a")?.graph_hash;
    expect(after).not.toBe(before);
    expect(recordsOf(tracker.log("a"), "run").map(({ graph_hash: hash }) => hash)).toEqual([before, after]);
  });

  it("whose actions were made elsewhere say so, and have the same graph", async () => {
    const tracker = memoryTracker();
    const show = [
      b.resultAction("n"), //
      b.resultAction("n"),
    ];
    for (const [index, action] of show.entries()) await b.application({ actions: { action }, transitions: [], entrypoint: "action", state: { n: 0, list: [] }, appId: `${index}`, tracker }).step(); // prettier-ignore
    const [one, other] = [tracker.graph("0"), tracker.graph("1")];
    expect(one?.actions[0]?.file).toBe("packages/tracker/src/record/recorder.test.ts");
    expect(other?.actions[0]?.line).toBe(Number(one?.actions[0]?.line) + 1);
    expect(other?.graph_hash).toBe(one?.graph_hash);
  });

  it("have the source of actions that say what it is", async () => {
    const tracker = memoryTracker();
    const told = b.action({ reads: [], writes: ["n"], run: () => ({ n: 1 }), getSource: () => "the text" });
    const bad = b.action({ reads: [], writes: ["n"], run: () => ({ n: 1 }), getSource: () => { throw new Error("no"); } }); // prettier-ignore
    await b.application({ actions: { told, bad }, transitions: [["told", "bad"]], entrypoint: "told", state: { n: 0, list: [] }, appId: "a", tracker }).run(); // prettier-ignore
    expect(tracker.graph("a")?.actions.map(({ code }) => code)).toEqual(["the text", "No source available"]);
  });
});

describe("errors", () => {
  it("are told whatever was thrown, with what has caused them", async () => {
    const hostile = Object.defineProperty(new Error("x"), "message", { get() { throw new Error("no"); } }); // prettier-ignore
    const thrown: [unknown, RegExp][] = [
      ["just text", /^just text$/],
      [undefined, /^null or undefined was thrown/],
      [{ code: 7 }, /^\{"code":7\}$/],
      [new Error("outer", { cause: new RangeError("inner") }), /Error: outer[^]*Caused by: RangeError: inner/],
      [new AggregateError([new Error("one"), "two"], "many"), /many[^]*\[of several\] Error: one[^]*two/],
      [hostile, /cannot be read/],
    ];
    for (const [error, text] of thrown) {
      const tracker = memoryTracker();
      const bad = b.action({
        reads: [],
        writes: [],
        run: (): object => {
          throw error;
        },
      });
      await b.application({ actions: { bad }, transitions: [], entrypoint: "bad", state: { n: 0, list: [] }, appId: "a", tracker }).run().catch(() => {}); // prettier-ignore
      const [end] = recordsOf(tracker.log("a"), "end_entry");
      expect(end).toMatchObject({ status: "failed", error: { name: expect.any(String) as string } });
      expect(end?.exception).toMatch(text);
      expect(recordsOf(tracker.log("a"), "end_run")).toMatchObject([{ status: "failed" }]);
    }
  });

  it("that a fallback has made up for are told with the step", async () => {
    const tracker = memoryTracker();
    const safe = b.action({ reads: [], writes: ["n"], run: (): { n: number } => { throw new Error("no luck"); }, fallback: () => ({ n: 9 }) }); // prettier-ignore
    await b.application({ actions: { safe }, transitions: [], entrypoint: "safe", state: { n: 0, list: [] }, appId: "a", tracker }).run(); // prettier-ignore
    expect(recordsOf(tracker.log("a"), "end_entry")).toMatchObject([{ exception: null, recovered: { message: "no luck" }, state: { n: 9 } }]); // prettier-ignore
  });

  it("do not say what was hidden elsewhere", async () => {
    const tracker = memoryTracker({ redact: ["token"] });
    const login = b.action({ reads: [], writes: ["n"], inputs: { token: input<string>() }, run: (_state, { token }): { n: number } => { throw new Error(`The token ${token} is wrong.`); } }); // prettier-ignore
    const app = b.application({ actions: { login }, transitions: [], entrypoint: "login", state: { n: 0, list: [] }, appId: "a", tracker }); // prettier-ignore
    await app.run({ inputs: { token: "very-secret" } }).catch(() => {});
    const lines = tracker.lines("a").join("\n");
    expect(lines).not.toContain("very-secret");
    expect(lines).toContain("The token [redacted] is wrong.");
  });

  it.each([
    ["an object", { apiKey: "sk-secret", status: 401 }],
    ["an error with such a cause", new Error("no", { cause: { apiKey: "sk-secret", status: 401 } })],
    ["an error of several", new AggregateError([{ apiKey: "sk-secret", status: 401 }], "no")],
  ])("that are %s are told without what is hidden in it", async (_what, error) => {
    const tracker = memoryTracker({ redact: ["apiKey"] });
    const bad = b.action({ reads: [], writes: [], run: (): Promise<object> => Promise.reject(error as Error) }); // whatever it is
    await b.application({ actions: { bad }, transitions: [], entrypoint: "bad", state: { n: 0, list: [] }, appId: "a", tracker }).run().catch(() => {}); // prettier-ignore
    expect(tracker.lines("a").join("\n")).not.toContain("sk-secret");
    expect(recordsOf(tracker.log("a"), "end_entry")[0]?.exception).toMatch(
      /"apiKey":\{"\$burr":"redacted".*"status":401/,
    );
  });

  it("of conditions are in the record of the transition", async () => {
    const tracker = memoryTracker();
    const one = b.action({ reads: [], writes: [], run: () => ({}) });
    const broken = b.check(["n"], (): boolean => { throw new TypeError("n is no date"); }, "is due"); // prettier-ignore
    await b.application({ actions: { one }, transitions: [["one", "one", broken]], entrypoint: "one", state: { n: 0, list: [] }, appId: "a", tracker }).run().catch(() => {}); // prettier-ignore
    const tried = [{ to: "one", condition: "is due", keys: ["n"], result: { error: "n is no date" } }];
    expect(recordsOf(tracker.log("a"), "transition")).toMatchObject([{ sequence_id: 0, from: "one", to: null, tried }]);
  });

  it("do not say what was hidden in the log of a child, nor as a code, nor as a part of the state", async () => {
    const tracker = memoryTracker({ redact: ["token"] });
    const login = b.action({ reads: [], writes: ["n"], inputs: { token: input<string>() }, run: (_state, { token }): { n: number } => { throw new Error(`Not ${token}.`); } }); // prettier-ignore
    const child = b.app().withActions({ login }).withEntrypoint("login").withState({ n: 0, list: [] });
    const o = burr<{ failure: unknown }>();
    const outer = o.action({
      reads: [],
      writes: ["failure"],
      async run(_state, _inputs, { spawn }) {
        const failure: unknown = await (await spawn(child)).run({ inputs: { token: "very-secret" } }).catch((error: unknown) => error); // prettier-ignore
        if (failure instanceof Error) return { failure: new Error(failure.message, { cause: failure }) };
        throw new TypeError("It has to fail.");
      },
    });
    const fails = o.action({ reads: ["failure"], writes: [], run: ({ failure }): object => { throw Object.assign(new Error(String(failure)), { code: "very-secret" }); } }); // prettier-ignore
    const app = o.application({ actions: { outer, fails }, transitions: [["outer", "fails"]], entrypoint: "outer", state: {}, appId: "a", tracker }); // prettier-ignore
    await expect(app.run()).rejects.toThrow("Not very-secret.");
    expect(tracker.apps()).toHaveLength(2);
    for (const { appId } of tracker.apps()) expect(tracker.lines(appId).join("\n")).not.toContain("very-secret");
    expect(recordsOf(tracker.log("a"), "end_run")).toMatchObject([{ error: { message: "Error: Not [redacted].", code: "[redacted]" } }]); // prettier-ignore
  });

  it("are shown to functions, which may hide them or put other texts in their place", async () => {
    const rule = (path: readonly (string | number)[], value: unknown): unknown => {
      if (path.join(".") === "error.stack") return true;
      return typeof value === "string" && value.includes("@") ? value.replace(/\S+@\S+/, "<mail>") : undefined;
    };
    const tracker = memoryTracker({ redact: [rule] });
    const bad = b.action({ reads: [], writes: [], run: (): object => { throw new Error("No mail to ada@example.org today."); } }); // prettier-ignore
    await b.application({ actions: { bad }, transitions: [], entrypoint: "bad", state: { n: 0, list: [] }, appId: "a", tracker }).run().catch(() => {}); // prettier-ignore
    expect(recordsOf(tracker.log("a"), "end_entry")).toMatchObject([{ exception: "[redacted]", error: { message: "No mail to <mail> today." } }]); // prettier-ignore
    expect(tracker.lines("a").join("\n")).not.toContain("ada@");
  });
});
