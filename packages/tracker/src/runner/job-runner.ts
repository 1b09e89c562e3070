import type { JobReport, RunnerJob } from "@burrjs/protocol";
import { within } from "../http/within.ts";
import { keyOf } from "../record/fork-notes.ts";
import type { Served } from "./describe-app.ts";
import { failureReport } from "./fork-reports.ts";
import { ForkedRun } from "./forked-run.ts";
import { HeldForks, isOver } from "./held-forks.ts";
import { ReportPost } from "./report-post.ts";
import { RunnerError } from "./runner-error.ts";
import type { RunnerServer } from "./runner-server.ts";

/** What a runner runs with. */
export interface JobRunnerParts {
  readonly served: readonly Served[];
  readonly maxRuns: number;
  readonly maxSteps: number;
  readonly server: RunnerServer;
  readonly runnerId: string;
}

/** Jobs that are known again when they come twice. */
const mostKnown = 1000;

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
  readonly #forks = new HeldForks();
  readonly #waiting: ForkJob[] = [];
  /** By id; of controls what became of them. */
  readonly #known = new Map<string, Promise<JobReport> | undefined>();
  #running = 0;
  #isClosed = false;

  constructor(parts: JobRunnerParts) {
    this.#parts = parts;
    this.#post = new ReportPost(parts.server, parts.runnerId);
  }

  /** How its forks stand, for a server that has not heard of that. */
  get told(): HeldForks["told"] {
    return this.#forks.told;
  }

  /** Says what has come about while a server was told how things stood: it did not know the runner then. */
  tellSince(told: HeldForks["told"]): void {
    for (const report of this.#forks.reportsSince(told)) this.#post.add(report);
  }

  /** Takes a job. One that comes twice, from a server that has been started anew, is done once. Never throws. */
  take(job: RunnerJob): void {
    if (this.#isClosed) return;
    if (job.kind === "control") {
      const report = this.#known.get(job.job_id) ?? this.#control(job);
      this.#remember(job.job_id, report);
      void report.then((one) => this.#post.add(one));
      return;
    }
    if (this.#known.has(job.job_id)) return;
    this.#remember(job.job_id);
    this.#forks.add(job);
    this.#waiting.push(job);
    this.#next();
  }

  /** Ends all that runs. What does not end soon is left. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#waiting.length = 0;
    const ended = Promise.all([...this.#runs.values()].map(async (run) => await run.close()));
    await within(ended, closeWithinMs, { clock: this.#parts.server.clock, keepAlive: true });
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
    let made: ForkedRun | undefined;
    const report = (one: JobReport): void => {
      // Its tape and its state may be large.
      if (isOver(one) && made !== undefined) this.#letGo(made);
      this.#report(one);
    };
    try {
      const { make, codec, tracking } = this.#servedFor(job);
      made = await ForkedRun.of(make, { job, codec, tracking, report, maxSteps, clock: server.clock });
      if (this.#isClosed) return;
      this.#keep(made);
      await made.begin();
    } catch (error) {
      report(failureReport(job.job_id, error, { code: "app_failed", clean: asIs }));
    } finally {
      this.#running -= 1;
      this.#next();
    }
  }

  async #control(job: ControlJob): Promise<JobReport> {
    const { job_id: jobId, app_id: appId, partition_key: partitionKey, action } = job;
    const run = this.#runs.get(keyOf({ appId, partitionKey }));
    try {
      if (run !== undefined) await run.control(action);
      else if (action.type !== "abort" || !this.#drop(appId, partitionKey)) throw new RunnerError("wrong-moment", this.#whyUnknown(appId, partitionKey), { appId }); // prettier-ignore
      return { job_id: jobId, status: "done", stopped: null };
    } catch (error) {
      return failureReport(jobId, error, { code: "failed", clean: run?.clean ?? asIs });
    }
  }

  /** Ends a fork that waits for others to end. False: there is none. */
  #drop(appId: string, partitionKey: string | null): boolean {
    const at = this.#waiting.findIndex((job) => isOf(job, appId, partitionKey));
    const [job] = at < 0 ? [] : this.#waiting.splice(at, 1);
    if (job !== undefined) this.#report({ job_id: job.job_id, status: "done", stopped: "aborted" });
    return job !== undefined;
  }

  #whyUnknown(appId: string, partitionKey: string | null): string {
    const waits = this.#waiting.some((job) => isOf(job, appId, partitionKey));
    return waits
      ? `This run waits: the runner runs no more than ${this.#parts.maxRuns} forks at once. It can be aborted.`
      : "This run has not begun, or it is over.";
  }

  /** The application whose graph is meant; else the one with the action that the fork begins with. */
  #servedFor({ project, graph_hash: hash, fork }: ForkJob): Served {
    const ofProject = this.#parts.served.filter(({ application }) => application.project === project);
    const served = ofProject.find(({ application }) => application.graph_hash === hash) ?? ofProject[0];
    if (served === undefined) throw new RunnerError("wrong-moment", `The runner has no application of the project "${project}".`, { appId: fork.new_app_id }); // prettier-ignore
    return served;
  }

  #keep(run: ForkedRun): void {
    this.#runs.set(keyOf(run.app), run);
  }

  #letGo(run: ForkedRun): void {
    const key = keyOf(run.app);
    if (this.#runs.get(key) === run) this.#runs.delete(key);
  }

  #report(report: JobReport): void {
    this.#forks.report(report);
    this.#post.add(report);
  }

  #remember(jobId: string, report?: Promise<JobReport>): void {
    this.#known.set(jobId, report);
    const [oldest] = this.#known.keys();
    if (this.#known.size > mostKnown && oldest !== undefined) this.#known.delete(oldest);
  }
}

function asIs(text: string): string {
  return text;
}

function isOf({ fork }: ForkJob, appId: string, partitionKey: string | null): boolean {
  return fork.new_app_id === appId && fork.parent.partition_key === partitionKey;
}
