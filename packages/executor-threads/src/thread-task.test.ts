import { expect, it } from "vitest";
import { referenceOf } from "@burrjs/core/parallel";
import { Crossing } from "./crossing.ts";
import type { Told } from "./messages.ts";
import { taskOf } from "./testing/run-tasks.ts";
import { ThreadTask } from "./thread-task.ts";

it("runs a task for which its reader has given credit before it began", async () => {
  const { graph, start: _start, signal: _signal, ...data } = taskOf("echo", { state: { value: 1 }, isWatched: true });
  const crossing = new Crossing();
  const task = { ...data, reference: referenceOf({ ...data, graph }), state: crossing.encode(data.state, "state", 0), inputs: crossing.encode({}, "inputs", 0) }; // prettier-ignore
  const end = await new Promise<Told>((resolve) => {
    const tell = (told: Told): void => {
      if ("outcome" in told) resolve(told);
    };
    const one = new ThreadTask(1, { task, credit: 32 }, { crossing, closeTimeoutMs: 1000, tell });
    one.more(16);
    one.begin();
  });
  expect(end).toMatchObject({ job: 1, outcome: { type: "done" } });
});
