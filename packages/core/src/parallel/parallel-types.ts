import type { Action, Known } from "../action/action.ts";
import type { ActionContract } from "../action/definition.ts";
import type { CallInputs, InputSpecs } from "../action/input.ts";
import type {
  AnyChunk,
  CheckOther,
  Ended,
  Later,
  OtherEnd,
  Output,
  Present,
  ResultOf,
} from "../action/output-types.ts";
import type { RetryOptions } from "../action/policy.ts";
import type { View, Wrote } from "../state/view-types.ts";
import type { UndoneCommit } from "../undo/commits.ts";
import type { StepContext } from "../step/context.ts";
import type { PartialChunks } from "../step/partial.ts";
import type { Executor, ExecutorFactory } from "./executor.ts";
import type { Task } from "./task.ts";
import type { SpecOfTask, TaskFailed } from "./task-types.ts";

/** How tasks are run, and what becomes of their failures. */
export interface ParallelOptions<TMode, TOnError> {
  /** The most tasks that are under way at once. Default: 16. */
  readonly concurrency?: number;
  /**
   * `"all"` (the default): every task is waited for. `"race"`: the first that is done ends all others. `"settled"`: as
   * `"all"`, with `onTaskError: "collect"`.
   */
  readonly mode?: TMode;
  /**
   * `"fail"` (the default): the first task that fails ends all others, and its error is the action's. `"collect"`: failures are
   * results; in a race, the first task that does not fail wins, and an `AggregateError` tells that all have failed.
   */
  readonly onTaskError?: TOnError;
  /** How often a task is tried; as `retry` of an action. Default: once. */
  readonly taskRetry?: number | RetryOptions;
  /** How long one try of a task may take, in milliseconds. Default: any time. */
  readonly taskTimeoutMs?: number;
  /** Where the tasks are run, in place of the application's `executor`. */
  readonly executor?: Executor | ExecutorFactory;
}

/** The tasks among what `tasks` gives. */
type TaskIn<TGiven> =
  TGiven extends Promise<infer TLater>
    ? TaskIn<TLater>
    : TGiven extends Iterable<infer TTask>
      ? TTask
      : TGiven extends AsyncIterable<infer TTask>
        ? TTask
        : never;

/** What `fold` gets of each task. */
type ResultOfTask<TTask, TMode, TOnError> =
  | SpecOfTask<TTask>["done"]
  | (TMode extends "race"
      ? never
      : "collect" extends TOnError
        ? TaskFailed
        : TMode extends "settled"
          ? TaskFailed
          : never);

/** What `reduce` gets: a list, of a list of single tasks one with their types at their places; of a race, the one that has won. */
type ResultsOf<TGiven, TMode, TOnError> = TMode extends "race"
  ? readonly [ResultOfTask<TaskIn<TGiven>, TMode, TOnError>]
  : TGiven extends readonly Task[]
    ? { readonly [TPlace in keyof TGiven]: ResultOfTask<TGiven[TPlace], TMode, TOnError> }
    : readonly ResultOfTask<TaskIn<TGiven>, TMode, TOnError>[];

/** The state as the functions of a definition see it. */
export type Seen<TState, TReads extends keyof TState, TWrites extends keyof TState> = View<TState, NoInfer<TReads>, NoInfer<TWrites>>; // prettier-ignore

/** Many things, there or to come. */
export type Many<T> = Iterable<T> | AsyncIterable<T> | Promise<Iterable<T>>;

/** What every definition of an action with tasks has, besides where its tasks come from. */
export interface ParallelDefinition<
  TState,
  TReads extends keyof TState & string,
  TWrites extends keyof TState & string,
  TMayWrite extends keyof TState & string,
  TInputs extends InputSpecs,
  TTags extends string,
  TGiven,
  TMode,
  TOnError,
  TSum,
  TEnd,
  TAsyncEnd,
  TChunk,
  TAsyncChunk,
  TFolded,
  TAborted,
  TFallback,
