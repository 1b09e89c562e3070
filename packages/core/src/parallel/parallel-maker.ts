import type { InputSpecs, InputsOf } from "../action/input.ts";
import type { AnyChunk, AnyEnd, AnyUpdate } from "../action/output-types.ts";
import type { StepContext } from "../step/context.ts";
import type { Task } from "./task.ts";
import type { CheckParallel, Many, ParallelAction, ParallelDefinition, Seen } from "./parallel-types.ts";

/** Makes actions whose work is done by tasks. */
export interface ParallelMaker<TState> {
  /**
   * An action whose work is done by tasks: `tasks` makes them one by one, when there is room; they run side by side, as child
   * applications; `reduce` puts their results together, in the order of the tasks.
   */
  parallel<
    TReads extends keyof TState & string,
    TWrites extends keyof TState & string,
    TMayWrite extends keyof TState & string = never,
    TInputs extends InputSpecs = Record<never, never>,
    TTags extends string = never,
    const TGiven extends Many<Task> = Many<Task>,
    const TMode extends "all" | "race" | "settled" = "all",
    const TOnError extends "fail" | "collect" = "fail",
    TSum = unknown,
    TEnd extends AnyEnd<TState, TWrites> = AnyEnd<TState, TWrites>,
    TAsyncEnd extends AnyEnd<TState, TWrites> = AnyEnd<TState, TWrites>,
    const TChunk = AnyChunk,
    const TAsyncChunk = AnyChunk,
    TFolded extends AnyEnd<TState, TWrites> = AnyEnd<TState, TWrites>,
    TAborted extends AnyUpdate<TState, TWrites> = AnyUpdate<TState, TWrites>,
    TFallback extends AnyEnd<TState, TWrites> = AnyEnd<TState, TWrites>,
  >(
    definition: {
      /** The tasks, made by `task()`: a list, or a generator, sync or async. It is asked for the next one when there is room. */
      readonly tasks: (
        state: Seen<TState, TReads, TWrites | TMayWrite>,
        inputs: InputsOf<TInputs>,
        context: StepContext,
      ) => TGiven;
    } & ParallelDefinition<
      TState,
      TReads,
      TWrites,
      TMayWrite,
      TInputs,
      TTags,
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
      TFallback
    > &
      CheckParallel<TEnd, TAsyncEnd, TFolded, TFallback, TWrites, TMayWrite>,
  ): ParallelAction<
    TState,
    TReads,
    TWrites,
    TMayWrite,
    TInputs,
    TTags,
    TGiven,
    TEnd,
    TAsyncEnd,
    TChunk,
    TAsyncChunk,
    TFolded,
    TFallback
  >;
}
