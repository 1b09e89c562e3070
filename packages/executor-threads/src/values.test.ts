import { isBurrError } from "@burrjs/core";
import type { TaskOutcome } from "@burrjs/core/parallel";
import { afterAll, describe, expect, it } from "vitest";
import { threadsExecutor } from "./index.ts";
import { strangers } from "./testing/graphs.ts";
import { OwnError, Picky, Point, type things } from "./testing/things.ts";
import { liveThreads } from "./testing/live-threads.ts";
import { execute, logFile, outcomes, removeLogs, rest, taskOf, told } from "./testing/run-tasks.ts";

const thingsModule = new URL("testing/things.ts", import.meta.url);
const executor = threadsExecutor({ threads: 1, classes: { module: thingsModule } });
afterAll(async () => {
  await executor.close();
  removeLogs();
  if (liveThreads.length > 0) throw new Error("There are threads left.");
});

const errorOf = (outcome: TaskOutcome | undefined): unknown => (outcome?.type === "failed" ? outcome.error : undefined);

describe("values", () => {
  it("of classes with a codec come over as instances", async () => {
    const events = await told(executor, [taskOf("point", { state: { value: new Point(1) }, isWatched: true })]);
    const chunks = events.flatMap((one) =>
      one.type === "chunk" && one.event.type === "chunk" ? [one.event.chunk] : [],
    );
    expect(chunks).toEqual([new Point(2)]);
    expect(events.at(-1)).toMatchObject({ type: "done", state: { out: new Point(3) } });
  });

  it.each([
    ["state", { state: { value: { here: [() => {}] } } }, "state.value.here[0]"],
    ["inputs", { inputs: { given: new OwnError("") } }, "inputs.given"],
  ])("of %s that cannot cross are refused before anything runs, by their path", async (_of, made, path) => {
    const [first, second] = await outcomes(executor, [
      taskOf("echo", made, 0),
      taskOf("echo", { state: { value: 1 } }, 1),
    ]);
    expect(first).toMatchObject({ type: "failed", kind: "action", error: { code: "unserializable-value", details: { path } } }); // prettier-ignore
    expect(String(errorOf(first))).toMatch(/^BurrError: The task at place 0 runs in a thread.*cannot cross: /);
    expect(second).toMatchObject({ type: "done" });
  });

  it.each([
    { name: "chunk", isWatched: true, path: "event.chunk.here[0]" },
    { name: "result", isWatched: true, path: "event.result.report" },
    { name: "result", isWatched: false, path: "result.report" },
    { name: "state", isWatched: true, path: "state.out.here" },
    { name: "state", isWatched: false, path: "state.out.here" },
  ])("of a $name that cannot cross fail the task, by their path: $path", async ({ name, isWatched, path }) => {
    const [outcome] = await outcomes(executor, [taskOf("unsendable", { state: { name }, isWatched })]);
    expect(outcome).toMatchObject({ type: "failed", kind: "action", error: { code: "unserializable-value", details: { path } } }); // prettier-ignore
  });

  it("that their reader cannot read fail the task, which is stopped", async () => {
    const { log, lines } = logFile();
    expect(await outcomes(executor, [taskOf("picky", { state: { log }, isWatched: true })])).toMatchObject([
      {
        type: "failed",
        kind: "action",
        error: { code: "unreadable-value", message: expect.stringMatching(/"Picky"/) },
      },
    ]);
    expect(lines()).toEqual(["stopped"]);
  });

  it("that are reasons to stop may be unreadable", async () => {
    const stop = new AbortController();
    const [thread] = liveThreads;
    const { log, lines } = logFile();
    const tasks = [taskOf("cleaning", { state: { log }, isWatched: true })];
    const events = execute(executor, tasks, { signal: stop.signal });
    for (let index = 0; index < 3; index += 1) await events.next(); // as far as its chunk
    stop.abort(new Picky("others"));
    expect((await rest(events)).at(-1)).toEqual({ index: 0, type: "failed", kind: "cancelled", error: stop.signal.reason, spent: {} }); // prettier-ignore
    expect(lines()).toEqual(["cleaned"]);
    expect(liveThreads).toEqual([thread]);
  });

  it("of classes are refused where the module has no codecs", async () => {
    await using without = threadsExecutor({ threads: 1, classes: { module: thingsModule, name: "codecs" } });
    await expect(outcomes(without, [taskOf("echo", { state: { value: 1 } })])).rejects.toMatchObject({
      code: "invalid-option",
      message: expect.stringMatching(/has no list "codecs"/),
    });
  });
});

