import type { Action } from "../action/action.ts";
import type { AppCore } from "../application/app-types.ts";
import type { ApplicationBuilder } from "../application/builder.ts";
import type { Graph } from "../graph/graph.ts";
import type { InputSpecs, InputsOf } from "../action/input.ts";
import type { AnyChunk, AnyEnd, AnyUpdate, Later } from "../action/output-types.ts";
import type { StepContext } from "../step/context.ts";
import type { Task } from "./task.ts";
import type { DoneOfTarget, EventsOfTarget, Runnable, StateOfTarget } from "./task-types.ts";
import type { CheckParallel, Many, ParallelAction, ParallelDefinition, Seen } from "./parallel-types.ts";

/** Where the graphs of a form begin, and behind which of their actions they are done. An application knows where it begins. */
type Route<TTarget, TAfter> = {
  /** Of graphs: the action that comes first. */
  readonly entrypoint?: NameIn<TTarget>;
  /** Of graphs: the actions behind which they are done. Default: their end. */
  readonly haltAfter?: KnownName<TTarget, TAfter> | readonly KnownName<TTarget, TAfter>[];
} & (TTarget extends Graph ? { readonly entrypoint: NameIn<TTarget> } : unknown);

/** The names of the actions of what is no action itself. */
type NameIn<TTarget> = TTarget extends Action
  ? never
  : TTarget extends ApplicationBuilder<infer TSpec>
    ? keyof TSpec["actions"] & string
    : TTarget extends AppCore<infer _TState, infer TActions>
      ? keyof TActions & string
      : TTarget extends Graph<infer _TState, infer TActions>
        ? keyof TActions & string
        : never;

/** `TName`, if it is such a name; else the names that are. */
type KnownName<TTarget, TName> = TName extends NameIn<TTarget> ? TName : NameIn<TTarget>;

/** What each of several targets may begin with: what all of them read. */
type StateOfAll<TTarget> = (TTarget extends unknown ? (state: StateOfTarget<TTarget>) => void : never) extends (
  state: infer TAll,
) => void
  ? TAll
  : never;

/** Names the task of a state, at these places among the actions and the states. */
interface Keyed<TOne> {
  /** Default: the places. Required where the order may change: where actions or states come out of an async iterable. */
  readonly key?: (state: TOne, places: { readonly action: number; readonly state: number }) => string;
}

type TaskOf<TTarget, TAfter> = Task<{
  readonly done: DoneOfTarget<TTarget, TAfter>;
  readonly event: EventsOfTarget<TTarget>;
}>;

/** Makes actions that run actions or graphs over states. */
export interface MapMaker<TState> {
  /** One action, or graph, with each of many states. */
  mapStates<
    TReads extends keyof TState & string,
    TWrites extends keyof TState & string,
    TTarget extends Runnable,
    TMayWrite extends keyof TState & string = never,
    TInputs extends InputSpecs = Record<never, never>,
    TTags extends string = never,
    const TAfter extends string = never,
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
      readonly action: TTarget;
      /** What each task begins with: a list, or a generator, sync or async. */
      readonly states: (
        state: Seen<TState, TReads, TWrites | TMayWrite>,
        inputs: InputsOf<TInputs>,
        context: StepContext,
      ) => Many<StateOfTarget<TTarget>>;
    } & Route<TTarget, TAfter> &
      Keyed<StateOfTarget<TTarget>> &
      ParallelDefinition<
        TState,
        TReads,
        TWrites,
        TMayWrite,
        TInputs,
        TTags,
        readonly TaskOf<TTarget, TAfter>[],
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
    readonly TaskOf<TTarget, TAfter>[],
    TEnd,
    TAsyncEnd,
    TChunk,
    TAsyncChunk,
    TFolded,
    TFallback
  >;

  /** Each of many actions, or graphs, with one state. */
  mapActions<
    TReads extends keyof TState & string,
    TWrites extends keyof TState & string,
    TTarget extends Runnable,
    TMayWrite extends keyof TState & string = never,
    TInputs extends InputSpecs = Record<never, never>,
    TTags extends string = never,
    const TAfter extends string = never,
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
      readonly actions: (
        state: Seen<TState, TReads, TWrites | TMayWrite>,
        inputs: InputsOf<TInputs>,
        context: StepContext,
      ) => Many<TTarget>;
      /** What each task begins with. Default: what the step reads. */
      readonly state?: (
        state: Seen<TState, TReads, TWrites | TMayWrite>,
        inputs: InputsOf<TInputs>,
        context: StepContext,
      ) => Later<StateOfAll<TTarget>>;
    } & Route<TTarget, TAfter> &
      Keyed<StateOfAll<TTarget>> &
      ParallelDefinition<
        TState,
        TReads,
        TWrites,
        TMayWrite,
        TInputs,
        TTags,
        readonly TaskOf<TTarget, TAfter>[],
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
    readonly TaskOf<TTarget, TAfter>[],
    TEnd,
    TAsyncEnd,
    TChunk,
    TAsyncChunk,
    TFolded,
    TFallback
  >;

  /** Each of many actions, or graphs, with each of many states: all states with the first action, then all with the next. */
  mapActionsAndStates<
    TReads extends keyof TState & string,
    TWrites extends keyof TState & string,
    TTarget extends Runnable,
    TMayWrite extends keyof TState & string = never,
    TInputs extends InputSpecs = Record<never, never>,
    TTags extends string = never,
    const TAfter extends string = never,
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
      readonly actions: (
        state: Seen<TState, TReads, TWrites | TMayWrite>,
        inputs: InputsOf<TInputs>,
        context: StepContext,
      ) => Many<TTarget>;
      /** Asked for anew for each action. */
      readonly states: (
        state: Seen<TState, TReads, TWrites | TMayWrite>,
        inputs: InputsOf<TInputs>,
        context: StepContext,
      ) => Many<StateOfAll<TTarget>>;
    } & Route<TTarget, TAfter> &
      Keyed<StateOfAll<TTarget>> &
      ParallelDefinition<
        TState,
        TReads,
        TWrites,
        TMayWrite,
        TInputs,
        TTags,
        readonly TaskOf<TTarget, TAfter>[],
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
    readonly TaskOf<TTarget, TAfter>[],
    TEnd,
    TAsyncEnd,
    TChunk,
    TAsyncChunk,
    TFolded,
    TFallback
  >;
}
