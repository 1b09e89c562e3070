import { setImmediate as macrotask } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { type AnyRunEvent, burr, input, type Task, task } from "../index.ts";
import { allWays } from "../testing/all-ways.ts";
import { failure } from "../testing/counter-app.ts";
import { collect } from "../testing/talk-app.ts";
import { deferred } from "../promises.ts";

interface Sums {
  numbers: number[];
  outs: number[];
  n: number;
  out: number;
  log: string[];
}
const b = burr<Sums>();
const double = b.action({ reads: ["n"], writes: ["out"], run: ({ n }) => [{ was: n }, { out: n * 2 }] }).withName("double"); // prettier-ignore
const counting = b
  .action({
    reads: ["n"],
    writes: ["out"],
    async *run({ n }) {
      for (let i = 0; i < 2; i += 1) yield `${n}.${i}`;
      return { out: n * 2 };
    },
  })
  .withName("count");

/** An application with one action, `all`, that puts together what its tasks give. */
function appOf(tasks: () => Iterable<Task> | AsyncIterable<Task>, options: object = {}, more: object = {}) {
  const all = b.parallel({
    reads: ["numbers"],
    writes: ["outs"],
    mayWrite: ["log"],
    tasks: () => tasks() as Iterable<Task>,
    reduce: (_state, results) => ({ outs: [], log: results.map((one) => JSON.stringify(one)) }),
    ...options,
  });
  return b.application({
    actions: { all },
    transitions: [],
    entrypoint: "all",
    state: { numbers: [1, 2, 3] },
    ...more,
  });
}

/** What `reduce` got, by key. */
function outcomes(app: { readonly state: { readonly log?: readonly string[] } }): unknown[] {
  return (app.state.log ?? []).map((text) => {
    const { key, status, state } = JSON.parse(text) as { key: string; status: string; state?: { out?: number } };
    return [key, status === "failed" ? "failed" : state?.out];
  });
}

/** An action that waits until it is told to go on, and tells of its end. */
function held(log: string[] = []) {
  const gates = new Map<number, ReturnType<typeof deferred<void>>>();
  const gateOf = (n: number) => {
    const gate = gates.get(n) ?? deferred<void>();
    gates.set(n, gate);
    return gate;
  };
  const action = b.action({
    reads: ["n"],
    writes: ["out"],
    async run({ n }, _inputs, { signal }) {
      log.push(`begin ${n}`);
      const stopped = deferred<never>();
      signal.addEventListener("abort", () => stopped.reject(signal.reason));
      try {
        await Promise.race([gateOf(n).promise, stopped.promise]);
        return { out: n };
      } finally {
        await macrotask();
        log.push(`end ${n}`);
      }
    },
  });
  return { action, gateOf, log };
}