describe("an error", () => {
  const thrown = async (name: keyof typeof things): Promise<unknown> =>
    errorOf((await outcomes(executor, [taskOf("fail", { state: { name } })]))[0]);

  it("of a class without a codec keeps its name, message, stack, cause and properties", async () => {
    const error = await thrown("own");
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({ name: "OwnError", message: "Own.", status: 503 });
    expect(error).toMatchObject({ stack: expect.stringMatching(/Own\.\n[^]*graphs\.ts/) });
    expect(error).toMatchObject({ cause: { name: "OwnError", message: "Inner.", status: 503 } });
    expect(error).not.toHaveProperty("retry");
  });

  it("of ours keeps its code, its details, its stack and its cause", async () => {
    const error = await thrown("burr");
    expect(isBurrError(error)).toBe(true);
    expect(error).toMatchObject({ code: "invalid-option", message: "Ours.", details: { option: "a" } });
    expect(error).toMatchObject({ stack: expect.stringMatching(/graphs\.ts/), cause: { name: "OwnError" } });
  });

  it("of many keeps all of them", async () => {
    const error = await thrown("aggregate");
    expect(error).toBeInstanceOf(AggregateError);
    expect(error).toMatchObject({ message: "All.", errors: [{ name: "OwnError", message: "One." }, 2] });
  });

  it("of the system keeps its code", async () => {
    expect(await thrown("system")).toMatchObject({ code: "ENOENT", syscall: "open", message: expect.stringMatching(/ENOENT/) }); // prettier-ignore
  });

  it("that is its own cause comes over", async () => {
    expect(await thrown("cyclic")).toMatchObject({
      name: "OwnError",
      message: "Cyclic.",
      cause: { message: "Cyclic." },
    });
  });

  it("that is no error comes over as it is", async () => {
    expect(await thrown("text")).toBe("text");
    expect(await thrown("data")).toEqual({ code: 7 });
  });

  it("that cannot cross in any way is told of", async () => {
    expect(await thrown("function")).toMatchObject({
      message: expect.stringMatching(/no error, and cannot cross.*function/),
    });
    expect(await thrown("unreadable")).toMatchObject({ message: expect.stringMatching(/cannot be read/) });
  });
});

describe("a graph", () => {
  it("that is not registered is refused by name, and no thread is asked", async () => {
    await using unused = threadsExecutor({ execArgv: ["--no-such-option"] });
    expect(await outcomes(unused, [taskOf(strangers.unregistered)])).toMatchObject([
      { type: "failed", kind: "action", error: { code: "unregistered-graph", message: expect.stringMatching(/\(echo\) is not registered/) } }, // prettier-ignore
    ]);
  });

  it("that is another one in the thread is refused there", async () => {
    expect(await outcomes(executor, [taskOf(strangers.changed)])).toMatchObject([
      { type: "failed", kind: "action", error: { code: "unregistered-graph", message: expect.stringMatching(/another graph as "changed"/) } }, // prettier-ignore
    ]);
  });

  it("of a module that is not there fails its tasks", async () => {
    expect(await outcomes(executor, [taskOf(strangers.missing), taskOf(strangers.missing, {}, 1)])).toMatchObject([
      { type: "failed", kind: "action", error: { message: expect.stringMatching(/no-such-module/) } },
      { type: "failed", kind: "action", error: { message: expect.stringMatching(/no-such-module/) } },
    ]);
  });
});
