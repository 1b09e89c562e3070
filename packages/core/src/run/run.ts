import { BurrError } from "../errors.ts";
import type { GraphNode } from "../graph/compile.ts";
import type { Step } from "../step/step.ts";
import type { Halts } from "./halting.ts";
import { LazyHookContext } from "./hook-set.ts";
import type { ExecuteMethod, HookContext } from "./hooks.ts";
import { type Limits, startTimer } from "./limits.ts";
import type { Runtime } from "./runtime.ts";
import type { Way } from "./ways.ts";

/** The options of a run, names and tags resolved. */
export interface RunPlan {
  readonly method: ExecuteMethod;
  readonly way: Way;
  readonly haltAfter: Halts;
  readonly haltBefore: Halts;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly signal: AbortSignal | undefined;
  /** Of its events: the sub-applications on the way to it from the run that is watched. */
  readonly path: readonly string[];
}

/** How whoever drives a run ends it, or its step in flight, from outside. */
export interface Stops {
  readonly run: (reason: unknown) => void;
  readonly step: (reason: unknown) => void;
}

/** One call of a running method, from its beginning to its end. */
export class Run {
  readonly runtime: Runtime;
  readonly plan: RunPlan;
  readonly limits: Limits;
  /** Whether it may stop behind a step that leads on. */
  readonly mayHalt: boolean;
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
  /** Set when the run has to stop behind the step in flight. */
  halted: { readonly reason: unknown } | undefined;
  /** Set when `maxMs` is over. */
  expired: BurrError<"limit-reached"> | undefined;
  /** What the run throws, once that is known. */
  actionError: unknown;
  /** The action whose start is stored, and that has not run yet. */
  startedAhead: string | undefined;
  /** Whether it stands between two steps until its consumer asks for more, which may be never. */
  isParked = false;
  /** Whether an attempt is about to begin: its inputs are being validated, or its start is being stored. */
  isClaiming = false;
  /** Resolves for whoever waits for its end. */
  readonly #onRelease: (() => void)[] = [];
  readonly #isLimited: boolean;
  #stops: Stops | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #controller: AbortController | undefined;
  #hookContext: HookContext | undefined;
  /** What the signal of the caller does. */
  #onSignal: (() => void) | undefined;

  constructor(runtime: Runtime, plan: RunPlan, limits: Limits) {
    this.runtime = runtime;
    this.plan = plan;
    this.limits = limits;
    const { haltAfter, haltBefore, way } = plan;
    this.emits = way.emits;
    this.mayHalt = way.isSingleStep || !haltAfter.isEmpty || !haltBefore.isEmpty;
    this.#isLimited = !limits.isEmpty;
  }

  /** Whether nothing can stop it for want of room; else `limits` has to be asked. */
  get isUnlimited(): boolean {
    return !this.#isLimited && this.halted === undefined && this.expired === undefined;
  }

  /** Aborts when the run has to stop. */
  get signal(): AbortSignal {
    if (this.#controller === undefined) {
      this.#controller = new AbortController();
      if (this.aborted !== undefined) this.#controller.abort(this.aborted.reason);
    }
    return this.#controller.signal;
  }

  /** What hooks see of it besides their event. */
  get hookContext(): HookContext {
    this.#hookContext ??= new LazyHookContext(this);
    return this.#hookContext;
  }

  /** Takes the application for this run, and listens to the caller's signal and the clock. */
  acquire(stops?: Stops): void {
    const { runtime, plan } = this;
    const { signal } = plan;
    if (signal?.aborted === true) {
      this.aborted = { reason: signal.reason };
      throw signal.reason;
    }
    this.assertFree();
    runtime.run = this;
    if (this.#stops === undefined) this.limits.start();
    this.#stops = stops;
    if (stops === undefined) return;
    this.#watchTime();
    if (signal === undefined) return;
    this.#onSignal = () => {
      stops.run(signal.reason);
    };
    signal.addEventListener("abort", this.#onSignal);
  }

  /** Ends the run from outside. */
  stop(reason: unknown): void {
    this.#stops?.run(reason);
  }

  /** Lets the run end behind the step in flight. Resolves when it has. */
  drain(reason: unknown): Promise<void> {
    this.halted ??= { reason };
    if (this.isParked) return Promise.resolve();
    return new Promise((resolve) => {
      this.#onRelease.push(resolve);
      // What it waits for before a step, its turn perhaps, may take long.
      if (this.step === undefined) this.#stops?.step(this.halted);
    });
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
    clearTimeout(this.#timer);
    this.#tellDrained();
  }

  /** It stands until its consumer asks for more. */
  park(): void {
    this.isParked = this.step === undefined || this.step.ending !== undefined;
    if (this.isParked) this.#tellDrained();
  }

  /** Whether chunks of a step at `node` go to a consumer, and not to nowhere. */
  streams(node: GraphNode): boolean {
    return (
      this.emits === "events" ||
      (this.emits === "chunks" && (this.plan.way.handsOut === "each" || this.plan.haltAfter.names(node.name)))
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
    this.limits.countStep();
  }

  /** Stops this run, or only its step in flight. False when that step can no longer be stopped. */
  abort(reason: unknown, scope: "run" | "step"): boolean {
    if (scope === "run" && this.aborted === undefined) {
      this.aborted = { reason };
      this.#controller?.abort(reason);
    }
    return this.step?.abort(reason) ?? true;
  }

  #tellDrained(): void {
    for (const resolve of this.#onRelease.splice(0)) resolve();
  }

  #watchTime(): void {
    const { maxMs, leftMs } = this.limits;
    if (maxMs === undefined) return;
    if (leftMs > 0) this.#timer = startTimer(leftMs, () => this.#expire(maxMs));
    else this.#expire(maxMs);
  }

  #expire(maxMs: number): void {
    this.expired = new BurrError(
      "limit-reached",
      `The run of application "${this.runtime.settings.appId}" has taken the ${maxMs} ms of its limit "maxMs". Its state is that of the last commit; run it again to go on.`,
      { limit: "maxMs" },
    );
    this.#stops?.step(this.expired);
  }
}
