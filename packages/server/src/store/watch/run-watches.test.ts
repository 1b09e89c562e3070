import { expect, it, onTestFinished } from "vitest";
import { logText, run, step } from "../../testing/log-lines.ts";
import { MemoryLogs } from "../../testing/memory-logs.ts";
import { RunLogs } from "../index/run-logs.ts";
import { RunWatches } from "./run-watches.ts";

it("one watch for all who follow a log, which goes with the last of them", async () => {
  const source = new MemoryLogs();
  const logs = new RunLogs(source, 1024);
  onTestFinished(() => logs.close());
  const watches = new RunWatches();
  const follow = async (app: string) => {
    source.put("p", app, { log: logText(run(), ...step(0)) });
    const files = await source.open("p", app);
    if (files === undefined) throw new Error("There should be such an application.");
    const liveness = { now: () => 0, host: "here", isAlive: () => true };
    const times = { statusEveryMs: 1000, lookEveryMs: 1000, listEveryMs: 1000 };
    return await watches.join({ project: "p", files, source, logs, liveness, times });
  };
  for (let at = 0; at < 100; at += 1) (await follow(`app-${at}`)).leave();
  expect(watches.size).toBe(0);

  const [one, other] = [await follow("app"), await follow("app")];
  expect(other.watch).toBe(one.watch);
  one.leave();
  one.leave();
  expect(watches.size).toBe(1);
  other.leave();
  expect(watches.size).toBe(0);
  const again = await follow("app");
  expect(again.watch.watched.view?.sizeBytes).toBeGreaterThan(0);
  again.leave();
});
