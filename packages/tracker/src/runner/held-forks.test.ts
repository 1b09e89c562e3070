import type { JobReport, RunnerJob } from "@burrjs/protocol";
import { expect, it } from "vitest";
import { HeldForks } from "./held-forks.ts";

function fork(id: string): RunnerJob & { readonly kind: "fork" } {
  const parent = { app_id: "parent", partition_key: null, sequence_id: 0 };
  return {
    job_id: id,
    project: "p",
    graph_hash: null,
    kind: "fork",
    tape: [],
    fork: { parent, at: "before", mode: "live", patch: [], label: null, last_sequence_id: -1, after: null, version: 0, state: {}, next_action: null, inputs: {}, live_actions: [], allowed_side_effects: [], stop: {}, new_app_id: id }, // prettier-ignore
  };
}

it("forgets forks that are over when there are many, and none that can go on", () => {
  const forks = new HeldForks();
  forks.add(fork("old"));
  forks.report({ job_id: "old", status: "started", app_id: "old", partition_key: null });
  for (let n = 0; n < 150; n += 1) {
    forks.add(fork(`${n}`));
    forks.report({ job_id: `${n}`, status: "done", stopped: "end" });
  }
  const { forks: held, jobs } = forks.told;
  expect(held[0]?.job_id).toBe("old");
  expect(jobs.at(-1)?.job_id).toBe("149");
  expect(held.length).toBeLessThanOrEqual(101);
});

it("tells of what forks wait for as much as a server takes, of the newest in full", () => {
  const forks = new HeldForks();
  const waits = (id: string): JobReport => ({ job_id: id, status: "paused", stopped: "suspended", next: "ask", waiting_for: [{ id, name: "ask", payload: "x".repeat(250_000), expires_at_ms: null, schema: null }] }); // prettier-ignore
  for (let n = 0; n < 50; n += 1) {
    forks.add(fork(`${n}`));
    forks.report(waits(`${n}`));
  }
  const { told } = forks;
  expect(JSON.stringify(told).length).toBeLessThan(1_200_000);
  expect(told.jobs.at(-1)).toEqual(waits("49"));
  expect(told.jobs[0]).toMatchObject({ waiting_for: [{ id: "0", payload: { $burr: "omitted" } }] });
});

it("knows what came about since a server was told", () => {
  const forks = new HeldForks();
  for (const id of ["a", "b"]) forks.add(fork(id));
  forks.report({ job_id: "a", status: "started", app_id: "a", partition_key: null });
  const { told } = forks;
  forks.report({ job_id: "b", status: "done", stopped: "end" });
  expect(forks.reportsSince(told)).toEqual([{ job_id: "b", status: "done", stopped: "end" }]);
});
