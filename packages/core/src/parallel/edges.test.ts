import { setImmediate as macrotask } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { type AnyRunEvent, burr, input, type Task, task } from "../index.ts";
import { memoryPersister } from "../persist/index.ts";
import { deferred } from "../promises.ts";
import { boom, failure } from "../testing/counter-app.ts";
import { collect } from "../testing/talk-app.ts";
import { type ExecutorTask, inProcessExecutor, type TaskOutcome } from "./index.ts";

interface Sums {
  n: number;
  out: number;
  outs: unknown[];
  list: number[];
}
const b = burr<Sums>();
const double = b.action({ reads: ["n"], writes: ["out"], run: ({ n }) => ({ out: n * 2 }) }).withName("double");

function appOf(tasks: () => Iterable<Task> | AsyncIterable<Task>, own: object = {}, options: object = {}) {
  const all = b.parallel({
    reads: [],
    writes: ["outs"],
    tasks: () => tasks() as Iterable<Task>,
    reduce: (_state, results) => ({ outs: results.map(({ key }) => key) }),
    ...own,
  });
  return b.application({ actions: { all }, transitions: [], entrypoint: "all", state: {}, ...options });
}

/** Waits until it is stopped, and then for `gate`, before it has ended. */
function stubborn(log: string[], gate: Promise<void> = macrotask()) {
  return b.action({
    reads: ["n"],
    writes: ["out"],
    run: async ({ n }, _inputs, { signal }): Promise<{ out: number }> => {
      const stopped = deferred<never>();
      signal.addEventListener("abort", () => stopped.reject(signal.reason));
      try {
        return await stopped.promise;
      } finally {
        await gate;
        log.push(`end ${n}`);
      }
    },
  });
}

describe("the time of a task", () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] }));
  afterEach(() => void vi.useRealTimers());
  const never = b.action({ reads: ["n"], writes: ["out"], run: () => new Promise<{ out: number }>(() => {}) });

  it("is what the task says, else what the action says; its error is `timed-out`, whatever the task makes of its signal", async () => {
    const tasks = () => [task(never, { state: { n: 1 } }), task(never, { state: { n: 2 }, timeoutMs: 7000 })];
    const reduce = (_state: unknown, results: readonly { readonly error: { readonly code: string; readonly details: unknown } }[]) => ({ outs: results.map(({ error }) => [error.code, error.details]) }); // prettier-ignore
    const app = appOf(tasks, { taskTimeoutMs: 100, onTaskError: "collect", reduce }, { closeTimeoutMs: 0 });
    const running = app.run();
    await vi.advanceTimersByTimeAsync(8000);
    await running;
    const error = (limitMs: number) => ["timed-out", { action: "all", option: "timeoutMs", limitMs }];
    expect(app.state.outs).toEqual([error(100), error(7000)]);
  });

  it("that is over takes back what the task has shown of its step, once, and nothing of steps that have ended", async () => {
    const talk = b.action({
      reads: ["n"],
      writes: ["out"],
      async *run({ n }) {
        yield n;
        if (n === 1) await new Promise(() => {});
        return { out: n };
      },
    });
    const graph = b.graph({ actions: { talk, never }, transitions: [["talk", "never"]] });
    const tasks = () => [1, 2].map((n) => task(graph, { entrypoint: "talk", key: `k${n}`, state: { n } }));
    const app = appOf(tasks, { taskTimeoutMs: 100, onTaskError: "collect" }, { closeTimeoutMs: 0 });
    const reading = collect<AnyRunEvent>(app.stream() as AsyncIterable<AnyRunEvent>);
    await vi.advanceTimersByTimeAsync(200);
    const shown = (await reading).filter(({ path, type }) => path.length > 0 && ["chunk", "rollback"].includes(type));
    expect(shown.map(({ path, type }) => `${path[1]} ${type}`)).toEqual(["k1 chunk", "k2 chunk", "k1 rollback"]);
  });

  it.each(["done", "failed", "won"])("leaves no timer behind (%s)", async (how) => {
    const failing = b.action({ reads: ["n"], writes: ["out"], run: (): { out: number } => { throw boom; } }); // prettier-ignore
    const first = how === "failed" ? failing : double;
    const tasks = () => [
      ...(how === "done" ? [] : [task(never, { state: { n: 1 } })]),
      task(first, { state: { n: 2 } }),
    ];
    const app = appOf(
      tasks,
      { taskTimeoutMs: 5000, ...(how === "won" ? { mode: "race" } : {}) },
      { closeTimeoutMs: 0 },
    );
    const running = app.run().catch(() => {});
    await vi.advanceTimersByTimeAsync(10);
    await running;
    expect(vi.getTimerCount()).toBe(0);
  });

  it("includes a pause before it is tried again, which ends when the step is stopped", async () => {
    let calls = 0;
    const failing = b.action({ reads: ["n"], writes: ["out"], run: (): { out: number } => { calls += 1; throw boom; } }); // prettier-ignore
    const app = appOf(() => [task(failing, { state: { n: 1 } })], { taskRetry: { attempts: 2, baseMs: 1000, jitter: false } }); // prettier-ignore
    const running = app.stream();
    const reading = collect<unknown>(running).catch((error: unknown) => error);
    await vi.advanceTimersByTimeAsync(300);
    expect(calls).toBe(1);
    await running.abort(boom);
    await reading;
    expect(vi.getTimerCount()).toBe(0);
    await vi.advanceTimersByTimeAsync(5000);
    expect(calls).toBe(1);
  });
});

