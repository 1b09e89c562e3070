import type { OpenSuspension } from "@burrjs/core";
import type { ValueCodec } from "@burrjs/core/persist";
import { type AskedInput, type ControlAction, escapePointer, type JobReport, type RunnerJob } from "@burrjs/protocol";
import type { Clock } from "../http/clock.ts";
import { within } from "../http/within.ts";
import { type Tracking, trackingOf } from "../record/fork-notes.ts";
import { ForkInputs } from "./fork-inputs.ts";
import { ForkLoop } from "./fork-loop.ts";
import { ForkReports } from "./fork-reports.ts";
import { decodedValue } from "./fork-values.ts";
import { makeFork } from "./make-fork.ts";
import { isRunnerError, RunnerError } from "./runner-error.ts";
import type { AppFactory, ServedApp } from "./served-app.ts";
import { TapePlayer } from "./tape-player.ts";
import { waitingFor } from "./waiting-for.ts";

/** What a forked run needs. */
export interface ForkedRunParts {
  readonly job: RunnerJob & { readonly kind: "fork" };
  readonly codec: ValueCodec;
  /** How it is recorded. */
  readonly tracking: Tracking;
  /** Told how it stands, each time that changes. */
  readonly report: (report: JobReport) => void;
  readonly clock: Clock;
  /** How many steps it makes before somebody has to say that it may go on. */
  readonly maxSteps: number;
}

/** How long a report waits for the log. */
const logWithinMs = 1000;

/** A fork that a runner runs: from its beginning to where nothing more can come of it. */
export class ForkedRun {
  readonly #fork: ForkedRunParts["job"]["fork"];
  readonly #codec: ValueCodec;
  readonly #reports: ForkReports;
  readonly #player: TapePlayer;
  readonly #inputs: ForkInputs;
  readonly #loop: ForkLoop;
  readonly #maxSteps: number;
  #tracking: Tracking;
  #app: ServedApp | undefined;
  #running: Promise<void> = Promise.resolve();
  #isOver = false;
  /** An answer is looked at, which may take its time. */
  #isAnswering = false;
  /** Takes out of a text what its log hides. */
  readonly clean = (text: string): string => this.#tracking.clean(this.app, text);

  private constructor({ job, codec, tracking, report, clock, maxSteps }: ForkedRunParts) {
    this.#fork = job.fork;
    this.#codec = codec;
    this.#reports = new ForkReports(job.job_id, { report, logged: () => this.#logged(clock), clean: this.clean });
    this.#tracking = tracking;
    this.#maxSteps = maxSteps;
    const { fork, tape } = job;
    const app = (): ServedApp => this.app;
    this.#player = new TapePlayer({ fork, tape, codec, app, stop: (error) => void this.#loop.abort(error) });
    this.#inputs = new ForkInputs(codec, fork.inputs);
    this.#loop = new ForkLoop({ fork, app, player: this.#player, inputs: this.#inputs });
  }

