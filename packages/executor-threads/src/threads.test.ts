import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { TaskEvent } from "@burrjs/core/parallel";
import { afterAll, describe, expect, it } from "vitest";
import { threadsExecutor } from "./index.ts";
import { neverLoaded } from "./testing/never-loaded.ts";
import { liveThreads } from "./testing/live-threads.ts";
import { execute, logFile, outcomes, removeLogs, rest, taskOf, type told } from "./testing/run-tasks.ts";

afterAll(removeLogs);

const done = { type: "done" };
const many = (length: number, make: (index: number) => ReturnType<typeof taskOf>) =>
  Array.from({ length }, (_, index) => make(index));
const outs = (ends: readonly object[]): unknown[] =>
  ends.map((end) => (end as { readonly state?: { readonly out?: unknown } }).state?.out);

describe("threads", () => {
  it("are as many as there are tasks, at most as many as allowed, and are used again", async () => {
    await using executor = threadsExecutor({ threads: 2 });
    expect(liveThreads.length).toBe(0);
    const first = outs(await outcomes(executor, [taskOf("where")]));
    expect(outs(await outcomes(executor, [taskOf("where")]))).toEqual(first);
    expect(liveThreads.length).toBe(1);
    const both = outs(
      await outcomes(
        executor,
        many(4, (index) => taskOf("where", {}, index)),
      ),
    );
    expect(liveThreads.length).toBe(2);
    expect(both).toContain(first[0]);
    expect(both.filter((id) => id === both[0]).length).toBe(2);
    expect(new Set(both)).toEqual(
      new Set(
        outs(
          await outcomes(
            executor,
            many(4, (index) => taskOf("where", {}, index)),
          ),
        ),
      ),
    );
  });

  it("have as many tasks as allowed; others wait", async () => {
    await using executor = threadsExecutor({ threads: 1, tasksPerThread: 1 });
    const { log, lines } = logFile();
    await outcomes(
      executor,
      many(3, (index) => taskOf("logged", { state: { log, name: `${index}` } }, index)),
    );
    expect(lines()).toEqual(["begin 0", "end 0", "begin 1", "end 1", "begin 2", "end 2"]);
  });

  it("are given no task that would have to wait: its time would run", async () => {
    await using executor = threadsExecutor({ threads: 1, tasksPerThread: 1 });
    let taken = 0;
    const tasks = function* tasks() {
      for (; taken < 3; taken += 1) yield taskOf("where", {}, taken);
    };
    const events = execute(executor, tasks());
    await events.next();
    expect(taken).toBe(1);
    expect(await rest(events)).toMatchObject([done, done]);
  });

  it("keep no process alive", async () => {
    const program = fileURLToPath(new URL("testing/one-step.ts", import.meta.url));
    const { stdout, stderr } = await promisify(execFile)(process.execPath, ["--conditions=@burrjs/source", program], { timeout: 10_000 }); // prettier-ignore
    expect({ stdout, stderr }).toEqual({ stdout: "[ 1, 2, 3 ]\n", stderr: "" });
  });

  it("run the tasks of their tasks themselves", async () => {
    await using executor = threadsExecutor({ threads: 1 });
    const [out] = outs(await outcomes(executor, [taskOf("nested")])) as [readonly unknown[]];
    expect(out.length).toBe(3);
    expect(new Set(out).size).toBe(1);
    expect(out[0]).not.toBe(0);
    expect(liveThreads.length).toBe(1);
  });

  it("end when the executor is closed, after what their tasks have to clean up", async () => {
    const executor = threadsExecutor({ threads: 2 });
    const { log, lines } = logFile();
    const events = execute(executor, [taskOf("cleaning", { state: { log }, isWatched: true })]);
    await untilChunk(events);
    await executor.close();
    expect(lines()).toEqual(["cleaned"]);
    expect(liveThreads.length).toBe(0);
    expect((await events.next()).value).toMatchObject({
      type: "failed",
      kind: "cancelled",
      error: { name: "AbortError" },
    });
    await expect(events.next()).rejects.toMatchObject({ name: "AbortError" }); // it is not that there were no more tasks
    expect(() => execute(executor, [])).toThrow("threadsExecutor(): `executor` is closed");
    await executor.close();
  });

  it("that cannot be started fail their tasks", async () => {
    await using executor = threadsExecutor({ execArgv: ["--no-such-option"] });
    expect(
      await outcomes(
        executor,
        many(2, (index) => taskOf("echo", {}, index)),
      ),
    ).toMatchObject([
      { type: "failed", kind: "lost", error: { code: "task-lost", cause: { code: "ERR_WORKER_INVALID_EXEC_ARGV" } } },
      { type: "failed", kind: "lost", error: { code: "task-lost", details: { action: "fan", place: 1 } } },
    ]);
  });
});

