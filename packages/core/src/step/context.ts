import type { AnswerFor, AnswerSchemas } from "../suspend/answer-types.ts";
import type { Only, Wrote } from "../state/view-types.ts";
import type { Nested } from "../children/nested.ts";
import type { Spawn } from "../children/spawn-types.ts";
import type { SpanScope } from "./spans.ts";
import type { SuspendOptions, Suspension } from "../suspend/suspension.ts";

/**
 * What an action is told about its step, and what it can do besides returning. `TUpdate` is what the action may write,
 * `TError` what it `handles`, `TAnswers` its `answers`.
 */
export interface StepContext<
  TUpdate extends object = object,
  TError = unknown,
  TAnswers extends AnswerSchemas = AnswerSchemas,
> extends SpanScope {
  readonly appId: string;
  readonly partitionKey: string | null;
  readonly sequenceId: number;
  /** 1 for the first attempt of this step; a retry keeps the sequence id and raises this. */
  readonly attempt: number;
  readonly actionName: string;
  /**
   * The same text for each try of this visit of the action, also after a crash, and another one for every visit: for APIs
   * that pass over what they were asked before.
   */
  readonly idempotencyKey: string;
  /** Aborts when the try has to stop: the caller's signal, `abort()`, a consumer that left, or a time limit. */
  readonly signal: AbortSignal;
  /** The failure that a transition with `onError()` has led on from; `undefined` when none has. */
  readonly error: TError | undefined;
  /**
   * Saves an intermediate state of this step. It is never committed: when the step does not end well, its next
   * attempt finds it as `resumed`. The engine waits until it is stored before it delivers the next chunk.
   */
  readonly checkpoint: <TPatch extends Readonly<Partial<TUpdate>>>(
    update: Only<TPatch, TUpdate, "declared in 'writes'"> | Wrote<never>,
  ) => void;
  /** The last checkpoint of an earlier attempt of this step that did not commit. */
  readonly resumed: Readonly<Partial<TUpdate>> | undefined;
  /**
   * Does something once in this step, whatever happens to the step: the outcome of `work` is stored, and each further try,
   * also after a suspension or in another process, gets that. What throws is not stored. A crash between the work and its
   * storing repeats it: pass `idempotencyKey` on to an API that knows such keys.
   *
   * @param key - Names the work within the step.
   */
  readonly once: <TValue>(
    key: string,
    work: (idempotencyKey: string) => TValue | PromiseLike<TValue>,
  ) => Promise<TValue>;
  /**
   * Counts what is used up, in a budget of your own: tokens, money. It counts also if the step fails. The run stops behind
   * the step when a limit is reached.
   *
   * @returns What is left of the tightest limit of that budget; infinite without one.
   */
  readonly spend: (budget: string, amount: number) => number;
  /** Stops the run when this step has been committed: `{ stopped: "halted", reason }`. */
  readonly halt: (reason?: unknown) => void;
  /**
   * Makes an application that belongs to this step, of a builder, a graph or another application: with the partition key,
   * hooks, middleware, persister, executor and defaults of this one, unless it has its own, and stopped with it. Its id is the same
   * in each try of this step: what a try that crashed has stored of it is gone on from, and what is done is not run again.
   */
  readonly spawn: Spawn;
  /**
   * `const end = yield* ctx.relay(child.stream())` passes the events of a child on, so that they appear in the stream of this
   * run, with the way to the child in their `path`; its value is the end of the child's run.
   */
  readonly relay: <TEvent extends { readonly type: string; readonly path: readonly string[] }, TFinal>(
    stream: AsyncIterable<TEvent, TFinal, void>,
    options?: {
      /** What names the child in the path. Default: its key, where `stream` is that of a child of this step. */
      readonly key?: string;
    },
  ) => AsyncGenerator<Nested<TEvent>, TFinal, void>;
  /**
   * `return ctx.suspend("approval", { … })` ends the step as suspended: state stays, and `run` is not called again. When
   * `app.resume()` was given the answer, the next step is `onAnswer` of the action. With a record of options by name it
   * waits for several answers, which may come in any order.
   */
  readonly suspend: {
    <TName extends keyof TAnswers & string>(
      name: TName,
      options?: SuspendOptions<AnswerFor<TAnswers, TName>>,
    ): Suspension;
    (requests: { readonly [TName in keyof TAnswers]?: SuspendOptions<AnswerFor<TAnswers, TName>> }): Suspension;
  };
}