  /** Makes the fork. Throws what it cannot be made for. */
  static async of(make: AppFactory, parts: ForkedRunParts): Promise<ForkedRun> {
    const run = new ForkedRun(parts);
    const app = await makeFork(make, parts.job.fork, { codec: parts.codec, player: run.#player });
    run.#app = app;
    run.#tracking = trackingOf(app.graph) ?? parts.tracking;
    return run;
  }

  /** The application that it is. */
  get app(): ServedApp {
    if (this.#app === undefined) throw new TypeError("The fork is not made yet.");
    return this.#app;
  }

  /** Runs it for the first time, as was asked for. Resolves when it stands still. Never throws. */
  async begin(): Promise<void> {
    this.#reports.begun(this.app);
    const refusal = this.#refusal()?.code ?? (this.#wanted.length > 0 ? "inputs" : undefined);
    if (refusal === undefined) await this.#run(this.#fork.stop.after_steps);
    else this.#paused(refusal);
  }

  /** Does what was asked for. Throws when that cannot be. */
  async control(action: ControlAction): Promise<void> {
    if (this.#isOver) throw this.#wrongMoment("This run is over.");
    switch (action.type) {
      case "pause":
        if (!this.#loop.isRunning) throw this.#wrongMoment("This run stands still already.");
        this.#loop.pause("paused");
        return;
      case "abort":
        await this.#abort();
        return;
      case "answer":
        this.#assertStill();
        await this.#answer(action.suspension_id, action.answer);
        return;
      default:
        this.#assertStill();
        this.#takeInputs(action.inputs);
        await this.#goOn(action.type === "step" ? 1 : undefined);
    }
  }

  /** Ends it for good: the runner closes. Resolves when it stands still. */
  async close(): Promise<void> {
    // The log of one that stands still says so already.
    if (this.#loop.isRunning) await this.#loop.abort(new RunnerError("aborted", "The runner was closed.", {}));
    await this.#running;
    await this.#reports.said;
  }

  /** Resolves when the log has all of it, or takes too long. */
  async #logged(clock: Clock): Promise<void> {
    await within(this.#tracking.flush(this.app), logWithinMs, { clock });
  }

  async #abort(): Promise<void> {
    const stoodStill = !this.#loop.isRunning;
    if (stoodStill) this.#isOver = true;
    await this.#loop.abort(new RunnerError("aborted", "The run was aborted from the page.", {}));
    if (stoodStill) this.#reports.done("aborted");
  }

  /** Those that somebody gives. Who gives none lets it go on with those that it has. */
  #takeInputs(inputs: Readonly<Record<string, unknown>> = {}): void {
    const missing = this.#wanted.filter(({ name, has_value: has }) => !has && !Object.hasOwn(inputs, name));
    const [first] = missing;
    if (first !== undefined) {
      const names = missing.map(({ name }) => name);
      const message = `The action "${this.#loop.next}" needs ${names.map((name) => `"${name}"`).join(", ")}: pass it in \`inputs\`.`;
      throw new RunnerError("missing-input", message, { path: `/${escapePointer(first.name)}`, inputs: names });
    }
    if (Object.keys(inputs).length > 0) this.#inputs.give(inputs);
    else if (this.#wanted.length > 0) this.#inputs.keep();
  }

  /** Resolves when the server knows. */
  async #goOn(maxSteps?: number): Promise<void> {
    // Whoever lets it go on has been told what stands in the way.
    const next = this.#refusal() === undefined ? null : this.#loop.next;
    if (next !== null) this.#player.allowOnce(next);
    const said = this.#reports.goesOn(this.app);
    void this.#run(maxSteps);
    await said;
  }

  async #answer(id: string, json: unknown): Promise<void> {
    const answer = decodedValue(this.#codec, json, "/answer");
    this.#isAnswering = true;
    const open = await this.app.resume(id, answer).finally(() => {
      this.#isAnswering = false;
    });
    if (this.#isOver) throw this.#wrongMoment("This run was aborted before the answer was taken.");
    if (open.length > 0) this.#waits(open);
    else await this.#goOn();
  }

  #waits(open: readonly OpenSuspension[]): void {
    const textOf = (value: unknown): string => this.#tracking.textOf(this.app, value);
    this.#reports.paused("suspended", this.#loop.next, { waiting_for: waitingFor(this.app, open, textOf) });
  }

  async #run(maxSteps = this.#maxSteps): Promise<void> {
    this.#running = this.#runUntilStill(maxSteps);
    await this.#running;
  }

  /** Never throws. */
  async #runUntilStill(maxSteps: number): Promise<void> {
    try {
      const stopped = await this.#loop.run(maxSteps);
      const open = stopped === "suspended" ? await this.app.listSuspensions() : [];
      if (open.length > 0) this.#waits(open);
      else this.#ended(stopped);
    } catch (error) {
      this.#failed(error);
    }
  }

  #ended(stopped: string): void {
    if (stopped === "end" || stopped === "stuck") {
      this.#isOver = true;
      this.#reports.done(stopped);
      return;
    }
    this.#paused(this.#refusal()?.code ?? stopped);
  }

  #paused(why: string): void {
    this.#reports.paused(why, this.#loop.next, { inputs: this.#wanted });
  }

  #failed(error: unknown): void {
    if (isRunnerError(error) && error.code !== "aborted") {
      this.#paused(error.code);
      return;
    }
    this.#isOver = true;
    if (isRunnerError(error)) this.#reports.done("aborted");
    else this.#reports.failed(error, "run_failed");
  }

  get #wanted(): readonly AskedInput[] {
    return this.#loop.wanted(this.#loop.next);
  }

  #refusal(): RunnerError | undefined {
    const { next } = this.#loop;
    return next === null ? undefined : this.#player.refusal(next);
  }

  #assertStill(): void {
    if (this.#loop.isRunning) throw this.#wrongMoment("This run is running: pause it first.");
    if (this.#isAnswering) throw this.#wrongMoment("This run is given an answer: wait until it has taken it.");
  }

  #wrongMoment(message: string): RunnerError {
    return new RunnerError("wrong-moment", message, { appId: this.app.appId });
  }
}
