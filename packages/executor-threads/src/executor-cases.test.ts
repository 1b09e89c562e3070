import { executorCases } from "@burrjs/testing";
import { afterAll, describe, expect, it } from "vitest";
import { threadsExecutor } from "./index.ts";
import { liveThreads } from "./testing/live-threads.ts";

describe("the executor of threads", () => {
  // One for all: its threads are used again.
  const executor = threadsExecutor({ threads: 2 });
  afterAll(() => executor.close());
  const kill = async (): Promise<void> => {
    await liveThreads.at(-1)?.terminate();
  };
  const cases = executorCases(async () => ({ executor, kill, close: async () => {} }), { mostAhead: 32 });

  it.each(cases.map(({ name, run }) => [name, run] as const))("%s", async (_name, run) => {
    await expect(run()).resolves.toBeUndefined();
    expect(liveThreads.length).toBeLessThanOrEqual(2);
  });
});