>
  extends ActionContract<TReads, TWrites, TMayWrite, TInputs, TTags>, ParallelOptions<TMode, TOnError> {
  /**
   * What the step ends with, of the results of its tasks, in the order of the tasks: what `run` of an action may return, also as
   * a generator. Of a race, one result.
   */
  readonly reduce?: (
    state: Seen<TState, TReads, TWrites | TMayWrite>,
    results: ResultsOf<TGiven, TMode, TOnError>,
    context: StepContext<Pick<TState, NoInfer<TWrites | TMayWrite>>>,
  ) => Output<TEnd, TAsyncEnd, TChunk, TAsyncChunk, AnyChunk, Readonly<Pick<TState, TWrites>>>;
  /**
   * In place of `reduce`: takes the results one by one, in the order of the tasks, and keeps none. However many tasks there
   * are, memory stays the same.
   */
  readonly fold?: {
    readonly start: (state: Seen<TState, TReads, TWrites | TMayWrite>) => TSum;
    readonly add: (sum: TSum, result: ResultOfTask<TaskIn<TGiven>, TMode, TOnError>) => Later<TSum>;
    readonly end: (
      state: Seen<TState, TReads, TWrites | TMayWrite>,
      sum: TSum,
      context: StepContext<Pick<TState, NoInfer<TWrites | TMayWrite>>>,
    ) => Later<TFolded | Readonly<Pick<TState, TWrites>>>;
  };
  /** As in an action: what is kept when the step is aborted. Chunks of tasks are `NestedChunk`s, with their path; those of `reduce` are as they are. */
  readonly onAbort?: (
    partial: PartialChunks,
    state: Seen<TState, TReads, TWrites | TMayWrite>,
  ) => Later<TAborted | Readonly<Pick<TState, TWrites>>>;
  /** As in an action: undoes what the step has done outside, in `compensate()`. An `undo` inside of a task is not called for that. */
  readonly undo?: (
    state: Seen<TState, TReads | TWrites | TMayWrite, TWrites | TMayWrite>,
    commit: UndoneCommit<Readonly<Partial<Pick<TState, NoInfer<TReads | TWrites | TMayWrite>>>>>,
    context: StepContext<Pick<TState, NoInfer<TWrites | TMayWrite>>>,
  ) => Later<Readonly<Partial<Pick<TState, NoInfer<TWrites | TMayWrite>>>> | Wrote<never> | void>;
  /** As in an action: what the step ends with when it has failed for good. */
  readonly fallback?: (
    state: Seen<TState, TReads, TWrites | TMayWrite>,
    error: unknown,
    context: StepContext<Pick<TState, NoInfer<TWrites | TMayWrite>>>,
  ) => Later<TFallback | Readonly<Pick<TState, TWrites>>>;
}

/** What is checked of such a definition once all is inferred. */
export type CheckParallel<
  TEnd,
  TAsyncEnd,
  TFolded,
  TFallback,
  TWrites extends string,
  TMayWrite extends string,
> = CheckOther<"reduce", Ended<TEnd, TAsyncEnd>, TWrites, TMayWrite> &
  CheckOther<"fold", TFolded, TWrites, TMayWrite> &
  CheckOther<"fallback", TFallback, TWrites, TMayWrite>;

/** The action of such a definition. */
export type ParallelAction<
  TState,
  TReads extends keyof TState,
  TWrites extends keyof TState,
  TMayWrite extends keyof TState,
  TInputs extends InputSpecs,
  TTags,
  TGiven,
  TEnd,
  TAsyncEnd,
  TChunk,
  TAsyncChunk,
  TFolded,
  TFallback,
> = Action<{
  readonly reads: Pick<TState, Known<TReads>>;
  readonly writes: Pick<TState, Known<TWrites>>;
  readonly mayWrite: Pick<TState, Known<TMayWrite>>;
  readonly inputs: CallInputs<Known<TInputs>>;
  readonly result: ResultOf<Known<Ended<TEnd, TAsyncEnd>>> | ResultOf<OtherEnd<TFolded> | OtherEnd<TFallback>>;
  readonly chunk: Present<Known<TChunk>> | Present<Known<TAsyncChunk>>;
  readonly mode: "async";
  readonly tag: Known<TTags> & string;
  readonly nested: SpecOfTask<TaskIn<TGiven>>["event"];
}>;
