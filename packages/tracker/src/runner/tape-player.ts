import type { Middleware, MiddlewareStep } from "@burrjs/core";
import type { ValueCodec } from "@burrjs/core/persist";
import type { ForkRequest, TapedStep } from "@burrjs/protocol";
import { isRunnerError, RunnerError } from "./runner-error.ts";
import type { ServedApp } from "./served-app.ts";
import { tapedOutcome } from "./taped-outcome.ts";

/** The tag of actions whose work has effects in the world. */
export const sideEffectTag = "side-effect";

/** What a player needs. */
export interface PlayerParts {
  readonly fork: ForkRequest;
  readonly tape: readonly TapedStep[];
  readonly codec: ValueCodec;
  /** The fork, once it is made. */
  readonly app: () => ServedApp;
  /** Ends the run: nothing of the application may go on from this. */
  readonly stop: (error: RunnerError) => void;
}

/** Decides for each action of a fork whether it runs, or ends as it was recorded. */
export class TapePlayer {
  readonly #parts: PlayerParts;
  /** The recorded steps that have not been used, by action. */
  readonly #left = new Map<string, TapedStep[]>();
  /** What the step under way ends with: also when it is tried again. */
  #current: { readonly sequenceId: number; readonly taped: TapedStep } | undefined;
  /** Actions that may run once, since somebody has said so. */
  readonly #allowed = new Set<string>();
  #isFirst = true;

  constructor(parts: PlayerParts) {
    this.#parts = parts;
    for (const step of parts.tape) {
      const steps = this.#left.get(step.action) ?? [];
      this.#left.set(step.action, steps);
      steps.push(step);
    }
  }

  /** Why the run may not go on with an action; `undefined`: it may. */
  refusal(action: string): RunnerError | undefined {
    if (this.#allowed.has(action)) return undefined;
    if (this.#isTaped(action)) return this.#next(action) === undefined ? notOnTape(action) : undefined;
    const tags = this.#parts.app().graph.actions[action]?.tags ?? [];
    return this.#mayRun(action, tags) ? undefined : sideEffect(action);
  }

  /** The inputs that an action had when it was recorded, in the form of the log; `undefined` when it is to run. */
  inputs(action: string | null): Readonly<Record<string, unknown>> | undefined {
    if (action === null || this.#allowed.has(action) || !this.#isTaped(action)) return undefined;
    return this.#next(action)?.step.inputs;
  }

  /** Lets an action run once: somebody wants it. */
  allowOnce(action: string): void {
    this.#allowed.add(action);
  }

  /** What stands around each action of the fork, and of the applications that it spawns. */
  readonly middleware: Middleware = (step, next) => {
    const app = this.#parts.app();
    if (step.appId !== app.appId || step.partitionKey !== app.partitionKey) {
      if (!this.#mayRun(step.action, step.tags)) throw this.#stopped(sideEffect(step.action));
      return next();
    }
    this.#introduce(step);
    const { action, sequenceId } = step;
    if (step.role !== undefined || this.#allowed.delete(action)) return next();
    if (!this.#isTaped(action)) {
      if (!this.#mayRun(action, step.tags)) throw this.#stopped(sideEffect(action));
      return next();
    }
    const taped = this.#current?.sequenceId === sequenceId ? this.#current.taped : this.#take(action);
    if (taped === undefined) throw this.#stopped(notOnTape(action));
    this.#current = { sequenceId, taped };
    step.log({ "burr.tape": true, "burr.tape.sequence_id": taped.sequence_id });
    try {
      const state = Object.fromEntries(Object.entries(app.state.toJSON()));
      return tapedOutcome(taped, step, { codec: this.#parts.codec, graph: app.graph, state });
    } catch (error) {
      throw isRunnerError(error) ? this.#stopped(error) : error;
    }
  };

  /** The first step of a fork tells that it is one. */
  #introduce(step: MiddlewareStep): void {
    if (!this.#isFirst) return;
    this.#isFirst = false;
    const { mode, at, label } = this.#parts.fork;
    step.log({ "burr.fork": { at, mode, label } });
  }

  #isTaped(action: string): boolean {
    const { mode, live_actions: live } = this.#parts.fork;
    return mode === "tape" || (mode === "mixed" && !live.includes(action));
  }

  #mayRun(action: string, tags: readonly string[]): boolean {
    return !tags.includes(sideEffectTag) || this.#parts.fork.allowed_side_effects.includes(action);
  }

  /** The recorded step that comes next. One that waited for an answer is followed by what became of it. */
  #next(action: string): { readonly step: TapedStep; readonly length: number } | undefined {
    const steps = this.#left.get(action) ?? [];
    for (const [index, step] of steps.entries()) {
      const isAnswer = step.role === "answer";
      if (isAnswer !== index > 0 || step.role === "undo") return undefined;
      if (step.status === "suspended") continue;
      const hasEnded = step.status !== "aborted" || step.wrote.length > 0;
      return hasEnded ? { step, length: index + 1 } : undefined;
    }
    return undefined;
  }

  #take(action: string): TapedStep | undefined {
    const next = this.#next(action);
    if (next !== undefined) this.#left.get(action)?.splice(0, next.length);
    return next?.step;
  }

  #stopped(error: RunnerError): RunnerError {
    this.#parts.stop(error);
    return error;
  }
}

function notOnTape(action: string): RunnerError {
  return new RunnerError("not-on-tape", `The action "${action}" is not on the tape: the recorded run did not run it from here on, or not that often.`, { action }); // prettier-ignore
}

function sideEffect(action: string): RunnerError {
  return new RunnerError("side-effect", `The action "${action}" has effects in the world, and was not allowed to run.`, { action }); // prettier-ignore
}
