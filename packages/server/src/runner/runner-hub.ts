import type { ControlAction, JobReport, JobSummary, RunnerHello, RunnerJob, RunnersView } from "@burrjs/protocol";
import { refused } from "../errors.ts";
import type { Settings } from "../options.ts";
import type { RunRef } from "../store/store.ts";
import { ConnectedRunner, type RunnerLine } from "./connected-runner.ts";
import { runExists } from "./fork-refusals.ts";
import { isOver, JobBoard, type NewJob } from "./job-board.ts";

/** What a hub needs of the settings of a server. */
export type HubSettings = Pick<Settings, "now" | "schedule">;

/** How long whoever asks waits for what a runner says. */
const answerWithinMs = 3000;
/** So many jobs at most are waited for: of more, the one that was asked for first is given up. */
const mostAsked = 1000;

/** Knows the runners that are connected, and what they do. */
export class RunnerHub {
  readonly #settings: HubSettings;
  readonly #board: JobBoard;
  readonly #runners = new Map<string, ConnectedRunner>();
  readonly #listeners = new Set<() => void>();
  /** Who waits for the first report of a job. */
  readonly #waiting = new Map<string, { readonly runnerId: string; readonly settle: (report: JobReport) => void }>();

  constructor(settings: HubSettings) {
    this.#settings = settings;
    this.#board = new JobBoard(settings.now);
  }

  /** Those that are connected, in the order of their connection. */
  get runners(): readonly ConnectedRunner[] {
    return [...this.#runners.values()];
  }

  /** What the page shows. */
  get view(): RunnersView {
    return { runners: this.runners.map(({ summary }) => summary), jobs: this.#board.all };
  }

  /** Calls back when the view has changed, until the returned function is called. */
  watch(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** A runner has connected: it is there until `leave` is called. One that comes again takes the place of its old connection. */
  connect(hello: RunnerHello, line: RunnerLine): { readonly runner: ConnectedRunner; readonly leave: () => void } {
    const runner = new ConnectedRunner(hello, line, this.#settings.now());
    const old = this.#runners.get(runner.id);
    this.#runners.delete(runner.id);
    this.#runners.set(runner.id, runner);
    old?.end();
    if (hello.forks !== undefined) {
      const message = `The runner "${hello.name}" has lost its connection before it answered this.`;
      this.#board.restore(hello, hello.forks, message);
      const held = new Set(hello.forks.map(({ job_id: id }) => id));
      this.#lost(runner.id, message, held);
    }
    this.#heard(runner.id, hello.jobs);
    return { runner, leave: () => this.#leave(runner) };
  }

  #leave(runner: ConnectedRunner): void {
    if (this.#runners.get(runner.id) !== runner) return;
    this.#runners.delete(runner.id);
    const { name, pid, host } = runner.hello;
    const message = `The runner "${name}" (process ${pid} on ${host}) has gone.`;
    this.#board.lose(runner.id, message);
    this.#lost(runner.id, message);
    this.#changed();
  }

  /** Whoever waits for what a runner says of a job hears that it will say nothing; but for the jobs that it has. */
  #lost(runner: string, message: string, held: ReadonlySet<string> = new Set()): void {
    for (const [id, { runnerId, settle }] of this.#waiting)
      if (runnerId === runner && !held.has(id)) settle({ job_id: id, status: "failed", code: "runner_lost", message });
  }

  /** What a runner says. False: it is not connected. What it says of others' jobs is not heard. */
  report(runnerId: string, reports: readonly JobReport[]): boolean {
    if (!this.#runners.has(runnerId)) return false;
    this.#heard(runnerId, reports);
    return true;
  }

  #heard(runnerId: string, reports: readonly JobReport[]): void {
    for (const report of reports) {
      this.#board.report(runnerId, report);
      const waiting = this.#waiting.get(report.job_id);
      if (waiting?.runnerId === runnerId) waiting.settle(report);
    }
    this.#changed();
  }

  /** Asks a runner for a fork. Resolves with its first report, or with nothing when that takes longer than a moment. */
  async fork(runner: ConnectedRunner, job: RunnerJob & { readonly kind: "fork" }): Promise<JobReport | undefined> {
    const { job_id: jobId, project, fork } = job;
    const ref = { project, appId: fork.new_app_id, partitionKey: fork.parent.partition_key };
    const same = this.#board.of(ref);
    if (same !== undefined && !isOver(same)) throw runExists(ref);
    const entry: NewJob = { jobId, runner: runner.hello, project, fork };
    if (!this.#board.add(entry)) throw busy("Too many forks are under way.");
    this.#changed();
    try {
      return await this.soon(this.#ask(runner, job));
    } catch (error) {
      this.#board.remove(jobId);
      this.#changed();
      throw error;
    }
  }

  /** The fork that a run is, if a runner runs it. */
  jobOf(ref: RunRef): JobSummary | undefined {
    return this.#board.of(ref);
  }

  /** Asks the runner of a run to do something with it. Resolves when it says how that went, however late, or is lost. */
  async control(ref: RunRef, action: ControlAction, jobId: string): Promise<JobReport> {
    const job = this.#board.of(ref);
    const runner = job === undefined ? undefined : this.#runners.get(job.runner_id);
    if (job === undefined || runner === undefined || isOver(job)) throw notControlled(job);
    return await this.#ask(runner, {
      job_id: jobId,
      project: ref.project,
      graph_hash: null,
      kind: "control",
      app_id: ref.appId,
      partition_key: ref.partitionKey,
      action,
    });
  }

  /** What a runner says, or `undefined` when that takes longer than a moment. */
  async soon(report: Promise<JobReport>): Promise<JobReport | undefined> {
    let cancel = (): void => {};
    const late = new Promise<undefined>((resolve) => {
      cancel = this.#settings.schedule(() => resolve(undefined), answerWithinMs);
    });
    return await Promise.race([report, late]).finally(cancel);
  }

  #ask(runner: ConnectedRunner, job: RunnerJob): Promise<JobReport> {
    if (!runner.send(job)) throw busy("The runner does not take what it is asked for.");
    return new Promise((resolve) => {
      const settle = (report: JobReport): void => {
        this.#waiting.delete(job.job_id);
        resolve(report);
      };
      this.#waiting.set(job.job_id, { runnerId: runner.id, settle });
      this.#giveUp();
    });
  }

  /** A runner may be connected for weeks, and never say a word about some jobs. */
  #giveUp(): void {
    const [oldest] = this.#waiting;
    if (this.#waiting.size <= mostAsked || oldest === undefined) return;
    const [id, { settle }] = oldest;
    const message = "The runner has not said how this went, and was asked for much else since.";
    settle({ job_id: id, status: "failed", code: "runner_lost", message });
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }
}

function notControlled(job: JobSummary | undefined): Error {
  const hint =
    "Runs can be controlled that were forked from this page, while their runner is there and they are not over.";
  const message = job === undefined ? "No runner runs this application." : `This run is over: ${(job.error?.message ?? job.stopped ?? "it has ended").replace(/\.$/, "")}.`; // prettier-ignore
  return refused(409, { code: "not_controlled", message, hint });
}

function busy(message: string): Error {
  return refused(503, {
    code: "runner_busy",
    message,
    hint: "Try again in a moment.",
    headers: { "retry-after": "2" },
  });
}
