import { BurrError } from "../errors.ts";
import { ignoreRejection } from "../promises.ts";
import { abortSignalled, type Effect, Emit, Source, StepDone, type Task, Wait } from "../run/effects.ts";
import type { Run } from "../run/run.ts";
import { ChunkReader } from "./chunk-reader.ts";
import type { Port } from "./port.ts";

/**
 * Drives a task of the run loop with promises: it waits where the task waits, pulls chunks when the consumer asks for
 * one, and hands them to the consumer's port. Nothing moves without a demand, unless the pump drains.
 */
export class Pump {
  readonly run: Run;
  /** The consumer's side; for a while that of a step whose stream is handed out. */
  port: Port;
  readonly #home: Port;
  /** Pulls and drops everything up to the end. */
  isDraining = false;
  /** Where chunks come from now. */
  reader: ChunkReader | undefined;
  /** Called when a step whose stream is handed out is about to begin, and when all is over. */
  onBoundary: (() => void) | undefined;
  isOver = false;
  readonly #task: Task<unknown>;
  /** True while the task's code runs: an abort from inside it takes effect at its next wait. */
  #isBusy = false;
  /** What the task goes on with. A loop takes it, so that many steps that never wait need no deeper stack. */
  #turn: { readonly kind: "next" | "throw"; readonly value: unknown } | undefined;
  #waiting: Wait | undefined;
  /** An item that nobody has asked for yet. */
  #kept: { readonly item: unknown } | undefined;

  constructor(run: Run, task: Task<unknown>, port: Port) {
    this.run = run;
    this.#task = task;
    this.port = port;
    this.#home = port;
    port.pump = this;
  }

  /** Lets another port stand for the step that comes next, until that has ended. */
  lend(port: Port): void {
    this.port = port;
    port.pump = this;
  }

  /** Goes on, if nothing is under way already, until there is an item for the port. */
  demand(): void {
    const kept = this.#kept;
    this.#kept = undefined;
    if (kept !== undefined && !this.isDraining) this.port.deliver({ done: false, value: kept.item });
    else if (this.reader !== undefined) this.reader.request();
    else if (this.#waiting === undefined && !this.#isBusy && !this.isOver) this.#begin();
  }

  /** Goes on to the end without a consumer. */
  drain(): void {
    this.isDraining = true;
    this.demand();
  }

  /** Stops the step in flight, and with it (`scope` "run") the whole run. False when the step can no longer be stopped. */
  abort(reason: unknown, scope: "run" | "step"): boolean {
    if (this.isOver) return false;
    const { step } = this.run;
    const isStopped = this.run.abort(reason, scope);
    // A step that has given its final is still told of; the run stops behind it.
    if (isStopped) this.isDraining = true;
    if (this.#isBusy || this.reader?.isBusy === true) return isStopped; // seen at the next wait
    if (step === undefined) {
      // After its end the run has nothing left to stop, and only lacks somebody to take its last event.
      if (this.#waiting === undefined) this.#resume(this.run.isFinished ? "next" : "throw", reason);
      else if (this.#waiting.interruptible) {
        this.#waiting = undefined; // for its turn to use the application
        this.#resume("throw", reason);
      }
      return !this.run.isFinished;
    }
    if (this.reader !== undefined || this.#waiting?.interruptible === true) {
      this.reader = undefined;
      this.#waiting = undefined;
      this.#resume("throw", abortSignalled);
    } else if (this.#waiting === undefined) {
      // Parked at an event that nobody has asked to go on from, and perhaps nobody will.
      this.isDraining = true;
      this.#resume("next", undefined);
    }
    return isStopped;
  }

  /** Stops what is under way; the run goes on, and tells how it ended. */
  #interrupt(reason: unknown): void {
    const { step } = this.run;
    if (this.isOver || (step !== undefined && !step.abort(reason))) return;
    if (this.#isBusy || this.reader?.isBusy === true) return; // seen at the next wait
    if (this.reader === undefined && this.#waiting?.interruptible !== true) return;
    this.reader = undefined;
    this.#waiting = undefined;
    this.#resume("throw", step === undefined ? reason : abortSignalled);
  }

  /** What the source gave as its final, or the error that it threw. */
  sourceEnded(kind: "next" | "throw", value: unknown): void {
    this.reader = undefined;
    this.#resume(kind, value);
  }

  #begin(): void {
    if (!this.run.isFinished && this.run.runtime.run !== this.run) {
      try {
        this.run.acquire({
          run: (reason) => void this.port.abort(reason, "run"),
          step: (reason) => this.#interrupt(reason),
        });
      } catch (error) {
        this.#resume("throw", error);
        return;
      }
    }
    this.#resume("next", undefined);
  }

  #resume(kind: "next" | "throw", value: unknown): void {
    this.#turn = { kind, value };
    if (this.#isBusy) return;
    this.#isBusy = true;
    this.run.isParked = false;
    for (let turn = this.#takeTurn(); turn !== undefined; turn = this.#takeTurn()) {
      try {
        let step = turn.kind === "next" ? this.#task.next(turn.value) : this.#task.throw(turn.value);
        while (step.done !== true && this.#isUnwanted(step.value)) step = this.#task.next(undefined);
        if (step.done !== true) this.#perform(step.value);
        else this.#end(step.value);
      } catch (error) {
        this.#end(undefined, { error });
      }
    }
    this.#isBusy = false;
  }

  #takeTurn(): { readonly kind: "next" | "throw"; readonly value: unknown } | undefined {
    const turn = this.#turn;
    this.#turn = undefined;
    return turn;
  }

  /** Whether nobody takes this item, so that it is passed over. */
  #isUnwanted(effect: Effect): boolean {
    return this.isDraining && effect instanceof Emit;
  }

  #perform(effect: Effect): void {
    if (effect instanceof Wait) this.#wait(effect);
    else if (effect instanceof Source) this.#read(effect);
    else if (effect instanceof Emit) this.#emit(effect.item);
    else {
      this.isDraining = false;
      this.run.isDetached = false;
      if (effect instanceof StepDone) {
        const { port } = this;
        this.port = this.#home;
        if (effect.failure === undefined) port.finish(effect.final);
        else port.fail(effect.failure.error);
      } else {
        this.run.park();
        this.onBoundary?.();
      }
    }
  }

  /** Gives an item to the consumer, or keeps it until one is asked for: a time limit moves the run by itself. */
  #emit(item: unknown): void {
    this.run.park();
    if (this.port.isWaiting) this.port.deliver({ done: false, value: item });
    else this.#kept = { item };
  }