describe("b.parallel()", () => {
  const sums = b.parallel({
    reads: ["numbers"],
    writes: ["outs"],
    *tasks({ numbers }) {
      for (const n of numbers) yield task(double, { state: { n } });
    },
    reduce: (_state, results) => [{ was: results.map(({ result }) => result.was) }, { outs: results.map(({ state }) => state.out) }], // prettier-ignore
  });
  const app = () =>
    b.application({ actions: { done: sums }, transitions: [], entrypoint: "done", state: { numbers: [1, 2, 3] } });

  it.each(Object.entries(allWays).filter(([way]) => way !== "runSync"))("works in %s()", async (_way, run) => {
    const one = app();
    await run(one);
    expect(one.state.outs).toEqual([2, 4, 6]);
  });

  it("cannot run without waiting: runSync() says so", () => {
    const one = app() as unknown as { runSync(): unknown };
    expect(() => one.runSync()).toThrow(failure("async-in-sync", '"done"'));
  });

  it("gives results in the order of the tasks, whichever is done first", async () => {
    const { action, gateOf } = held();
    const one = appOf(() => [1, 2, 3].map((n) => task(action, { key: `k${n}`, state: { n } })));
    const running = one.run();
    for (const n of [3, 1, 2]) {
      gateOf(n).resolve();
      await macrotask();
    }
    await running;
    expect(outcomes(one)).toEqual([["k1", 1], ["k2", 2], ["k3", 3]]); // prettier-ignore
  });

  it("has no tasks, and is done at once", async () => {
    const one = appOf(() => []);
    expect(await one.run()).toMatchObject({ stopped: "end" });
    expect(outcomes(one)).toEqual([]);
  });

  it("runs at most `concurrency` tasks at once, by default 16, and pulls the next when there is room", async () => {
    for (const [options, most] of [
      [{}, 16],
      [{ concurrency: 3 }, 3],
      [{ concurrency: Number.POSITIVE_INFINITY }, 40],
    ] as const) {
      // prettier-ignore
      let now = 0;
      let peak = 0;
      let pulled = 0;
      let aheadMost = 0;
      let done = 0;
      const action = b.action({
        reads: ["n"],
        writes: ["out"],
        async run({ n }) {
          peak = Math.max(peak, (now += 1));
          await macrotask();
          now -= 1;
          done += 1;
          return { out: n };
        },
      });
      await appOf(function* tasks() {
        for (let n = 0; n < 40; n += 1) {
          aheadMost = Math.max(aheadMost, (pulled += 1) - done);
          yield task(action, { state: { n } });
        }
      }, options).run();
      expect(peak).toBe(most);
      expect(aheadMost).toBeLessThanOrEqual(most + 1);
    }
  });

  it("takes tasks of actions, of graphs up to a halt, of builders and of applications, with their own inputs", async () => {
    const add = b.action({ reads: ["n"], writes: ["n"], inputs: { by: input<number>() }, run: ({ n }, { by }) => ({ n: n + by }) }); // prettier-ignore
    const graph = b.graph({ actions: { add, double }, transitions: [["add", "double"], ["double", "add"]] }); // prettier-ignore
    const builder = b.app().withActions({ double }).withState({ n: 7 }).withEntrypoint("double");
    const all = b.parallel({
      reads: [],
      writes: ["outs"],
      tasks: () => [
        task(double, { state: { n: 1 } }),
        task(graph, { entrypoint: "add", haltAfter: "double", state: { n: 2 }, inputs: { by: 10 } }),
        task(builder),
        task(builder.build(), { key: "built", state: { n: 8 } }),
      ],
      reduce: (_state, results) => ({ outs: results.map(({ state }) => state.out ?? 0) }),
    });
    const one = b.application({ actions: { all }, transitions: [], entrypoint: "all", state: {} });
    await one.run();
    expect(one.state.outs).toEqual([2, 24, 14, 16]);
  });

  it("validates by the schemas of the state, those of a graph or of the parent", async () => {
    const typed = burr({ n: z.number().default(1), out: z.number().max(5), outs: z.array(z.number()).default([]) });
    const times = typed.action({ reads: ["n"], writes: ["out"], run: ({ n }) => ({ out: n * 2 }) });
    const graph = typed.graph({ actions: { times }, transitions: [] });
    for (const one of [task(times, { state: { n: 4 } }), task(graph, { entrypoint: "times", state: { n: 4 } })]) {
      const all = typed.parallel({ reads: [], writes: ["outs"], tasks: () => [one], reduce: () => ({ outs: [] }) });
      const app1 = typed.application({ actions: { all }, transitions: [], entrypoint: "all", state: {} });
      await expect(app1.run()).rejects.toThrow(failure("invalid-value", '"out"'));
    }
  });

  it("may reduce by a generator, whose chunks are its own", async () => {
    const one = appOf(() => [task(double, { state: { n: 1 } })], {
      async *reduce(_state: unknown, results: readonly { readonly key: string }[]) {
        for (const { key } of results) yield `${key} is in`;
        return { outs: [1] };
      },
    });
    const stream = await one.streamResult({ haltAfter: "all" });
    expect(await collect<unknown>(stream)).toEqual(["0 is in"]);
    expect((await stream.get()).state.outs).toEqual([1]);
  });

  it("may fold results one by one, in the order of the tasks", async () => {
    const { action, gateOf } = held();
    const all = b.parallel({
      reads: ["numbers"],
      writes: ["log"],
      tasks: ({ numbers }) => numbers.map((n) => task(action, { state: { n } })),
      fold: {
        start: () => "",
        add: (sum, { state }) => `${sum}${state.out};`,
        end: (_state, sum) => ({ log: [sum] }),
      },
    });
    const one = b.application({ actions: { all }, transitions: [], entrypoint: "all", state: { numbers: [1, 2, 3] } });
    const running = one.run();
    for (const n of [2, 3, 1]) {
      gateOf(n).resolve();
      await macrotask();
    }
    await running;
    expect(one.state.log).toEqual(["1;2;3;"]);
  });

  it("folds many tasks without keeping their results, however slow the first one is", async () => {
    const { action, gateOf } = held();
    let pulled = 0;
    const all = b.parallel({
      reads: [],
      writes: ["out"],
      *tasks() {
        yield task(action, { state: { n: 0 } });
        for (; pulled < 5000; pulled += 1) yield task(double, { state: { n: 1 } });
      },
      fold: { start: () => 0, add: (sum, { state }) => sum + (state.out ?? 0), end: (_state, sum) => ({ out: sum }) },
    });
    const one = b.application({ actions: { all }, transitions: [], entrypoint: "all", state: {} });
    const running = one.run();
    for (let turn = 0; turn < 300; turn += 1) await macrotask();
    expect(pulled).toBeLessThan(1100); // a bounded number waits for the first
    gateOf(0).resolve();
    await running;
    expect(one.state.out).toBe(10_000);
  });

  it("counts what its tasks have spent as its own", async () => {
    const spender = b.action({ reads: ["n"], writes: ["out"], run: ({ n }, _inputs, ctx) => (ctx.spend("tokens", n), { out: n }) }); // prettier-ignore
    const one = appOf(() => [1, 2, 3].map((n) => task(spender, { state: { n } })));
    await one.run();
    expect(one.spent).toEqual({ tokens: 6 });
  });
});

