import { describe, expect, it } from "vitest";
import { type ApplicationOptions, burr, type Executor, type StepContext, task } from "../index.ts";
import { memoryPersister } from "../persist/index.ts";
import { deferred } from "../promises.ts";
import { boom } from "../testing/counter-app.ts";
import { collect } from "../testing/talk-app.ts";
import { type ExecutorTask, inProcessExecutor, runTask, type TaskData, type TaskOutcome } from "./index.ts";

const b = burr<{ n: number; out: number; outs: unknown[] }>();
const double = b.action({ reads: ["n"], writes: ["out"], run: ({ n }) => [{ was: n }, { out: n * 2 }] }).withName("double"); // prettier-ignore

/** An executor that gets tasks as data, as if they ran elsewhere, one after the other; what it was sent, and what it has done. */
function remote() {
  const sent: TaskData[] = [];
  const executor: Executor = {
    locality: "remote",
    async *execute(tasks) {
      for await (const { graph, start: _start, signal: _signal, ...data } of tasks) {
        sent.push(structuredClone(data));
        const { promise, resolve } = deferred<TaskOutcome>();
        const running = runTask(structuredClone(data), graph, { event: () => queueMicrotask(() => running.pull()), end: resolve }); // prettier-ignore
        running.pull();
        yield { ...structuredClone(await promise), index: data.index };
      }
    },
  };
  return { executor, sent };
}

/** As the one in this process, and tells when it is used. */
function noting(name: string, log: string[]): Executor {
  return {
    locality: "in-process",
    execute(tasks, options) {
      log.push(name);
      return inProcessExecutor.execute(tasks, options);
    },
  };
}

function appOf(own: object, options: ApplicationOptions = {}) {
  const all = b.parallel({
    reads: [],
    writes: ["outs"],
    tasks: () => [1, 2].map((n) => task(double, { key: `k${n}`, state: { n } })),
    reduce: (_state, results) => ({ outs: results.map(({ key, action, result, state }) => [key, action, result, state.out]) }), // prettier-ignore
    ...own,
  });
  return b.application({ actions: { all }, transitions: [], entrypoint: "all", state: {}, appId: "app-1", ...options });
}

