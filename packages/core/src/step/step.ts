import type { GraphNode } from "../graph/compile.ts";
import { isPromiseLike, settlesWithin } from "../promises.ts";
import { abortSignalled, type ChunkIterator, Emit, Source, type Task, Wait } from "../run/effects.ts";
import type { HookStep } from "../run/hooks.ts";
import type { Run } from "../run/run.ts";
import type { Settings } from "../run/runtime.ts";
import { tell } from "../run/tell.ts";
import type { Data } from "../state/operations.ts";
import { createView, viewInside } from "../state/view.ts";
import { chunksOf } from "./chunks.ts";
import { Suspension } from "./context.ts";
import { recordEnding, reportOf, type StepEnding } from "./ending.ts";
import { endEvents, rollbackEvent, startEvent } from "./events.ts";
import { LazyContext } from "./lazy-context.ts";
import { nothingFromMiddleware, throughMiddleware, throughMiddlewareSync } from "./middleware.ts";
import { acceptOutput, acceptUpdate } from "./output.ts";
import { noFinal } from "./pairs.ts";
import { StepRecords } from "./records.ts";
import { validated, validatedInTime } from "./validated.ts";

/** One attempt to run one action, from its start to its end. */
export class Step {
  readonly run: Run;
  readonly node: GraphNode;
  readonly settings: Settings;
  readonly inputs: Readonly<Record<string, unknown>>;
  /** 1, and one more each time that a middleware has the action tried again. */
  attempt = 1;
  /** Whether chunks go to a consumer. */
  readonly isStreamed: boolean;
  /** The checkpoint that an earlier attempt left. */
  readonly resumed: Data | undefined;
  sequenceId = -1;
  aborted: { readonly reason: unknown } | undefined;
  ending: StepEnding | undefined;
  /** False when the action had not come to its end `closeTimeoutMs` after an abort. */
  closed = true;
  readonly records: StepRecords;
  /** The state that the action was given. */
  readonly base: Data;
  /** Set when the action has given its final, or the step was given up: nothing of it counts any more. */
  isOver = false;
  /** What the action has under way: closed, or waited for, when the step ends before it. */
  running: ChunkIterator | PromiseLike<unknown> | undefined;
  #hasStarted = false;
  #hasActed = false;
  #hasOpened = false;
  #controller: AbortController | undefined;

  constructor(run: Run, node: GraphNode, inputs: Readonly<Record<string, unknown>>) {
    this.run = run;
    this.node = node;
    this.inputs = inputs;
    this.settings = run.runtime.settings;
    this.records = new StepRecords(this);
    this.isStreamed = run.streams(node);
    this.base = run.runtime.data;
    const { checkpoint } = run.runtime;
    this.resumed = checkpoint?.action === node.name ? checkpoint.values : undefined;
  }

  /** Aborts when the step has to stop. */
  get signal(): AbortSignal {
    if (this.#controller === undefined) {
      this.#controller = new AbortController();
      if (this.aborted !== undefined) this.#controller.abort(this.aborted.reason);
    }
    return this.#controller.signal;
  }

  identity(): HookStep {
    const { appId, partitionKey } = this.settings;
    return { appId, partitionKey, action: this.node.name, sequenceId: this.sequenceId, attempt: this.attempt };
  }

  /** Asks the action to stop. Too late once it has given its final: then false. */
  abort(reason: unknown): boolean {
    if (this.isOver) return false;
    if (this.aborted !== undefined) return true;
    this.aborted = { reason };
    this.#controller?.abort(reason);
    return true;
  }

  /** Runs the action and commits its update. An error of the action is in the ending; what throws here is not the action's. */
  *execute(): Task<StepEnding> {
    const { run, inputs } = this;
    const { hooks, journal } = this.settings;
    run.runtime.sequenceId += 1;
    this.sequenceId = run.runtime.sequenceId;
    if (hooks.has("preRunStep"))
      yield* tell(hooks, "preRunStep", { ...this.identity(), state: run.runtime.state, inputs });
    if (run.emits === "events") yield new Emit(startEvent(this));
    let ending = yield* this.#attempt(inputs);
    if (journal !== undefined) ending = yield* recordEnding(this, journal, ending);
    if (ending.accepted !== undefined) run.runtime.commit(ending.accepted.data, this.node);
    this.ending = ending;
    if (this.#hasOpened && hooks.has("postEndStream")) {
      yield* tell(hooks, "postEndStream", { ...this.identity(), status: ending.status }, ending.error);
    }
    if (hooks.has("postRunStep")) yield* tell(hooks, "postRunStep", reportOf(this, ending), ending.error);
    if (run.emits === "events") for (const event of endEvents(this, ending)) yield new Emit(event);
    return ending;
  }