describe("failures of tasks", () => {
  const boom = new Error("boom");
  const failing = b.action({ reads: ["n"], writes: ["out"], run: ({ n }) => { if (n === 2) throw boom; return { out: n }; } }); // prettier-ignore

  it("are the action's own error, unchanged; the siblings are stopped, and their `finally` is waited for", async () => {
    const { action, log } = held();
    const one = appOf(() => [task(action, { state: { n: 1 } }), task(failing, { state: { n: 2 } }), task(action, { state: { n: 3 } })], { concurrency: 2 }); // prettier-ignore
    await expect(one.run()).rejects.toBe(boom);
    expect(log).toEqual(["begin 1", "end 1"]);
    expect(one.state.outs).toBeUndefined();
  });

  it("lead on by onError() like any other", async () => {
    const all = b.parallel({ reads: [], writes: ["outs"], tasks: () => [task(failing, { state: { n: 2 } })], reduce: () => ({ outs: [] }) }); // prettier-ignore
    const { onError } = await import("../graph/on-error.ts");
    const mend = b.action({ reads: [], writes: ["log"], run: (_state, _inputs, { error }) => ({ log: [String(error)] }) }); // prettier-ignore
    const one = b.application({ actions: { all, mend }, transitions: [["all", "mend", onError(Error)]], entrypoint: "all", state: {} }); // prettier-ignore
    expect(await one.run()).toMatchObject({ action: "mend", state: { log: ["Error: boom"] } });
  });

  it.each([{ onTaskError: "collect" }, { mode: "settled" }])("are results with %j", async (options) => {
    const one = appOf(() => [1, 2, 3].map((n) => task(failing, { key: `k${n}`, state: { n } })), options);
    await one.run();
    expect(outcomes(one)).toEqual([["k1", 1], ["k2", "failed"], ["k3", 3]]); // prettier-ignore
  });

  it("are tried again with taskRetry, or as the task itself says", async () => {
    const tries = new Map<number, number>();
    const flaky = b.action({
      reads: ["n"],
      writes: ["out"],
      run({ n }) {
        tries.set(n, (tries.get(n) ?? 0) + 1);
        if ((tries.get(n) ?? 0) < 3) throw boom;
        return { out: n };
      },
    });
    const one = appOf(() => [task(flaky, { state: { n: 1 } }), task(flaky, { state: { n: 2 }, retry: 2 })], { taskRetry: { attempts: 3, baseMs: 0 }, onTaskError: "collect" }); // prettier-ignore
    await one.run();
    expect(outcomes(one)).toEqual([["0", 1], ["1", "failed"]]); // prettier-ignore
    expect([...tries]).toEqual([[1, 3], [2, 2]]); // prettier-ignore
  });

  it("come when a task takes longer than taskTimeoutMs: it is stopped, the others are not", async () => {
    const { action, log } = held();
    const one = appOf(() => [task(action, { key: "slow", state: { n: 1 } }), task(double, { key: "quick", state: { n: 2 } })], { taskTimeoutMs: 20, onTaskError: "collect" }); // prettier-ignore
    await one.run();
    expect(outcomes(one)).toEqual([["slow", "failed"], ["quick", 4]]); // prettier-ignore
    expect(one.state.log?.[0]).toContain('"code":"timed-out"');
    expect(log).toEqual(["begin 1", "end 1"]);
  });

  it("of a graph that has no way on tell so", async () => {
    const graph = b.graph({
      actions: { double, again: double },
      transitions: [["double", "again", b.when({ out: -1 })]],
    });
    const one = appOf(() => [task(graph, { entrypoint: "double", state: { n: 1 } })]);
    await expect(one.run()).rejects.toThrow(failure("child-stopped", '"double"', "terminal"));
  });

  it("come from what gives the tasks: those under way are stopped first", async () => {
    const { action, log } = held();
    const one = appOf(function* tasks() {
      yield task(action, { state: { n: 1 } });
      throw boom;
    });
    await expect(one.run()).rejects.toBe(boom);
    expect(log).toEqual(["begin 1", "end 1"]);
  });

  it("come from an option that makes no sense", () => {
    const make = (options: object) => () => appOf(() => [], options);
    expect(make({ concurrency: 0 })).toThrow(failure("invalid-option", "concurrency"));
    expect(make({ mode: "any" })).toThrow(failure("invalid-option", "mode"));
    expect(make({ mode: "settled", onTaskError: "fail" })).toThrow(failure("invalid-option", "onTaskError"));
    expect(make({ reduce: undefined })).toThrow(failure("invalid-option", "reduce"));
    expect(make({ taskRetry: { attempts: 0 } })).toThrow(failure("invalid-option", "retry.attempts"));
    expect(make({ taskTimeoutMs: 0 })).toThrow(failure("invalid-option", "timeoutMs"));
  });

  it.each([
    ["no list", () => 7, "gave no tasks"],
    ["other things", () => [{ key: "x" }], "task(…)"],
  ])("come when `tasks` gives %s", async (_what, tasks, words) => {
    await expect(appOf(tasks as () => Task[]).run()).rejects.toThrow(failure("invalid-output", '"all"', words));
  });
});

