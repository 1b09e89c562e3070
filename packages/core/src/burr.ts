import type { Action, Actions, Known } from "./action/action.ts";
import { defineAction, inputAction, placeholderAction, resultAction } from "./action/define.ts";
import type { ActionDefinition, StreamingActionDefinition } from "./action/definition.ts";
import type { AnswerSchemas } from "./suspend/answer-types.ts";
import type { CallInputs, InputSpecs } from "./action/input.ts";
import { sited } from "./action/site.ts";
import type {
  AnyChunk,
  AnyEnd,
  AnyPair,
  AnyUpdate,
  CheckAbort,
  CheckEnd,
  CheckOrder,
  CheckOther,
  CheckPairs,
  Ended,
  ModeOf,
  OtherEnd,
  PairChunk,
  PairEnd,
  Present,
  ResultOf,
} from "./action/output-types.ts";
import type { App } from "./application/app-types.ts";
import type { NestedOf, OwnChunk } from "./children/nested.ts";
import { Application, type LooseConfig } from "./application/application.ts";
import { type ApplicationBuilder, builder } from "./application/builder.ts";
import type { ApplicationConfig, CheckReads, GraphConfig } from "./application/config.ts";
import { check, type Condition, when } from "./graph/condition.ts";
import type { AllSync, CheckActions, DeadTransitions, TransitionsFor } from "./graph/graph-types.ts";
import type { ErrorClass } from "./graph/on-error.ts";
import { type ComposableGraph, type GraphParts, makeGraph } from "./graph/graph.ts";
import { checkedSchemas, type DefaultedKeys, type StateOf, type StateSchemas } from "./state/schemas.ts";
import { composable } from "./parallel/composable.ts";
import { mapActions, mapActionsAndStates, mapStates } from "./parallel/map-forms.ts";
import { type LooseParallel, parallelAction } from "./parallel/parallel-action.ts";
import type { MapMaker } from "./parallel/map-maker.ts";
import type { ParallelMaker } from "./parallel/parallel-maker.ts";
import type { ProofLevels } from "./graph/proof/finding.ts";
import type { AllowedKeys } from "./state/view-types.ts";

/**
 * Makes actions, conditions, graphs and applications over the state type `TState`. The keys `TDefaulted` have a default,
 * by their schema: an application has them from its beginning.
 */