describe("the executor of a parallel action", () => {
  it("is its own, else that of the application, else that of this process", async () => {
    const log: string[] = [];
    await appOf({ executor: noting("own", log) }, { executor: noting("app", log) }).run();
    await appOf({}, { executor: noting("app", log) }).run();
    await appOf({}).run();
    expect(log).toEqual(["own", "app"]);
  });

  it("is made anew for each run of an action, with its context, if it is given as a function", async () => {
    const made: string[] = [];
    const executor = ({ appId, actionName, sequenceId }: StepContext): Executor => {
      made.push(`${appId} ${actionName} ${sequenceId}`);
      return inProcessExecutor;
    };
    const all = b.parallel({ reads: [], writes: ["outs"], tasks: () => [], reduce: () => ({ outs: [] }), executor });
    const app = b.application({ actions: { all }, transitions: [["all", "all"]], entrypoint: "all", state: {}, appId: "app-1" }); // prettier-ignore
    await app.run({ maxSteps: 2 });
    expect(made).toEqual(["app-1 all 0", "app-1 all 1"]);
  });

  it("gets tasks as data, which say where they belong", async () => {
    const { executor, sent } = remote();
    const app = appOf({ executor }, { partitionKey: "ann" });
    await app.run();
    expect(app.state.outs).toEqual([["k1", "double", { was: 1 }, 2], ["k2", "double", { was: 2 }, 4]]); // prettier-ignore
    expect(sent[1]).toMatchObject({
      partitionKey: "ann",
      key: "k2",
      index: 1,
      attempt: 1,
      state: { n: 2 },
      inputs: {},
      entrypoint: "double",
      haltAfter: [],
      parent: { appId: "app-1", partitionKey: "ann", sequenceId: 0 },
      path: ["all", "k2"],
      isWatched: false,
    });
  });

  it("can send what runTask() tells, also lists that have grown", async () => {
    const grow = b.action({ reads: [], writes: ["outs"], run: (state) => state.append({ outs: 1 }) });
    const tasks = () => [task(grow, { state: { outs: [0] } })];
    const reduce = (_state: unknown, [one]: readonly { readonly state: object }[]) => ({ outs: [one?.state] });
    const app = appOf({ executor: remote().executor, tasks, reduce });
    await app.run();
    expect(app.state.outs).toEqual([{ outs: [0, 1] }]);
  });

  it("fails the action when it ends before it has taken all tasks", async () => {
    const executor: Executor = {
      locality: "remote",
      async *execute(tasks, options) {
        for await (const event of remote().executor.execute(tasks, options)) {
          yield event;
          return;
        }
      },
    };
    await expect(appOf({ executor }).run()).rejects.toMatchObject({
      code: "task-lost",
      details: { action: "all", place: 1 },
    });
  });

  it("counts what tasks have spent elsewhere, also those that lose a race", async () => {
    const executor: Executor = {
      locality: "remote",
      async *execute(tasks) {
        const source = tasks[Symbol.asyncIterator]();
        await source.next();
        await source.next();
        yield {
          type: "done",
          index: 0,
          action: "double",
          result: undefined,
          state: {},
          sequenceId: 1,
          spent: { tokens: 5 },
        };
        yield { type: "failed", index: 1, error: boom, kind: "cancelled", spent: { tokens: 70 } };
      },
    };
    const race = { executor, mode: "race", reduce: () => ({ outs: [] }) };
    const app = appOf(race);
    await app.run();
    expect(app.spent).toEqual({ tokens: 75 });
  });

  it("does not run sub-graphs: the application that they are a part of does", async () => {
    const log: string[] = [];
    const sub = b
      .graph({ actions: { double }, transitions: [] })
      .asAction({ reads: ["n"], writes: ["out"], entrypoint: "double" });
    const app = b.application({
      actions: { sub },
      transitions: [],
      entrypoint: "sub",
      state: { n: 2 },
      executor: noting("app", log),
    });
    expect((await app.run()).state.out).toBe(4);
    expect(log).toEqual([]);
  });

  it("is told whether somebody watches: a reader, a log, or a limit of idle time", async () => {
    const { executor, sent } = remote();
    await collect<unknown>(appOf({ executor }).stream());
    await appOf({ executor }, { persister: memoryPersister(), logChunks: ["all"] }).run();
    await appOf({ executor, idleTimeoutMs: 10_000 }).run();
    expect(sent.map(({ isWatched }) => isWatched)).toEqual([true, true, true, true, true, true]);
  });

  it("does not run what is done again, elsewhere neither: the parent has stored the outcome", async () => {
    const { executor, sent } = remote();
    let calls = 0;
    const reduce = (_state: unknown, results: readonly { readonly result: unknown; readonly state: { readonly out: number } }[]) => {
      calls += 1;
      if (calls === 1) throw boom;
      return { outs: results.map(({ result, state }) => [result, state.out]) };
    }; // prettier-ignore
    const app = appOf({ executor, reduce, retry: { attempts: 2, baseMs: 0 } }, { persister: memoryPersister() });
    await app.run();
    expect(app.state.outs).toEqual([[{ was: 1 }, 2], [{ was: 2 }, 4]]); // prettier-ignore
    expect(sent.map(({ key }) => key)).toEqual(["k1", "k2"]);
  });
});

describe("the executor of this process", () => {
  const signalOf = (reason?: Error) =>
    reason === undefined ? new AbortController().signal : AbortSignal.abort(reason);
  const hanging: ExecutorTask["start"] = (listener) => ({
    pull: () => {},
    stop: (error) => listener.end({ type: "failed", error, kind: "cancelled", spent: {} }),
  });
  const one = async function* one(): AsyncGenerator<ExecutorTask, void, void> {
    yield { index: 0, start: hanging } as Partial<ExecutorTask> as ExecutorTask; // what it needs in this process
  };

  it("begins nothing when its signal has aborted before", async () => {
    const events = inProcessExecutor.execute(one(), { concurrency: 1, signal: signalOf(boom) });
    expect(await collect(events)).toEqual([]);
  });

  it("ends a next() that waits, too, when it is left", async () => {
    const events = inProcessExecutor.execute(one(), { concurrency: 1, signal: signalOf() })[Symbol.asyncIterator]();
    const waiting = events.next();
    await events.return?.();
    expect(await waiting).toEqual({ done: true, value: undefined });
  });
});
