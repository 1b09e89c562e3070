import type { JobReport, RunnerJob } from "@burrjs/protocol";
import type { Served } from "./describe-app.ts";
import { failureReport } from "./fork-reports.ts";
import { ForkedRun } from "./forked-run.ts";
import type { RunnerServer } from "./job-stream.ts";
import { ReportPost } from "./report-post.ts";
import { RunnerError } from "./runner-error.ts";

/** What a runner runs with. */
export interface JobRunnerParts {
  readonly served: readonly Served[];
  readonly maxRuns: number;
  readonly maxSteps: number;
  readonly server: RunnerServer;
  readonly runnerId: string;
}

/** Forks that stand still, or are over, and are still known. */
const mostKept = 100;

/** Of a run that is aborted, an engine waits a second for the action to end. */
const closeWithinMs = 2000;

type ForkJob = RunnerJob & { readonly kind: "fork" };
type ControlJob = RunnerJob & { readonly kind: "control" };

/** Does what the server asks for. */
export class JobRunner {
  readonly #parts: JobRunnerParts;
  readonly #post: ReportPost;
  /** By the ids of their applications. */
  readonly #runs = new Map<string, ForkedRun>();
  /** The last report of each fork. */
  readonly #reports = new Map<string, JobReport>();
  readonly #waiting: ForkJob[] = [];
  readonly #known = new Set<string>();
  #running = 0;
  #isClosed = false;

  constructor(parts: JobRunnerParts) {
    this.#parts = parts;
    this.#post = new ReportPost(parts.server, parts.runnerId);
  }

  /** How its forks stand, for a server that has not heard of that. */
  get reports(): readonly JobReport[] {
    return [...this.#reports.values()];
  }

  /** Takes a job. Never throws. */
  take(job: RunnerJob): void {
    if (this.#isClosed || this.#known.has(job.job_id)) return;
    this.#remember(job.job_id);
    if (job.kind === "control") {
      void this.#control(job);
      return;
    }
    this.#waiting.push(job);
    this.#next();
  }

  /** Ends all that runs. What does not end soon is left. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#waiting.length = 0;
    const ended = Promise.all([...this.#runs.values()].map(async (run) => await run.close()));
    let cancel = (): void => {};
    const late = new Promise<void>((resolve) => {
      cancel = this.#parts.server.clock.after(closeWithinMs, resolve, { keepAlive: true });
    });
    await Promise.race([ended, late]);
    cancel();
    await this.#post.flush();
  }

  #next(): void {
    while (this.#running < this.#parts.maxRuns && !this.#isClosed) {
      const job = this.#waiting.shift();
      if (job === undefined) return;
      this.#running += 1;
      void this.#fork(job);
    }
  }

  async #fork(job: ForkJob): Promise<void> {
    const { maxSteps, server } = this.#parts;
    const report = (one: JobReport): void => this.#report(one);
    try {
      const { make, codec, tracking } = this.#servedFor(job);
      const run = await ForkedRun.of(make, { job, codec, tracking, report, maxSteps, clock: server.clock });
      if (this.#isClosed) return;
      this.#keep(run);
      await run.begin();
    } catch (error) {
      report(failureReport(job.job_id, error, { code: "app_failed", clean: asIs }));
    } finally {
      this.#running -= 1;
      this.#next();
    }
  }

  async #control(job: ControlJob): Promise<void> {
    const { job_id: jobId, app_id: appId, partition_key: partitionKey, action } = job;
    const run = this.#runs.get(keyOf(appId, partitionKey));
    try {
      if (run === undefined) throw new RunnerError("wrong-moment", "The runner does not know this run any more.", { appId }); // prettier-ignore
      await run.control(action);
      this.#post.add({ job_id: jobId, status: "done", stopped: null });
    } catch (error) {
      this.#post.add(failureReport(jobId, error, { code: "failed", clean: run?.clean ?? asIs }));
    }
  }

  /** The application whose graph is meant; else the one with the action that the fork begins with. */
  #servedFor({ project, graph_hash: hash, fork }: ForkJob): Served {
    const ofProject = this.#parts.served.filter(({ application }) => application.project === project);
    const served = ofProject.find(({ application }) => application.graph_hash === hash) ?? ofProject[0];
    if (served === undefined) throw new RunnerError("wrong-moment", `The runner has no application of the project "${project}".`, { appId: fork.new_app_id }); // prettier-ignore
    return served;
  }

  #keep(run: ForkedRun): void {
    this.#runs.set(keyOf(run.app.appId, run.app.partitionKey), run);
    if (this.#runs.size <= mostKept) return;
    const [over] = [...this.#runs].filter(([, one]) => one.isOver);
    if (over !== undefined) this.#runs.delete(over[0]);
  }

  #report(report: JobReport): void {
    this.#reports.delete(report.job_id);
    this.#reports.set(report.job_id, report);
    const [oldest] = this.#reports.keys();
    if (this.#reports.size > mostKept && oldest !== undefined) this.#reports.delete(oldest);
    this.#post.add(report);
  }

  /** A job that comes twice is done once. */
  #remember(jobId: string): void {
    this.#known.add(jobId);
    const [oldest] = this.#known;
    if (this.#known.size > mostKept * 10 && oldest !== undefined) this.#known.delete(oldest);
  }
}

function asIs(text: string): string {
  return text;
}

function keyOf(appId: string, partitionKey: string | null): string {
  return JSON.stringify([partitionKey, appId]);
}