describe("a thread that hears nothing", () => {
  it("is ended when a task in it has to stop, and its other tasks begin again", async () => {
    await using executor = threadsExecutor({ threads: 1, closeTimeoutMs: 100, maxLost: 0 });
    const stop = new AbortController();
    const tasks = [taskOf("block", { isWatched: true, signal: stop.signal }, 0), taskOf("where", {}, 1)];
    const events = execute(executor, tasks);
    await untilChunk(events);
    const [blocked] = liveThreads;
    const reason = new Error("Too long.");
    stop.abort(reason);
    const ends = (await rest(events)).filter(({ type }) => type !== "chunk");
    expect(ends).toMatchObject([
      { index: 0, type: "failed", kind: "cancelled" },
      { index: 1, ...done },
    ]);
    expect(ends[0]).toHaveProperty("error", reason);
    expect(liveThreads).not.toContain(blocked);
  });
});

describe("a thread that hears", () => {
  it.each(["does not stop", "has stopped, though this process was too busy to hear of it"])(
    "goes on when a task in it %s",
    async (what) => {
      await using executor = threadsExecutor({ threads: 1, closeTimeoutMs: 50 });
      const stop = new AbortController();
      const other = execute(executor, [taskOf("cleaning", { state: { log: logFile().log }, isWatched: true })]);
      await untilChunk(other);
      const [thread] = liveThreads;
      const events = execute(executor, [taskOf("stubborn", { isWatched: true })], { signal: stop.signal });
      await untilChunk(events);
      await new Promise(setImmediate); // timers come next, before what was sent
      stop.abort();
      const untilMs = performance.now() + (what === "does not stop" ? 0 : 150);
      while (performance.now() < untilMs);
      expect(await rest(events)).toMatchObject([{ type: "failed", kind: "cancelled" }]);
      expect(liveThreads).toEqual([thread]);
      await other.return?.();
    },
  );

  it("tells that what it has stopped goes on all the same", async () => {
    await using executor = threadsExecutor({ threads: 1, closeTimeoutMs: 50 });
    const stop = new AbortController();
    const events = execute(executor, [taskOf("deaf", { isWatched: true })], { signal: stop.signal });
    await untilChunk(events);
    stop.abort();
    expect(await rest(events)).toMatchObject([{ type: "failed", kind: "cancelled", isClosed: false }]);
  });

  it("does not begin with tasks that were stopped before", async () => {
    await using executor = threadsExecutor({ threads: 1 });
    await outcomes(executor, [taskOf("echo", { state: { value: 1 } })]);
    const { log, lines } = logFile();
    const tasks = [taskOf("logged", { state: { log }, signal: AbortSignal.abort() })];
    expect(await outcomes(executor, tasks)).toMatchObject([{ type: "failed", kind: "cancelled" }]);
    await outcomes(executor, [taskOf("echo", { state: { value: 1 } })]);
    expect(lines()).toEqual([]);
  });

  it("stops in between tasks that do not pause", async () => {
    await using executor = threadsExecutor({ threads: 1 });
    const { log, lines } = logFile();
    const stop = new AbortController();
    const tasks = many(5, (index) => taskOf("busy", { state: { log } }, index));
    const events = execute(executor, tasks, { signal: stop.signal });
    await events.next();
    stop.abort();
    expect((await rest(events)).at(-1)).toMatchObject({ type: "failed", kind: "cancelled" });
    await outcomes(executor, [taskOf("where")]); // whatever was to begin has begun
    expect(lines().length).toBeLessThan(10);
  });

  it("stops a task whose module is still being loaded", async () => {
    await using executor = threadsExecutor({ threads: 1 });
    const stop = new AbortController();
    const tasks = [taskOf(neverLoaded.nothing), taskOf("where", {}, 1)];
    const events = execute(executor, tasks, { signal: stop.signal });
    expect(await events.next()).toMatchObject({ value: { index: 1, type: "done" } });
    stop.abort();
    expect(await rest(events)).toMatchObject([{ index: 0, type: "failed", kind: "cancelled" }]);
  });

  it("tells of chunks while it works", async () => {
    await using executor = threadsExecutor({ threads: 1 });
    const { log, lines } = logFile();
    const events = execute(executor, [taskOf("busy", { state: { log }, isWatched: true })]);
    await untilChunk(events);
    expect(lines()).toEqual(["begin k0"]);
    await rest(events);
  });

  it("is heard with others in turn", async () => {
    await using executor = threadsExecutor({ threads: 1 });
    const events = execute(
      executor,
      [0, 1].map((index) => taskOf("chunks", { isWatched: true }, index)),
    );
    await events.next();
    await outcomes(executor, [taskOf("where")]); // what was told before has arrived
    const indexes: number[] = [];
    for (let count = 0; count < 20; count += 1) indexes.push(((await events.next()).value as TaskEvent).index);
    expect(indexes.filter((index) => index === 0).length).toBe(10);
    await events.return?.();
  });
});

