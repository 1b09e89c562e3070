import { BurrError } from "../errors.ts";
import type { GraphNode } from "../graph/compile.ts";
import type { Step } from "../step/step.ts";
import type { ExecuteMethod } from "./hooks.ts";
import type { Runtime } from "./runtime.ts";
import type { Way } from "./ways.ts";

/** The options of a run, names and tags resolved. */
export interface RunPlan {
  readonly method: ExecuteMethod;
  readonly way: Way;
  readonly haltAfter: ReadonlySet<string>;
  readonly haltBefore: ReadonlySet<string>;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly signal: AbortSignal | undefined;
}

/** One call of a running method, from its beginning to its end. */
export class Run {
  readonly runtime: Runtime;
  readonly plan: RunPlan;
  /** What the consumer is given; the reader of a step's stream may ask for its events. */
  emits: Way["emits"];
  /** The step in flight. */
  step: Step | undefined;
  /** The last step that was begun. */
  lastStep: Step | undefined;
  /** Whether the consumer has left and the run goes on without one: chunks go to the journal. */
  isDetached = false;
  /** Set when all is done: others may use the application, while the consumer takes the last event. */
  isFinished = false;
  /** Set when the whole run has to stop. */
  aborted: { readonly reason: unknown } | undefined;
  /** The action whose start is stored, and that has not run yet. */
  startedAhead: string | undefined;
  /** Whether an attempt is about to begin: its inputs are being validated, or its start is being stored. */
  isClaiming = false;
  /** Ends the whole run, as the caller's signal does. */
  #stop: ((reason: unknown) => void) | undefined;
  /** What the signal of the caller does. */
  #onSignal: (() => void) | undefined;

  constructor(runtime: Runtime, plan: RunPlan) {
    this.runtime = runtime;
    this.plan = plan;
    this.emits = plan.way.emits;
  }

  /** Takes the application for this run, and listens to the caller's signal: an abort calls `stop`. */
  acquire(stop?: (reason: unknown) => void): void {
    const { runtime, plan } = this;
    const { signal } = plan;
    if (signal?.aborted === true) {
      this.aborted = { reason: signal.reason };
      throw signal.reason;
    }
    this.assertFree();
    runtime.run = this;
    this.#stop = stop;
    if (signal === undefined || stop === undefined) return;
    this.#onSignal = () => {
      stop(signal.reason);
    };
    signal.addEventListener("abort", this.#onSignal);
  }

  /** Ends the run from outside. */
  stop(reason: unknown): void {
    this.#stop?.(reason);
  }

  /** Throws when another run holds the application. */
  assertFree(): void {
    const { run, settings } = this.runtime;
    if (run === undefined || run === this) return;
    throw new BurrError(
      "already-running",
      `Application "${settings.appId}" is already running (${run.plan.method}). Wait for that run, close its iterator or stream, or build another application.`,
      { appId: settings.appId },
    );
  }

  /** Gives the application back. */
  release(): void {
    if (this.runtime.run === this) this.runtime.run = undefined;
    if (this.#onSignal !== undefined) this.plan.signal?.removeEventListener("abort", this.#onSignal);
    this.#onSignal = undefined;
  }

  /** Whether chunks of a step at `node` go to a consumer, and not to nowhere. */
  streams(node: GraphNode): boolean {
    return (
      this.emits === "events" ||
      (this.emits === "chunks" && (this.plan.way.handsOut === "each" || this.plan.haltAfter.has(node.name)))
    );
  }

  /** Whether the stream of a step at `node` is handed to the consumer, and begins when it is read. */
  handsOut(node: GraphNode): boolean {
    return this.emits === "chunks" && this.streams(node);
  }

  /** Takes note of the step that runs now. */
  begin(step: Step): void {
    this.step = step;
    this.lastStep = step;
    this.startedAhead = undefined;
  }

  /** Stops this run, or only its step in flight. False when that step can no longer be stopped. */
  abort(reason: unknown, scope: "run" | "step"): boolean {
    if (scope === "run") this.aborted ??= { reason };
    return this.step?.abort(reason) ?? true;
  }
}
