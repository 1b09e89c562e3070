import type { ForkRequest, HeldFork, JobReport, JobSummary } from "@burrjs/protocol";
import type { RunRef } from "../store/store.ts";

/** The newest jobs that are known, those that are over included. */
const mostJobs = 200;

/** The code of the error of a fork whose runner has gone. */
const lost = "runner_lost";

/** What there is to know of a fork when it is asked for. */
export interface NewJob {
  readonly jobId: string;
  readonly runner: { readonly runner_id: string; readonly name: string };
  readonly project: string;
  readonly fork: Pick<ForkRequest, "new_app_id" | "parent" | "label">;
}

/** The forks that runners were asked for, and how they stand. */
export class JobBoard {
  readonly #jobs = new Map<string, JobSummary>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** All of them, the newest last. */
  get all(): readonly JobSummary[] {
    return [...this.#jobs.values()];
  }

  /** A job by its id. */
  get(jobId: string): JobSummary | undefined {
    return this.#jobs.get(jobId);
  }

  /** Takes note of a job. False: there are too many that are not over. */
  add({ jobId, runner, project, fork }: NewJob): boolean {
    if (this.#jobs.size >= mostJobs) {
      const over = this.all.find(({ status }) => status === "done" || status === "failed");
      if (over === undefined) return false;
      this.#jobs.delete(over.job_id);
    }
    this.#jobs.set(jobId, {
      job_id: jobId,
      runner_id: runner.runner_id,
      runner_name: runner.name,
      project,
      app_id: fork.new_app_id,
      partition_key: fork.parent.partition_key,
      status: "waiting",
      stopped: null,
      next: null,
      waiting_for: [],
      inputs: [],
      error: null,
      label: fork.label,
      parent: fork.parent,
      changed_ms: this.#now(),
    });
    return true;
  }

  /**
   * A runner has connected again. Forks that are not known, since this server has been started anew, are known from now on; those that
   * the runner has not got never came there.
   */
  restore(runner: NewJob["runner"], forks: readonly HeldFork[], message: string): void {
    const held = new Set(forks.map(({ job_id: id }) => id));
    for (const { job_id: id } of this.#under(runner.runner_id)) if (!held.has(id)) this.#fail(id, message);
    for (const { job_id: jobId, project, app_id: appId, partition_key: partitionKey, label, parent } of forks) {
      const known = this.#jobs.get(jobId);
      if (known === undefined) {
        const fork = { new_app_id: appId, label, parent: { ...parent, partition_key: partitionKey } };
        this.add({ jobId, runner, project, fork });
      } else if (known.runner_id === runner.runner_id && known.error?.code === lost)
        this.#jobs.set(jobId, { ...known, status: "waiting", error: null, changed_ms: this.#now() });
    }
  }

  /** Forgets a job that nobody has heard of. */
  remove(jobId: string): void {
    this.#jobs.delete(jobId);
  }

  /** Takes note of what a runner says. False: it is no job of that runner. */
  report(runnerId: string, report: JobReport): boolean {
    const job = this.#jobs.get(report.job_id);
    if (job?.runner_id !== runnerId) return false;
    this.#jobs.set(job.job_id, { ...job, ...changeBy(report), changed_ms: this.#now() });
    return true;
  }

  /** A runner has gone, and all that it did with it. */
  lose(runnerId: string, message: string): void {
    for (const { job_id: id } of this.#under(runnerId)) this.#fail(id, message);
  }

  /** The jobs of a runner that are not over. */
  #under(runnerId: string): readonly JobSummary[] {
    return this.all.filter((job) => job.runner_id === runnerId && !isOver(job));
  }

  #fail(jobId: string, message: string): void {
    const job = this.#jobs.get(jobId);
    if (job !== undefined) this.report(job.runner_id, { job_id: jobId, status: "failed", code: lost, message });
  }

  /** The newest job whose run this is. */
  of({ project, appId, partitionKey }: RunRef): JobSummary | undefined {
    return this.all.findLast(
      (job) => job.project === project && job.app_id === appId && job.partition_key === partitionKey,
    );
  }
}

/** Whether nothing more will come of a job. */
export function isOver({ status }: JobSummary): boolean {
  return status === "done" || status === "failed";
}

/** What is known only of a fork that stands still. */
const going = { stopped: null, next: null, waiting_for: [], inputs: [] } as const;

function changeBy(report: JobReport): Partial<JobSummary> {
  switch (report.status) {
    case "started": {
      const { app_id, partition_key } = report;
      return { ...going, status: "running", app_id, partition_key, error: null };
    }
    case "failed": {
      const { code, message, path } = report;
      const error = { code, message, ...(path === undefined ? {} : { path }) };
      return { ...going, status: "failed", error };
    }
    default: {
      const { status, stopped, next = null, waiting_for = [], inputs = [] } = report;
      return { status, stopped, next, waiting_for, inputs, error: null };
    }
  }
}