describe("a task whose thread ends", () => {
  it.each([
    ["exit", { message: "The thread has ended, with the exit code 3." }],
    ["uncaught", { name: "OwnError", message: "Nobody has caught it." }],
  ] as const)("by %s is lost after as many tries as allowed", async (runs, cause) => {
    await using executor = threadsExecutor({ threads: 1, maxLost: 1 });
    expect(await outcomes(executor, [taskOf(runs)])).toMatchObject([
      { type: "failed", kind: "lost", error: { code: "task-lost", details: { action: "fan", place: 0 }, message: expect.stringMatching(/2 times/), cause } }, // prettier-ignore
    ]);
  });

  it("by its use of memory is lost", async () => {
    await using executor = threadsExecutor({ threads: 1, maxLost: 0, resourceLimits: { maxOldGenerationSizeMb: 32 } });
    expect(await outcomes(executor, [taskOf("hoard")])).toMatchObject([
      { type: "failed", kind: "lost", error: { code: "task-lost", cause: { code: "ERR_WORKER_OUT_OF_MEMORY" } } },
    ]);
  });

  it("takes no other task with it", async () => {
    await using executor = threadsExecutor({ threads: 1, maxLost: 1 });
    const tasks = many(4, (index) => taskOf(index % 2 === 0 ? "exit" : "where", {}, index));
    const ends = await outcomes(executor, tasks, { concurrency: 2 });
    expect(ends).toMatchObject([{ type: "failed", kind: "lost" }, done, { type: "failed", kind: "lost" }, done]);
  });

  it("begins again, and its reader is told to forget what it has seen", async () => {
    await using executor = threadsExecutor({ threads: 1 });
    const { log } = logFile();
    const events = execute(executor, [taskOf("second", { state: { log }, isWatched: true })]);
    const before = await untilChunk(events);
    await liveThreads[0]?.terminate();
    const after = await rest(events);
    const shown = [...before, ...after].map((one) => {
      if (one.type !== "chunk") return one.type;
      return one.event.type === "chunk" ? one.event.chunk : one.event.type;
    });
    expect(shown).toEqual([
      "run-start",
      "step-start",
      "try 1",
      "rollback",
      "run-start",
      "step-start",
      "try 2",
      "step-end",
      "run-end",
      "done",
    ]);
    expect(after[0]).toMatchObject({
      event: { path: ["fan", "k0"], action: "second", sequenceId: 0, reason: "retry" },
    });
  });

  it("keeps what others have told from nobody", async () => {
    await using executor = threadsExecutor({ threads: 2 });
    const begun = deferred();
    async function* tasks() {
      yield taskOf("second", { state: { log: logFile().log }, isWatched: true });
      await begun.promise;
      yield taskOf("where", {}, 1);
    }
    const events = execute(executor, tasks(), { concurrency: 2 });
    expect(await events.next()).toMatchObject({ value: { index: 0, event: { type: "run-start" } } });
    begun.resolve();
    await outcomes(executor, [taskOf("where", {}, 0), taskOf("where", {}, 1)]); // what was told before has arrived
    await liveThreads[0]?.terminate();
    let heard: unknown;
    void events.next().then(({ value }) => (heard = value));
    await new Promise(process.nextTick); // before anything that is told now
    expect(heard).toMatchObject({ index: 1, type: "done" });
    expect((await rest(events)).at(-1)).toMatchObject({ index: 0, type: "done", state: { out: 2 } });
  });

  it("has no chunks of steps taken back that have ended", async () => {
    await using executor = threadsExecutor({ threads: 1 });
    const events = execute(executor, [taskOf("quick", { state: { log: logFile().log }, isWatched: true })]);
    await untilChunk(events);
    await untilChunk(events);
    await liveThreads[0]?.terminate();
    const rollbacks = (await rest(events)).filter((one) => one.type === "chunk" && one.event.type === "rollback");
    expect(rollbacks).toMatchObject([{ event: { action: "second", sequenceId: 1 } }]);
  });

  it("that is lost for good has its chunks taken back, too", async () => {
    await using executor = threadsExecutor({ threads: 1, maxLost: 0 });
    const events = execute(executor, [taskOf("second", { state: { log: logFile().log }, isWatched: true })]);
    await untilChunk(events);
    await liveThreads[0]?.terminate();
    expect(await rest(events)).toMatchObject([
      { type: "chunk", event: { type: "rollback", reason: "failed" } },
      { type: "failed", kind: "lost" },
    ]);
  });
});

describe("options", () => {
  it.each([{ threads: 0 }, { tasksPerThread: Number.NaN }, { maxLost: -1 }, { closeTimeoutMs: -1 }])(
    "are refused: %o",
    (options) => {
      const [option = ""] = Object.keys(options);
      expect(() => threadsExecutor(options)).toThrow(`threadsExecutor(): \`${option}\` must be`);
    },
  );
});

/** Reads as far as the first chunk. */
async function untilChunk(events: ReturnType<typeof execute>): ReturnType<typeof told> {
  const before: Awaited<ReturnType<typeof told>> = [];
  for (;;) {
    const { done: isOver, value } = await events.next();
    if (isOver === true) throw new Error("There is no chunk.");
    before.push(value);
    if (value.type === "chunk" && value.event.type === "chunk") return before;
  }
}

function deferred(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let resolve: () => void = () => {};
  const promise = new Promise<void>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