describe("a race", () => {
  it("is won by the first task that is done; the others are stopped, and their `finally` is waited for", async () => {
    const { action, gateOf, log } = held();
    const one = appOf(() => [1, 2, 3].map((n) => task(action, { key: `k${n}`, state: { n } })), { mode: "race" });
    const running = one.run();
    await macrotask();
    gateOf(2).resolve();
    await running;
    expect(outcomes(one)).toEqual([["k2", 2]]);
    expect(log.toSorted()).toEqual(["begin 1", "begin 2", "begin 3", "end 1", "end 2", "end 3"]);
  });

  it("pulls no more tasks when it is won: an endless source is fine, and is closed", async () => {
    let isClosed = false;
    const one = appOf(
      function* tasks() {
        try {
          for (let n = 0; ; n += 1) yield task(double, { state: { n } });
        } finally {
          isClosed = true;
        }
      },
      { mode: "race", concurrency: 4 },
    );
    await one.run();
    expect(isClosed).toBe(true);
  });

  it("ends with the first failure; with onTaskError `collect`, the first that does not fail wins", async () => {
    const boom = new Error("boom");
    const failing = b.action({ reads: ["n"], writes: ["out"], run: (): { out: number } => { throw boom; } }); // prettier-ignore
    const tasks = () => [task(failing, { state: { n: 1 } }), task(double, { state: { n: 2 } })];
    await expect(appOf(tasks, { mode: "race" }).run()).rejects.toBe(boom);
    const one = appOf(tasks, { mode: "race", onTaskError: "collect" });
    await one.run();
    expect(outcomes(one)).toEqual([["1", 4]]);
    const none = appOf(() => [task(failing, { state: { n: 1 } })], { mode: "race", onTaskError: "collect" });
    const error = (await none.run().catch((thrown: unknown) => thrown)) as AggregateError;
    expect(error).toBeInstanceOf(AggregateError);
    expect(error.errors).toEqual([boom]);
    expect(error.message).toContain('"all"');
  });

  it("without tasks is an error", async () => {
    await expect(appOf(() => [], { mode: "race" }).run()).rejects.toThrow(failure("invalid-output", '"all"', "race"));
  });
});