describe("what ends a parallel action in the middle", () => {
  it("an error of `fold.add`, and of `taskRetry.on`: siblings are stopped and waited for", async () => {
    const failing = b.action({ reads: ["n"], writes: ["out"], run: (): { out: number } => { throw new Error("of the task"); } }); // prettier-ignore
    const add = (): never => { throw boom; }; // prettier-ignore
    for (const [first, own] of [
      [double, { reduce: undefined, fold: { start: () => 0, add, end: () => ({ outs: [] }) } }],
      [failing, { taskRetry: { attempts: 2, baseMs: 0, on: add } }],
    ] as const) {
      const log: string[] = [];
      const app = appOf(() => [task(first, { state: { n: 2 } }), task(stubborn(log), { state: { n: 1 } })], own);
      await expect(app.run()).rejects.toBe(boom);
      expect(log).toEqual(["end 1"]);
    }
  });

  it("the `finally` of its tasks' generator is waited for; its error goes to onHookError", async () => {
    const failures: unknown[] = [];
    const gate = deferred<void>();
    const failing = b.action({ reads: ["n"], writes: ["out"], run: (): { out: number } => { throw new Error("of the task"); } }); // prettier-ignore
    const tasks = async function* tasks() {
      try {
        yield task(failing, { key: "a", state: { n: 1 } });
        yield task(double, { key: "b", state: { n: 2 } });
      } finally {
        await gate.promise;
        throw boom; // eslint-disable-line no-unsafe-finally -- what is tested
      }
    };
    let isOver = false;
    const app = appOf(tasks, { concurrency: 1 }, { onHookError: (error: unknown) => void failures.push(error) });
    const running = app.run().then(
      () => (isOver = true),
      (error: unknown) => ((isOver = true), error),
    );
    for (let turn = 0; turn < 10; turn += 1) await macrotask();
    expect(isOver).toBe(false);
    gate.resolve();
    expect(await running).toMatchObject({ message: "of the task" });
    expect(failures).toEqual([boom]);
  });

  it("a reader that leaves while `reduce` yields closes that", async () => {
    let isClosed = false;
    const app = appOf(() => [], {
      async *reduce() {
        try {
          yield "own";
          yield "other";
        } finally {
          isClosed = true;
        }
      },
    });
    for await (const event of app.stream()) if (event.type === "chunk") break;
    expect(isClosed).toBe(true);
  });

  it("a limit of a task's run: it is no end", async () => {
    const graph = b.graph({ actions: { double }, transitions: [["double", "double"]] });
    const app = appOf(() => [task(graph, { entrypoint: "double", state: { n: 1 } })], {}, { defaults: { maxSteps: 3 } }); // prettier-ignore
    await expect(app.run()).rejects.toThrow(failure("child-stopped", '"maxSteps"'));
  });
});