export interface Burr<TState extends object, TDefaulted extends keyof TState = never>
  extends ParallelMaker<TState>, MapMaker<TState> {
  /**
   * An action: `run` returns a patch, an updated state or `[result, either]`, a promise of one, or a sync or async
   * generator that yields chunks and returns one. An instance of a class with these members will do as well.
   */
  action<
    TReads extends keyof TState & string,
    TWrites extends keyof TState & string,
    TMayWrite extends keyof TState & string = never,
    TInputs extends InputSpecs = Record<never, never>,
    TTags extends string = never,
    TEnd extends AnyEnd<TState, TWrites> = AnyEnd<TState, TWrites>,
    TAsyncEnd extends AnyEnd<TState, TWrites> = AnyEnd<TState, TWrites>,
    const TChunk = AnyChunk,
    const TAsyncChunk = AnyChunk,
    const TPartial = AnyChunk,
    TAborted extends AnyUpdate<TState, TWrites> = AnyUpdate<TState, TWrites>,
    const THandles extends readonly ErrorClass[] = readonly ErrorClass[],
    TAnswers extends AnswerSchemas = AnswerSchemas,
    TFallback extends AnyEnd<TState, TWrites> = AnyEnd<TState, TWrites>,
    TAnswered extends AnyEnd<TState, TWrites> = AnyEnd<TState, TWrites>,
  >(
    definition: ActionDefinition<
      TState,
      TReads,
      TWrites,
      TMayWrite,
      TInputs,
      TTags,
      TEnd,
      TAsyncEnd,
      TChunk,
      TAsyncChunk,
      TPartial,
      TAborted,
      THandles,
      TAnswers,
      TFallback,
      TAnswered
    > &
      CheckEnd<Ended<TEnd, TAsyncEnd>, Present<TChunk> | Present<TAsyncChunk>, TWrites, TMayWrite> &
      CheckAbort<TAborted, TWrites, TMayWrite> &
      CheckOther<"fallback", TFallback, TWrites, TMayWrite> &
      CheckOther<"onAnswer", TAnswered, TWrites, TMayWrite> &
      CheckOrder<Present<TChunk> | Present<TAsyncChunk>, TPartial>,
  ): Action<{
    readonly reads: Pick<TState, Known<TReads>>;
    readonly writes: Pick<TState, Known<TWrites>>;
    readonly mayWrite: Pick<TState, Known<TMayWrite>>;
    readonly inputs: CallInputs<Known<TInputs>>;
    readonly result: ResultOf<Known<Ended<TEnd, TAsyncEnd>>> | ResultOf<OtherEnd<TFallback> | OtherEnd<TAnswered>>;
    readonly chunk: OwnChunk<Present<Known<TChunk>> | Present<Known<TAsyncChunk>>>;
    readonly mode: ModeOf<TAsyncEnd>;
    readonly tag: Known<TTags>;
    readonly nested: NestedOf<Present<Known<TChunk>> | Present<Known<TAsyncChunk>>>;
  }>;

  /** A streaming action in Burr's protocol: every item is `[chunk, null]`, the last one `[result, update]`. */
  streamingAction<
    TReads extends keyof TState & string,
    TWrites extends keyof TState & string,
    TMayWrite extends keyof TState & string = never,
    TInputs extends InputSpecs = Record<never, never>,
    TTags extends string = never,
    const TPair extends AnyPair<TState, TWrites> = AnyPair<TState, TWrites>,
    const TAsyncPair extends AnyPair<TState, TWrites> = AnyPair<TState, TWrites>,
    const TPartial extends AnyPair<TState, TWrites> = AnyPair<TState, TWrites>,
    TAborted extends AnyUpdate<TState, TWrites> = AnyUpdate<TState, TWrites>,
    const THandles extends readonly ErrorClass[] = readonly ErrorClass[],
    TAnswers extends AnswerSchemas = AnswerSchemas,
    TFallback extends AnyEnd<TState, TWrites> = AnyEnd<TState, TWrites>,
    TAnswered extends AnyEnd<TState, TWrites> = AnyEnd<TState, TWrites>,
  >(
    definition: StreamingActionDefinition<
      TState,
      TReads,
      TWrites,
      TMayWrite,
      TInputs,
      TTags,
      TPair,
      TAsyncPair,
      TPartial,
      TAborted,
      THandles,
      TAnswers,
      TFallback,
      TAnswered
    > &
      CheckPairs<TPair, TAsyncPair, TWrites, TMayWrite> &
      CheckAbort<TAborted, TWrites, TMayWrite> &
      CheckOther<"fallback", TFallback, TWrites, TMayWrite> &
      CheckOther<"onAnswer", TAnswered, TWrites, TMayWrite> &
      CheckOrder<Present<TPair> | Present<TAsyncPair>, TPartial>,
  ): Action<{
    readonly reads: Pick<TState, Known<TReads>>;
    readonly writes: Pick<TState, Known<TWrites>>;
    readonly mayWrite: Pick<TState, Known<TMayWrite>>;
    readonly inputs: CallInputs<Known<TInputs>>;
    readonly result:
      | ResultOf<PairEnd<Present<Known<TPair>> | Present<Known<TAsyncPair>>>>
      | ResultOf<OtherEnd<TFallback> | OtherEnd<TAnswered>>;
    readonly chunk: PairChunk<Present<Known<TPair>> | Present<Known<TAsyncPair>>>;
    readonly mode: ModeOf<TAsyncPair>;
    readonly tag: Known<TTags>;
  }>;

  /** An action that reports keys of state as its result and writes nothing. */
  resultAction<TReads extends keyof TState & string = never>(
    ...reads: TReads[]
  ): Action<{
    readonly reads: Pick<TState, Known<TReads>>;
    readonly writes: object;
    readonly mayWrite: object;
    readonly inputs: object;
    readonly result: Readonly<Pick<TState, Known<TReads>>>;
    readonly chunk: never;
    readonly mode: "sync";
    readonly tag: never;
  }>;

  /** An action that stores its inputs, all of them required, under the same keys of state. */
  inputAction<TKeys extends keyof TState & string = never>(
    ...keys: TKeys[]
  ): Action<{
    readonly reads: object;
    readonly writes: Pick<TState, Known<TKeys>>;
    readonly mayWrite: object;
    readonly inputs: Pick<TState, Known<TKeys>>;
    readonly result: Readonly<Pick<TState, Known<TKeys>>>;
    readonly chunk: never;
    readonly mode: "sync";
    readonly tag: never;
  }>;

  /** An action to draw a graph with before its code exists; running it throws `not-implemented`. */
  placeholder<
    TReads extends keyof TState & string,
    TWrites extends keyof TState & string,
    TTags extends string = never,
  >(definition: {
    readonly reads: readonly TReads[];
    readonly writes: readonly TWrites[];
    readonly tags?: readonly TTags[];
  }): Action<{
    readonly reads: Pick<TState, Known<TReads>>;
    readonly writes: Pick<TState, Known<TWrites>>;
    readonly mayWrite: object;
    readonly inputs: object;
    readonly result: undefined;
    readonly chunk: never;
    readonly mode: "sync";
    readonly tag: Known<TTags>;
  }>;

  /** A condition that holds when each key equals its value. */
  when<const TValues extends Partial<TState>>(
    values: TValues & { readonly [TKey in Exclude<keyof TValues, keyof TState>]: never },
  ): Condition<Pick<TState, Extract<keyof TValues, keyof TState>>>;

  /** A condition that holds when `test` says so of the keys in `reads`. `name` is shown in logs; default: the function's name or text. */
  check<TReads extends keyof TState & string>(
    reads: readonly TReads[],
    test: (state: Readonly<Pick<TState, TReads>>) => boolean,
    name?: string,
  ): Condition<Pick<TState, Known<TReads>>>;

  /** Actions and transitions, reusable by many applications. */
  graph<
    const TActions extends Actions,
    const TTransitions extends TransitionsFor<keyof TActions & string, TState>,
  >(definition: {
    readonly actions: TActions & CheckActions<TActions, TState>;
    readonly transitions: TTransitions & DeadTransitions<TTransitions>;
    /** What becomes of findings of the proofs, by code; also in applications of the graph that do not say. */
    readonly proofs?: ProofLevels;
  }): ComposableGraph<TState, TActions>;

  /** The builder of an application: immutable, every call gives a new one. */
  app(): ApplicationBuilder<{
    readonly state: TState;
    readonly actions: Record<never, never>;
    readonly initial: Record<TDefaulted, unknown>;
    readonly entrypoint: never;
    readonly loads: false;
  }>;

  /** An application, in one expression; of actions and transitions, or of a graph made by `graph()`. */
  application<
    const TActions extends Actions,
    const TTransitions extends TransitionsFor<keyof TActions & string, TState>,
    const TInitial extends Partial<TState>,
  >(
    config: (ApplicationConfig<TState, TActions, TTransitions, TInitial> | GraphConfig<TState, TActions, TInitial>) &
      CheckReads<TActions, TInitial & Record<TDefaulted, unknown>>,
  ): App<TState, TActions, AllSync<TActions>>;
}

