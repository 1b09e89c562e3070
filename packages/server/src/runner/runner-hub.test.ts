import type { JobReport } from "@burrjs/protocol";
import { expect, it } from "vitest";
import { helloOf } from "../testing/fake-runner.ts";
import { settled } from "../testing/manual-timers.ts";
import { RunnerHub } from "./runner-hub.ts";

it("gives up the oldest jobs of a runner that never says how they went, and no others", async () => {
  const hub = new RunnerHub({ now: () => 0, schedule: () => () => {} });
  const held = {
    job_id: "fork",
    project: "demo",
    app_id: "fork-1",
    partition_key: null,
    label: null,
    parent: { app_id: "app-1", partition_key: null, sequence_id: 1, at: "after" },
  } as const;
  hub.connect(helloOf({ forks: [held] }), { send: async () => {}, end: () => {} });
  const ref = { project: "demo", appId: "fork-1", partitionKey: null };
  const answers: JobReport[] = [];
  const ask = async (at: number): Promise<void> => {
    answers.push(await hub.control(ref, { type: "pause" }, `job-${at}`));
  };
  for (let at = 0; at < 1003; at += 1) {
    void ask(at);
    await settled(); // the runner takes it
  }
  const lost = { status: "failed", code: "runner_lost" };
  expect(answers).toMatchObject([0, 1, 2].map((at) => ({ ...lost, job_id: `job-${at}` })));
  hub.report("runner-1", [{ job_id: "job-3", status: "paused", stopped: "paused" }]);
  await settled();
  expect(answers.slice(3)).toMatchObject([{ job_id: "job-3", status: "paused" }]);
});