  #wait(wait: Wait): void {
    const { step } = this.run;
    if (wait.interruptible && step === undefined && this.run.aborted !== undefined) {
      ignoreRejection(wait.promise);
      this.#resume("throw", this.run.aborted.reason);
      return;
    }
    if (wait.interruptible && step?.aborted !== undefined) {
      ignoreRejection(wait.promise); // the step closes it
      this.#resume("throw", abortSignalled);
      return;
    }
    this.#waiting = wait;
    // Resolved first, since a thenable of others may throw, or call back at once.
    Promise.resolve(wait.promise).then(
      (value): void => this.#waited(wait, "next", value),
      (error: unknown): void => this.#waited(wait, "throw", error),
    );
  }

  #waited(wait: Wait, kind: "next" | "throw", value: unknown): void {
    if (this.#waiting !== wait) return; // an abort came first
    this.#waiting = undefined;
    this.#resume(kind, value);
  }

  #read(source: Source): void {
    if (source.step.aborted !== undefined) {
      this.#resume("throw", abortSignalled);
      return;
    }
    this.reader = new ChunkReader(source, this);
    if (this.reader.drains || this.port.isWaiting) this.reader.request();
  }

  #end(final: unknown, failure?: { readonly error: unknown }): void {
    this.isOver = true;
    this.run.release();
    const { port } = this;
    this.port = this.#home;
    // The run has ended before the step whose stream was handed out: it was drained, say.
    if (failure === undefined && port !== this.#home) port.fail(neverBegun(this.run));
    if (failure === undefined) this.#home.finish(final);
    else {
      port.fail(failure.error);
      if (port !== this.#home) this.#home.fail(failure.error);
    }
    this.onBoundary?.();
  }
}

/** The error of a stream whose step has not begun when its run ended. */
function neverBegun({ expired, halted }: Run): unknown {
  if (expired !== undefined) return expired;
  const stopped = halted === undefined ? "ended" : "halted";
  return new BurrError("stream-stopped", `This stream has no final: the run was ${stopped} before its action has run. Run it again to go on.`, { stopped }); // prettier-ignore
}
