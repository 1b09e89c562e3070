import type { HeldFork, JobReport, RunnerHello, RunnerJob } from "@burrjs/protocol";
import { omitted } from "../values/tags.ts";

type ForkJob = RunnerJob & { readonly kind: "fork" };

/** Forks that stand still, or are over, and are still known. */
const mostKept = 100;
/** A server hears of no more at once. */
const mostTold = 200;
/** What runs wait for is told up to here when a runner connects: servers take 4 MB, and a character may have three bytes. */
const mostCharacters = 1024 * 1024;

interface Held {
  readonly fork: HeldFork;
  readonly report?: JobReport;
}

/** The forks that a runner was asked for, and what it has said last of each. */
export class HeldForks {
  readonly #forks = new Map<string, Held>();

  /** Takes note of a fork that has not begun yet. */
  add({ job_id, project, fork: { new_app_id: app_id, parent, label } }: ForkJob): void {
    const { partition_key } = parent;
    this.#forks.set(job_id, { fork: { job_id, project, app_id, partition_key, label, parent } });
    if (this.#forks.size <= mostKept) return;
    const over = [...this.#forks].find(([, { report }]) => report !== undefined && isOver(report));
    if (over !== undefined) this.#forks.delete(over[0]);
  }

  /** Takes note of how a fork stands. */
  report(report: JobReport): void {
    const held = this.#forks.get(report.job_id);
    if (held === undefined) return;
    const { fork } = held;
    const ids = report.status === "started" ? { app_id: report.app_id, partition_key: report.partition_key } : {};
    this.#forks.set(report.job_id, { fork: { ...fork, ...ids }, report });
  }

  /** How they stand, for a server that has not heard of that. */
  get told(): Required<Pick<RunnerHello, "jobs" | "forks">> {
    const told = [...this.#forks.values()].slice(-mostTold);
    return { jobs: lean(told.flatMap(({ report = [] }) => report)), forks: told.map(({ fork }) => fork) };
  }

  /** What has been said since a server was told how they stand. */
  reportsSince({ jobs }: Pick<RunnerHello, "jobs">): readonly JobReport[] {
    const known = new Map(jobs.map((report) => [report.job_id, JSON.stringify(report)]));
    return this.told.jobs.filter((report) => known.get(report.job_id) !== JSON.stringify(report));
  }
}

/** Whether nothing more will come of a fork. */
export function isOver({ status }: JobReport): boolean {
  return status === "done" || status === "failed";
}

/** Reports that have room together: the newest questions are told in full. */
function lean(reports: readonly JobReport[]): readonly JobReport[] {
  let left = mostCharacters;
  return reports
    .toReversed()
    .map((report) => {
      if (!("waiting_for" in report) || report.waiting_for === undefined) return report;
      left -= JSON.stringify(report.waiting_for).length;
      const waiting = report.waiting_for.map((one) => ({ ...one, payload: omitted("too long"), schema: null }));
      return left >= 0 ? report : { ...report, waiting_for: waiting };
    })
    .toReversed();
}