  *#attempt(inputs: Readonly<Record<string, unknown>>): Task<StepEnding> {
    try {
      const output = yield* this.#act(inputs);
      if (this.records.storing !== undefined) yield new Wait(this.records.storing, "the journal");
      if (output === undefined && this.settings.middleware.length > 0) throw nothingFromMiddleware(this.node.name);
      let accepted = acceptOutput(this.node, this.base, output);
      if (this.settings.schemas !== undefined) accepted = yield* validated(this, accepted);
      this.isOver = true;
      return accepted instanceof Suspension
        ? { status: "suspended", suspension: accepted }
        : { status: "completed", accepted };
    } catch (error) {
      yield* this.close();
      this.isOver = true;
      return this.aborted === undefined ? { status: "failed", error } : yield* this.#abandoned(this.aborted.reason);
    }
  }

  *#act(inputs: Readonly<Record<string, unknown>>): Task<unknown> {
    if (this.aborted !== undefined) throw abortSignalled;
    this.#hasStarted = true;
    let output = this.settings.middleware.length === 0 ? this.#start(inputs) : yield* this.#startInside(inputs);
    // The most frequent case, and the dearest to ask further.
    if (viewInside(output) !== undefined && this.aborted === undefined) return output;
    if (isPromiseLike(output)) {
      this.running = output;
      output = yield new Wait(output, `the action "${this.node.name}"`, true);
      this.running = undefined;
    }
    const chunks = chunksOf(output);
    if (chunks !== undefined) {
      this.running = chunks.iterator;
      yield* this.openStream();
      output = yield new Source(this, chunks);
      this.running = undefined;
      if (output === undefined) throw noFinal(this.node.name, this.yieldsPairs);
    }
    if (this.aborted !== undefined) throw abortSignalled;
    return output;
  }

  #start(inputs: Readonly<Record<string, unknown>>): unknown {
    const { run } = this.node.action.body;
    if (this.#hasActed) this.attempt += 1;
    this.#hasActed = true;
    // The action's own types were checked where it was declared.
    return run(createView(this.node.contract, this.base) as never, inputs as never, new LazyContext(this));
  }

  *#startInside(inputs: Readonly<Record<string, unknown>>): Task<unknown> {
    const about = { ...this.identity(), inputs, signal: this.signal };
    const act = (): unknown => this.#start(inputs);
    return this.run.plan.way.isSync
      ? throughMiddlewareSync(this, about, act)
      : yield* throughMiddleware(this, about, act);
  }

  get yieldsPairs(): boolean {
    return this.node.action.body.yieldsPairs;
  }

  /** Stops the action alone: the step goes on without it. */
  stopAction(reason: unknown): void {
    this.#controller?.abort(reason);
  }

  /** The action turned out to stream. */
  *openStream(): Task<void> {
    if (!this.isStreamed || this.#hasOpened) return;
    this.#hasOpened = true;
    const { hooks } = this.settings;
    this.records.startStream();
    if (hooks.has("preStartStream")) yield* tell(hooks, "preStartStream", this.identity());
    if (this.aborted !== undefined) throw abortSignalled;
  }

  /** The action is tried again: what it has streamed so far does not count. */
  *rollBack(): Task<void> {
    this.records.dropChunks();
    if (this.run.emits === "events") yield new Emit(rollbackEvent(this, "retry"));
  }

  /** Ends what the action has under way, and waits for its `finally`. */
  *close(): Task<void> {
    const running = this.running;
    this.running = undefined;
    if (running === undefined) return;
    const { hooks, closeTimeoutMs } = this.settings;
    const report = (error: unknown): void => {
      hooks.report(error, "finally", this.identity(), this.aborted?.reason);
    };
    let closing: unknown;
    if (isPromiseLike(running)) {
      // A rejection is either the error at hand, or the action's answer to the abort.
      closing = this.aborted === undefined ? undefined : running.then(undefined, () => {});
    } else {
      try {
        closing = running.return?.();
      } catch (error) {
        report(error);
      }
    }
    if (isPromiseLike(closing) && !this.run.plan.way.isSync)
      this.closed = (yield new Wait(settlesWithin(closing, closeTimeoutMs, report), "cleanup")) === true;
  }

  *#abandoned(reason: unknown): Task<StepEnding> {
    const { onAbort } = this.node.action.body;
    if (onAbort === undefined || !this.#hasStarted) return { status: "aborted", error: reason };
    try {
      let update = onAbort(this.records.partial as never, createView(this.node.contract, this.base) as never);
      if (isPromiseLike(update)) {
        // Bounded like the action's own end: whoever has aborted does not want to wait.
        const settled = settlesWithin(update, this.settings.closeTimeoutMs, () => {});
        this.closed = (yield new Wait(settled, `onAbort of the action "${this.node.name}"`)) === true;
        if (!this.closed) return { status: "aborted", error: reason };
        update = yield new Wait(update, "onAbort");
      }
      const accepted = yield* validatedInTime(this, acceptUpdate(this.node, this.base, update, undefined));
      if (accepted === undefined) this.closed = false;
      return { status: "aborted", error: reason, ...(accepted === undefined ? {} : { accepted }) };
    } catch (error) {
      return { status: "failed", error };
    }
  }
}