describe("keys of tasks", () => {
  it("are refused when two are alike", async () => {
    const one = appOf(() => [task(double, { key: "a", state: { n: 1 } }), task(double, { key: "a", state: { n: 2 } })]);
    await expect(one.run()).rejects.toThrow(failure("duplicate-key", '"all"', "0 and 1"));
  });

  it("are refused when one is that of the place of another", async () => {
    const one = appOf(() => [task(double, { key: "1", state: { n: 1 } }), task(double, { state: { n: 2 } })]);
    await expect(one.run()).rejects.toThrow(failure("duplicate-key", '"all"', "0 and 1"));
  });

  it("are required of tasks that come out of an async iterable", async () => {
    const one = appOf(async function* tasks() {
      yield task(double, { state: { n: 1 } });
    });
    await expect(one.run()).rejects.toThrow(failure("missing-key", '"all"', "key"));
  });
});

describe("the stream of a parallel action", () => {
  const tasks = () => [1, 2].map((n) => task(counting, { key: `n${n}`, state: { n } }));

  it("has the events of its tasks, with the way to them and their keys, in the order in which they come", async () => {
    const events = await collect<AnyRunEvent>(appOf(tasks).stream() as AsyncIterable<AnyRunEvent>);
    const nested = events.filter(({ path }) => path.length > 0);
    expect(nested.map(({ path, type, action }) => `${path.join("/")} ${type} ${action}`)).toEqual([
      "all/n1 run-start count",
      "all/n2 run-start count",
      "all/n1 step-start count",
      "all/n2 step-start count",
      "all/n1 chunk count",
      "all/n2 chunk count",
      "all/n1 chunk count",
      "all/n2 chunk count",
      "all/n1 step-end count",
      "all/n2 step-end count",
      "all/n1 run-end count",
      "all/n2 run-end count",
    ]);
    expect(events.filter(({ path }) => path.length === 0).map(({ type }) => type)).toEqual(["run-start", "step-start", "step-end", "run-end"]); // prettier-ignore
  });

  it("has, as items of streamResult(), chunks with the way to them", async () => {
    const stream = await appOf(tasks).streamResult({ haltAfter: "all" });
    expect((await collect<unknown>(stream)).slice(0, 2)).toEqual([
      { path: ["all", "n1"], action: "count", chunk: "1.0" },
      { path: ["all", "n2"], action: "count", chunk: "2.0" },
    ]);
  });

  it("makes nothing that nobody asks for: each task is one chunk ahead at most", async () => {
    const made: Record<number, number> = { 1: 0, 2: 0 };
    const eager = b.action({
      reads: ["n"],
      writes: ["out"],
      async *run({ n }) {
        for (let i = 0; i < 100; i += 1) {
          made[n] = i + 1;
          yield i;
        }
        return { out: n };
      },
    });
    const stream = appOf(() => [1, 2].map((n) => task(eager, { state: { n } }))).stream() as AsyncIterable<AnyRunEvent>;
    const taken: Record<string, number> = { 0: 0, 1: 0 };
    for await (const event of stream) {
      if (event.type !== "chunk") continue;
      taken[event.path[1] ?? ""]! += 1;
      for (let turn = 0; turn < 3; turn += 1) await macrotask();
      expect(made[1]! - taken["0"]!).toBeLessThanOrEqual(1);
      expect(made[2]! - taken["1"]!).toBeLessThanOrEqual(1);
      expect(Math.abs(taken["0"]! - taken["1"]!)).toBeLessThanOrEqual(1); // none is left behind
    }
    expect(taken).toEqual({ 0: 100, 1: 100 });
  });

  it.each(["break", "abort"])("stops all tasks on %s; the state stays, or onAbort keeps what there is", async (how) => {
    for (const keeps of [false, true]) {
      const { action, log } = held();
      const onAbort = (partial: readonly unknown[]) => ({ outs: [partial.length] });
      const one = appOf(() => [task(counting, { state: { n: 1 } }), task(action, { state: { n: 2 } })], keeps ? { onAbort } : {}); // prettier-ignore
      const stream = await one.streamResult({ haltAfter: "all" });
      const iterator = stream[Symbol.asyncIterator]();
      await iterator.next();
      await iterator.next();
      if (how === "break") await iterator.return?.();
      else await stream.abort(new Error("stop"));
      expect(await stream.outcome).toMatchObject({ status: "aborted", committed: keeps, closed: true });
      expect(log).toEqual(["begin 2", "end 2"]);
      expect(one.state.outs).toEqual(keeps ? [2] : undefined);
    }
  });

  it("tells hooks of each child's own run, steps and items, and of items of the action none but its own", async () => {
    const seen: string[] = [];
    const hooks = {
      postStreamItem: (event: { readonly appId: string; readonly action: string }) => void seen.push(event.action),
      preRunExecuteCall: ({ method }: { readonly method: string }) => void seen.push(method),
    };
    const one = appOf(() => [task(counting, { state: { n: 1 } })], {}, { hooks: [hooks] });
    await collect(one.stream());
    expect(seen).toEqual(["stream", "stream", "count", "count"]);
  });
});

describe("what a task has shown that was stopped in the middle", () => {
  it("is taken back before it is tried again, or given up", async () => {
    let tries = 0;
    const halting = b.action({
      reads: ["n"],
      writes: ["out"],
      async *run({ n }, _inputs, { signal }) {
        tries += 1;
        yield "shown";
        if (tries < 3) await new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
        return { out: n };
      },
    }); // prettier-ignore
    const one = appOf(() => [task(halting, { state: { n: 1 } })], {
      taskTimeoutMs: 20,
      taskRetry: { attempts: 3, baseMs: 0 },
    });
    const events = await collect<AnyRunEvent>(one.stream() as AsyncIterable<AnyRunEvent>);
    const shown = events.filter(({ path, type }) => path.length > 0 && (type === "chunk" || type === "rollback"));
    expect(shown.map(({ type }) => type)).toEqual(["chunk", "rollback", "chunk", "rollback", "chunk"]);
    expect(shown[1]).toEqual({ type: "rollback", path: ["all", "0"], action: "task", sequenceId: 0, reason: "retry" });
  });
});
