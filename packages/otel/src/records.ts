import type { HookApp, HookContext, HookStep, StepReport } from "@burrjs/core";
import { appKey } from "./app-key.ts";
import { BoundedMap } from "./bounded-map.ts";
import type { RunTrace } from "./run-trace.ts";
import type { StepTrace } from "./step-trace.ts";

/** How a run ended. */
export type RunStatus = StepReport["status"];

/** A run under way. */
export interface RunRecord {
  readonly startedMs: number;
  readonly trace: RunTrace | undefined;
  /** The step under way, or the last one. */
  step: StepRecord | undefined;
  steps: number;
  lastStatus: StepReport["status"] | undefined;
}

/** A step under way. */
export interface StepRecord {
  readonly sequenceId: number;
  readonly startedMs: number;
  readonly run: RunRecord | undefined;
  readonly trace: StepTrace | undefined;
  /** Of what is streamed to a consumer; `undefined` when nothing is. */
  chunks: number | undefined;
}

/** The runs and steps under way. Core passes the same context to all hooks of a run, and to all of a step: that tells which. */
export class Records {
  readonly #runs = new WeakMap<HookContext, RunRecord>();
  readonly #steps = new WeakMap<HookContext, StepRecord>();
  /** For hooks that have no such context. A run that is left in its midst stays, so they are bounded. */
  readonly #latest = new BoundedMap<RunRecord>(mostRuns);

  beginRun(app: HookApp, context: HookContext, run: RunRecord): void {
    this.#runs.set(context, run);
    this.#latest.set(appKey(app), run);
  }

  /** The run that ends; nothing goes on in it. */
  endRun(app: HookApp, context: HookContext): RunRecord | undefined {
    const run = this.#runs.get(context);
    if (run === undefined) return undefined;
    this.#runs.delete(context);
    const key = appKey(app);
    if (this.#latest.get(key) === run) this.#latest.delete(key);
    return run;
  }

  runOf(app: HookApp): RunRecord | undefined {
    return this.#latest.get(appKey(app));
  }

  beginStep(context: HookContext, step: StepRecord): void {
    this.#steps.set(context, step);
    const { run } = step;
    if (run === undefined) return;
    run.step = step;
    run.steps += 1;
  }

  stepOf(context: HookContext): StepRecord | undefined {
    return this.#steps.get(context);
  }

  /** The step under way that has these ids. */
  stepAt(at: HookApp & Pick<HookStep, "sequenceId">): StepRecord | undefined {
    const step = this.runOf(at)?.step;
    return step?.sequenceId === at.sequenceId ? step : undefined;
  }
}

const mostRuns = 10_000;
