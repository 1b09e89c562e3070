import type { JobSummary, RunnersNews, RunnerSummary } from "@burrjs/protocol";
import { frame } from "../events/frame.ts";
import type { ConnectedRunner } from "./connected-runner.ts";
import type { RunnerHub } from "./runner-hub.ts";

/** Who hears of runners. */
export interface RunnersFeedOptions {
  readonly runners: RunnerHub;
  readonly signal: AbortSignal;
  readonly send: (text: string) => Promise<void>;
}

/**
 * Sends which runners there are and what they do: all of it at the beginning, if there are some; then what has changed. Changes that
 * come faster than the client reads are one.
 *
 * @param options - To whom.
 */
export async function runnersFeed({ runners, signal, send }: RunnersFeedOptions): Promise<void> {
  const newsOf = newsSince();
  let wake = (): void => {};
  const stop = runners.watch(() => wake());
  const ended = (): void => wake();
  signal.addEventListener("abort", ended, { once: true });
  try {
    while (!signal.aborted) {
      const changed = new Promise<void>((resolve) => {
        wake = resolve;
      });
      const news = newsOf(runners);
      if (news !== undefined) await send(frame("runners", news));
      else await changed;
    }
  } finally {
    stop();
    signal.removeEventListener("abort", ended);
  }
}

/** What has changed since it was asked the last time; `undefined`: nothing. What has not changed is the same object. */
function newsSince(): (runners: RunnerHub) => RunnersNews | undefined {
  let told: readonly ConnectedRunner[] = [];
  const toldJobs = new Map<string, JobSummary>();
  return ({ runners, view: { jobs } }) => {
    const isSame = runners.length === told.length && runners.every((runner, index) => runner === told[index]);
    told = runners;
    const changed = jobs.filter((job) => toldJobs.get(job.job_id) !== job);
    const gone = [...toldJobs.keys()].filter((id) => !jobs.some((job) => job.job_id === id));
    for (const job of changed) toldJobs.set(job.job_id, job);
    for (const id of gone) toldJobs.delete(id);
    if (isSame && changed.length === 0 && gone.length === 0) return undefined;
    const summaries = runners.map(({ summary }): RunnerSummary => summary);
    return { runners: isSame ? null : summaries, jobs: changed, gone };
  };
}