/** The maker of actions and applications over the state type `TState`. */
export function burr<TState extends object & AllowedKeys<TState>>(): Burr<TState>;
/**
 * The maker of actions and applications over a state with a Standard Schema per key, as in
 * `burr({ prompt: z.string(), history: z.array(Message).default([]) })`. The type of the state is what the schemas give;
 * its applications validate what is written to it, and begin with the defaults of the schemas.
 */
export function burr<TSchemas extends StateSchemas>(
  schemas: TSchemas & AllowedKeys<TSchemas>,
): Burr<StateOf<TSchemas>, DefaultedKeys<TSchemas>>;
export function burr(...given: readonly StateSchemas[]): unknown {
  const schemas = given.length === 0 ? undefined : checkedSchemas(given[0]);
  // The engine is untyped: `Burr` is where the types of actions, graphs and applications are made.
  return {
    action: sited((definition: never) => defineAction(definition, { yieldsPairs: false })),
    streamingAction: sited((definition: never) => defineAction(definition, { yieldsPairs: true })),
    resultAction: sited(resultAction),
    inputAction: sited(inputAction),
    placeholder: sited(placeholderAction),
    when,
    check,
    graph: (parts: GraphParts) => composable(makeGraph({ ...parts, schemas })),
    parallel: sited((definition: LooseParallel) => parallelAction(definition)),
    mapStates: sited(mapStates),
    mapActions: sited(mapActions),
    mapActionsAndStates: sited(mapActionsAndStates),
    app: () => builder(schemas),
    application: (config: LooseConfig) => new Application({ ...config, schemas }),
  };
}