describe("results of tasks", () => {
  it("are frozen where the state is, and not where it is not", async () => {
    const list = b.action({ reads: [], writes: ["list"], run: () => ({ list: [1] }) });
    for (const freeze of [true, false]) {
      let isFrozen: boolean | undefined;
      const reduce = (_state: unknown, [one]: readonly { readonly state: { readonly list: number[] } }[]) => ((isFrozen = Object.isFrozen(one?.state.list)), { outs: [] }); // prettier-ignore
      await appOf(() => [task(list)], { reduce }, { freeze }).run();
      expect(isFrozen).toBe(freeze);
    }
  });

  it("of a race count what the winner has spent", async () => {
    const spending = b.action({ reads: [], writes: ["out"], run: (_state, _inputs, ctx) => (ctx.spend("tokens", 2), { out: 1 }) }); // prettier-ignore
    const app = appOf(() => [task(spending)], { mode: "race" });
    await app.run();
    expect(app.spent).toEqual({ tokens: 2 });
  });

  it("are validated by the schemas of the keys that the task's action has, and by no others", async () => {
    const typed = burr({ n: z.number().default(1), out: z.number(), outs: z.array(z.number()).default([]) });
    const act = typed.action({ reads: ["n"], writes: ["out"], run: () => ({ out: 1 }) });
    let keys: string[] = [];
    const all = typed.parallel({
      reads: [],
      writes: ["outs"],
      tasks: () => [task(act, { state: { n: 1 } })],
      reduce: (_state, [one]) => ((keys = Object.keys(one.state.toJSON())), { outs: [] }),
    });
    await typed.application({ actions: { all }, transitions: [], entrypoint: "all", state: {} }).run();
    expect(keys.toSorted()).toEqual(["n", "out"]); // no default of a key that is the parent's alone
  });
});

describe("the default executor", () => {
  it("begins no more tasks than there is room for while nobody takes what they have ended with, also if they end at once", async () => {
    let begun = 0;
    const failed: TaskOutcome = { type: "failed", error: boom, kind: "action" };
    const start: ExecutorTask["start"] = (listener) => {
      begun += 1;
      listener.end(failed);
      return { pull() {}, stop() {} };
    };
    const tasks = (async function* tasks() {
      for (let index = 0; ; index += 1) yield { index, start } as ExecutorTask; // what this executor looks at
    })();
    const events = inProcessExecutor.execute(tasks, { concurrency: 4, signal: new AbortController().signal });
    for (let taken = 1; taken < 9; taken += 1) {
      expect(await events.next()).toMatchObject({ value: { index: taken - 1 } });
      for (let turn = 0; turn < 20; turn += 1) await macrotask();
      expect(begun).toBeLessThanOrEqual(taken + 4);
    }
  });

  it("leaves no listener on a signal that outlives its tasks", async () => {
    const stop = new AbortController();
    let listeners = 0;
    const add = stop.signal.addEventListener.bind(stop.signal);
    const remove = stop.signal.removeEventListener.bind(stop.signal);
    stop.signal.addEventListener = ((...given: Parameters<typeof add>) => ((listeners += 1), add(...given))) as never;
    stop.signal.removeEventListener = ((...given: Parameters<typeof remove>) => ((listeners -= 1), remove(...given))) as never; // prettier-ignore
    const tasks = (async function* tasks() {})();
    await collect(inProcessExecutor.execute(tasks, { concurrency: 1, signal: stop.signal }));
    expect(listeners).toBe(0);
  });

  it("hands on the events of 64 busy tasks evenly", async () => {
    const busy = b.action({
      reads: ["n"],
      writes: ["out"],
      async *run({ n }) {
        for (let index = 0; index < 20; index += 1) yield index;
        return { out: n };
      },
    });
    const counts = Array.from({ length: 64 }, () => 0);
    const stream = appOf(() => counts.map((_count, n) => task(busy, { state: { n } })), { concurrency: 64 }).stream();
    for await (const event of stream) {
      if (event.type !== "chunk") continue;
      counts[Number(event.path[1])]! += 1;
      expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
    }
    expect(new Set(counts)).toEqual(new Set([20]));
  });
});

