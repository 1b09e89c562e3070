import type { HookEvent, StepReport } from "@burrjs/core";
import type { Attributes, Counter, Histogram, Meter, UpDownCounter } from "@opentelemetry/api";
import { burr } from "./names.ts";
import type { RunStatus } from "./records.ts";

/** The metrics. None of their attributes is an id: there are as many series as actions and outcomes. */
export class Instruments {
  readonly #always: Attributes;
  readonly #runs: Counter;
  readonly #runDuration: Histogram;
  readonly #activeRuns: UpDownCounter;
  readonly #steps: Counter;
  readonly #stepDuration: Histogram;
  readonly #errors: Counter;
  readonly #aborts: Counter;
  readonly #retries: Counter;
  readonly #chunks: Counter;
  readonly #timeToFirstChunk: Histogram;

  constructor(meter: Meter, application: string | undefined) {
    const seconds = { unit: "s", advice: { explicitBucketBoundaries } };
    this.#always = application === undefined ? {} : { [burr.application]: application };
    this.#runs = meter.createCounter("burr.runs", { unit: "{run}", description: "Runs that have ended." });
    this.#runDuration = meter.createHistogram("burr.run.duration", { ...seconds, description: "How long runs took." });
    this.#activeRuns = meter.createUpDownCounter("burr.active_runs", { unit: "{run}", description: "Runs under way." });
    this.#steps = meter.createCounter("burr.steps", { unit: "{step}", description: "Steps that have ended." });
    this.#stepDuration = meter.createHistogram("burr.step.duration", { ...seconds, description: "How long steps took, with all attempts." }); // prettier-ignore
    this.#errors = meter.createCounter("burr.step.errors", { unit: "{step}", description: "Steps that have failed." });
    this.#aborts = meter.createCounter("burr.step.aborts", { unit: "{step}", description: "Steps that were aborted." });
    this.#retries = meter.createCounter("burr.step.retries", { unit: "{attempt}", description: "Attempts after the first." }); // prettier-ignore
    this.#chunks = meter.createCounter("burr.stream.chunks", { unit: "{chunk}", description: "Chunks that were streamed." }); // prettier-ignore
    this.#timeToFirstChunk = meter.createHistogram("burr.stream.time_to_first_chunk", { ...seconds, description: "From the start of a stream to its first chunk." }); // prettier-ignore
  }

  runStarted(): void {
    this.#activeRuns.add(1, this.#always);
  }

  runEnded({ method }: HookEvent<"postRunExecuteCall">, status: RunStatus, seconds: number): void {
    const about = { ...this.#always, [burr.method]: method, [burr.status]: status };
    this.#activeRuns.add(-1, this.#always);
    this.#runs.add(1, about);
    this.#runDuration.record(seconds, about);
  }

  stepEnded({ action, status }: StepReport, seconds: number, chunks: number | undefined): void {
    const of = this.#of(action);
    const about = { ...of, [burr.status]: status };
    this.#steps.add(1, about);
    this.#stepDuration.record(seconds, about);
    if (status === "failed") this.#errors.add(1, of);
    if (status === "aborted") this.#aborts.add(1, of);
    if (chunks !== undefined && chunks > 0) this.#chunks.add(chunks, of);
  }

  retried(action: string): void {
    this.#retries.add(1, this.#of(action));
  }

  firstChunk(action: string, seconds: number): void {
    this.#timeToFirstChunk.record(seconds, this.#of(action));
  }

  #of(action: string): Attributes {
    return { ...this.#always, [burr.action]: action };
  }
}

/** From steps that only compute to those that wait for a model, in seconds. */
const explicitBucketBoundaries = [0.001, 0.005, 0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300];
