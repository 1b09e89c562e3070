import { type HeldFork, type JobReport, runnerJobsPath, type RunnerHello } from "@burrjs/protocol";
import type { RunningServer } from "@burrjs/server/node";
import { everything, hostileProject, type NamedRun, namedRuns } from "./hostile-world.ts";

/** So many runs has each runner. */
const share = 10;
/** As long as a name of theirs may be. */
const longest = 1024;

/**
 * Connects runners that are called like texts are, as are their machines, their applications and actions. They have the runs that are
 * called like texts: as forks with such labels, which wait for answers to such questions, want such inputs, or have failed of them.
 * Resolves with what ends them.
 */
export async function connectHostileRunners({ url, runnerToken }: RunningServer): Promise<AbortController> {
  const ends = new AbortController();
  for (let from = 0; from < namedRuns.length; from += share) {
    const response = await fetch(`${url}${runnerJobsPath}`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${runnerToken}` },
      body: JSON.stringify(helloOf(namedRuns.slice(from, from + share), from)),
      signal: ends.signal,
    });
    if (!response.ok) throw new Error(await response.text());
  }
  return ends;
}

function helloOf(runs: readonly NamedRun[], from: number): RunnerHello {
  const texts = runs.flatMap((run) => run.texts).map((text) => text.slice(0, longest));
  const name = texts.join(" ").slice(0, longest);
  return {
    runner_id: `runner-${from}-of-hostile`,
    name,
    pid: 1,
    host: name,
    runtime: name,
    applications: [{ project: hostileProject, graph_hash: null, actions: texts, entrypoint: texts[0] ?? "", side_effects: texts, source: name }],
    jobs: runs.map((run, n) => reportOf(run, from + n)),
    forks: runs.map((run, n) => forkOf(run, from + n)),
  }; // prettier-ignore
}

function forkOf({ appId, partitionKey, texts: [text] }: NamedRun, n: number): HeldFork {
  const parent = { app_id: everything.appId, partition_key: everything.partitionKey, sequence_id: 0 };
  const label = text.slice(0, 200);
  return { job_id: `job-${n}`, project: hostileProject, app_id: appId, partition_key: partitionKey, label, parent };
}

function reportOf({ texts: [text, other] }: NamedRun, n: number): JobReport {
  const job_id = `job-${n}`;
  const [name, next] = [text.slice(0, longest), other.slice(0, longest)];
  if (n % 4 === 0) return { job_id, status: "failed", code: name, message: other };
  if (n % 4 === 1) return { job_id, status: "paused", stopped: "inputs", next, inputs: [{ name, has_value: false }] };
  const field = { type: "string", title: text, description: other, enum: [text, other] };
  const schema = { type: "object", title: text, description: other, properties: { [text]: field, [other]: { type: "string", title: text, description: other } }, required: [other] }; // prettier-ignore
  const payload = { [text]: other, list: [text, other], [other]: { [other]: text } };
  return { job_id, status: "paused", stopped: "suspended", next, waiting_for: [{ id: name, name, payload: n % 4 === 2 ? payload : text, expires_at_ms: null, schema }] }; // prettier-ignore
}
