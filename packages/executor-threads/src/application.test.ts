import { burr, task } from "@burrjs/core";
import { memoryPersister } from "@burrjs/core/persist";
import { afterAll, describe, expect, it } from "vitest";
import { threadsExecutor } from "./index.ts";
import { graphs } from "./testing/graphs.ts";
import { logFile, removeLogs } from "./testing/run-tasks.ts";

const executor = threadsExecutor({ threads: 1 });
afterAll(async () => {
  await executor.close();
  removeLogs();
});
const b = burr<{ outs: readonly unknown[] }>();

describe("an application whose tasks run in threads", () => {
  it("stores their outcomes, and does not run again what is done", async () => {
    const { log, lines } = logFile();
    let tries = 0;
    const all = b.parallel({
      reads: [],
      writes: ["outs"],
      concurrency: 1,
      *tasks() {
        tries += 1;
        yield task(graphs.logged, { entrypoint: "logged", state: { log, name: "one" } });
        if (tries === 1) yield task(graphs.fail, { entrypoint: "fail", state: { name: "own" } });
        else yield task(graphs.logged, { entrypoint: "logged", state: { log, name: "two" } });
      },
      reduce: (_state, results) => ({ outs: results.map(({ state }) => state.out) }),
    });
    const options = { executor, persister: memoryPersister() };
    const app = b.application({ actions: { all }, transitions: [], entrypoint: "all", state: {}, ...options });
    await expect(app.run()).rejects.toMatchObject({ name: "OwnError" });
    expect(await app.run()).toMatchObject({ state: { outs: ["one", "two"] } });
    expect(lines()).toEqual(["begin one", "end one", "begin two", "end two"]);
  });

  it("tries tasks again that have failed", async () => {
    const { log } = logFile();
    const all = b.parallel({
      reads: [],
      writes: ["outs"],
      executor,
      taskRetry: 3,
      tasks: () => [task(graphs.failing, { entrypoint: "failing", state: { log } })],
      reduce: (_state, results) => ({ outs: results.map(({ state }) => state.out) }),
    });
    const app = b.application({ actions: { all }, transitions: [], entrypoint: "all", state: {} });
    expect(await app.run()).toMatchObject({ state: { outs: [0] } });
  });

  it("stops a task whose time is over", async () => {
    const all = b.parallel({
      reads: [],
      writes: ["outs"],
      executor,
      taskTimeoutMs: 50,
      tasks: () => [task(graphs.cleaning, { entrypoint: "cleaning", state: { log: logFile().log } })],
      reduce: () => ({ outs: [] }),
    });
    const app = b.application({ actions: { all }, transitions: [], entrypoint: "all", state: {} });
    await expect(app.run()).rejects.toMatchObject({ code: "timed-out" });
  });
});