describe("keys", () => {
  it("of places are refused as keys, also when the place was that of a task before the first key", async () => {
    const tasks = () => [task(double, { state: { n: 1 } }), task(double, { state: { n: 2 } }), task(double, { key: "0", state: { n: 3 } })]; // prettier-ignore
    await expect(appOf(tasks).run()).rejects.toThrow(failure("duplicate-key", '"all"', "0 and 2"));
  });

  it("of maps are the places of the action and of the state", async () => {
    const form = b.mapActionsAndStates({ reads: [], writes: ["outs"], actions: () => [double, double], states: () => [{ n: 1 }, { n: 2 }, { n: 3 }], reduce: (_state, results) => ({ outs: results.map(({ key }) => key) }) }); // prettier-ignore
    const app = b.application({ actions: { form }, transitions: [], entrypoint: "form", state: {} });
    expect((await app.run()).state.outs).toEqual(["0-0", "0-1", "0-2", "1-0", "1-1", "1-2"]);
  });
});

describe("a step whose children wait", () => {
  it("has its inputs again when it goes on, in another process", async () => {
    const ask = b.action({ reads: [], writes: ["out"], answers: { out: z.object({ out: z.number() }) }, run: (_state, _inputs, ctx) => ctx.suspend("out", {}) }); // prettier-ignore
    const all = b.parallel({
      reads: [],
      writes: ["outs"],
      inputs: { by: input<number>() },
      answers: { out: z.object({ out: z.number() }) },
      tasks: (_state, { by }) => [task(ask), task(double, { key: `k${by}`, state: { n: by } })],
      reduce: (_state, results) => ({ outs: results.map(({ state }) => state.out) }),
    });
    const persister = memoryPersister();
    const open = async () => await b.app().withActions({ all }).withIdentifiers({ appId: "app-1" }).withPersister(persister).initializeFrom(persister, { defaultState: {}, defaultEntrypoint: "all" }).build(); // prettier-ignore
    const first = await open();
    await first.run({ inputs: { by: 21 } });
    const [open1] = await first.listSuspensions();
    const second = await open();
    await second.resume(open1?.id ?? "", { out: 1 });
    expect((await (await open()).run({ inputs: { by: 0 } })).state.outs).toEqual([1, 42]);
  });
});

describe("a sub-graph", () => {
  it("writes keys of `mayWrite` that are there, and keeps the others", async () => {
    const act = b.graph({ actions: { double }, transitions: [] }).asAction({ reads: ["n"], writes: [], mayWrite: ["out", "list"], entrypoint: "double" }); // prettier-ignore
    const app = b.application({ actions: { act }, transitions: [], entrypoint: "act", state: { n: 2 } });
    expect((await app.run()).state.toJSON()).toEqual({ n: 2, out: 4 });
  });

  it("is proven at its boundary, as far as it does not translate", () => {
    const graph = b.graph({ actions: { double }, transitions: [] });
    const make = (act: object) => () => b.application({ actions: { act } as never, transitions: [], entrypoint: "act", state: { n: 1 } as never }); // prettier-ignore
    const contract = { entrypoint: "double" } as const;
    expect(make(graph.asAction({ ...contract, reads: [], writes: ["out"] }))).toThrow(failure("invalid-graph", '"n"'));
    expect(make(graph.asAction({ ...contract, reads: ["n"], writes: ["list"] }))).toThrow(failure("invalid-graph", '"list"')); // prettier-ignore
  });
});
