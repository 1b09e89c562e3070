import type { Action } from "./action/action.ts";
import {
  type ActionDefinition,
  defineAction,
  inputAction,
  placeholderAction,
  resultAction,
  type StreamingActionDefinition,
} from "./action/define.ts";
import type { CallInputs, InputSpecs } from "./action/input.ts";
import type {
  End,
  Ended,
  Exact,
  HasFinal,
  ModeOf,
  PairChunk,
  PairEnd,
  ResultOf,
  Update,
} from "./action/output-types.ts";
import { Application } from "./application/application.ts";
import { type ApplicationBuilder, builder } from "./application/builder.ts";
import type { ApplicationConfig, GraphConfig } from "./application/config.ts";
import type { App } from "./application/app-types.ts";
import { check, type Condition, when } from "./graph/condition.ts";
import { type Graph, makeGraph } from "./graph/graph.ts";
import type { AllSync, CheckActions, DeadTransitions, TransitionsFor, UnwrittenReads } from "./graph/graph-types.ts";

/** Makes actions, conditions, graphs and applications over the state type `TState`. */
export interface Burr<TState extends object> {
  /**
   * An action: `run` returns a patch, an updated state or `[result, either]`, a promise of one, or a sync or async
   * generator that yields chunks and returns one. An instance of a class with these members will do as well.
   */
  action<
    const TReads extends readonly (keyof TState & string)[],
    const TWrites extends readonly (keyof TState & string)[],
    const TMayWrite extends readonly (keyof TState & string)[] = [],
    TInputs extends InputSpecs = Record<never, never>,
    const TTags extends readonly string[] = [],
    TEnd extends End<TState, TWrites[number]> = never,
    TAsyncEnd extends End<TState, TWrites[number]> = never,
    const TChunk = never,
    const TAsyncChunk = never,
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
      TAsyncChunk
    > &
      Exact<Ended<TEnd, TAsyncEnd>, TWrites[number] | TMayWrite[number]>,
  ): Action<{
    readonly reads: Pick<TState, TReads[number]>;
    readonly writes: Pick<TState, TWrites[number]>;
    readonly mayWrite: Pick<TState, TMayWrite[number]>;
    readonly inputs: CallInputs<TInputs>;
    readonly result: ResultOf<Ended<TEnd, TAsyncEnd>>;
    readonly chunk: TChunk | TAsyncChunk;
    readonly mode: ModeOf<TAsyncEnd>;
    readonly tag: TTags[number];
  }>;

  /** A streaming action in Burr's protocol: every item is `[chunk, null]`, the last one `[result, update]`. */
  streamingAction<
    const TReads extends readonly (keyof TState & string)[],
    const TWrites extends readonly (keyof TState & string)[],
    const TMayWrite extends readonly (keyof TState & string)[] = [],
    TInputs extends InputSpecs = Record<never, never>,
    const TTags extends readonly string[] = [],
    const TPair extends readonly [unknown, Update<TState, TWrites[number]> | null] = never,
    const TAsyncPair extends readonly [unknown, Update<TState, TWrites[number]> | null] = never,
  >(
    definition: StreamingActionDefinition<TState, TReads, TWrites, TMayWrite, TInputs, TTags, TPair, TAsyncPair> &
      HasFinal<TPair | TAsyncPair> &
      Exact<PairEnd<TPair | TAsyncPair>, TWrites[number] | TMayWrite[number]>,
  ): Action<{
    readonly reads: Pick<TState, TReads[number]>;
    readonly writes: Pick<TState, TWrites[number]>;
    readonly mayWrite: Pick<TState, TMayWrite[number]>;
    readonly inputs: CallInputs<TInputs>;
    readonly result: ResultOf<PairEnd<TPair | TAsyncPair>>;
    readonly chunk: PairChunk<TPair | TAsyncPair>;
    readonly mode: ModeOf<TAsyncPair>;
    readonly tag: TTags[number];
  }>;

  /** An action that reports keys of state as its result and writes nothing. */
  resultAction<const TReads extends readonly (keyof TState & string)[]>(
    ...reads: TReads
  ): Action<{
    readonly reads: Pick<TState, TReads[number]>;
    readonly writes: object;
    readonly mayWrite: object;
    readonly inputs: object;
    readonly result: Readonly<Pick<TState, TReads[number]>>;
    readonly chunk: never;
    readonly mode: "sync";
    readonly tag: never;
  }>;

  /** An action that stores its inputs, all of them required, under the same keys of state. */
  inputAction<const TKeys extends readonly (keyof TState & string)[]>(
    ...keys: TKeys
  ): Action<{
    readonly reads: object;
    readonly writes: Pick<TState, TKeys[number]>;
    readonly mayWrite: object;
    readonly inputs: Pick<TState, TKeys[number]>;
    readonly result: Readonly<Pick<TState, TKeys[number]>>;
    readonly chunk: never;
    readonly mode: "sync";
    readonly tag: never;
  }>;

  /** An action to draw a graph with before its code exists; running it throws `not-implemented`. */
  placeholder<
    const TReads extends readonly (keyof TState & string)[],
    const TWrites extends readonly (keyof TState & string)[],
  >(definition: {
    readonly reads: TReads;
    readonly writes: TWrites;
    readonly tags?: readonly string[];
  }): Action<{
    readonly reads: Pick<TState, TReads[number]>;
    readonly writes: Pick<TState, TWrites[number]>;
    readonly mayWrite: object;
    readonly inputs: object;
    readonly result: undefined;
    readonly chunk: never;
    readonly mode: "sync";
    readonly tag: string;
  }>;

  /** A condition that holds when each key equals its value. */
  when<const TValues extends Partial<TState>>(
    values: TValues & { readonly [TKey in Exclude<keyof TValues, keyof TState>]: never },
  ): Condition<Pick<TState, keyof TValues & keyof TState>>;

  /** A condition that holds when `test` says so of the keys in `reads`. `name` is shown in logs; default: the function's name or text. */
  check<const TReads extends readonly (keyof TState & string)[]>(
    reads: TReads,
    test: (state: Readonly<Pick<TState, TReads[number]>>) => boolean,
    name?: string,
  ): Condition<Pick<TState, TReads[number]>>;

  /** Actions and transitions, reusable by many applications. */
  graph<
    const TActions extends Readonly<Record<string, Action>>,
    const TTransitions extends TransitionsFor<keyof TActions & string, TState>,
  >(definition: {
    readonly actions: TActions & CheckActions<TActions, TState>;
    readonly transitions: TTransitions & DeadTransitions<TTransitions>;
  }): Graph<TState, TActions>;

  /** The builder of an application: immutable, every call gives a new one. */
  app(): ApplicationBuilder<{
    readonly state: TState;
    readonly actions: Record<never, never>;
    readonly initial: Record<never, never>;
    readonly entrypoint: never;
  }>;

  /** An application of a graph made by `graph()`. */
  application<TActions extends Readonly<Record<string, Action>>, const TInitial extends Partial<TState>>(
    config: GraphConfig<TState, TActions, TInitial> & UnwrittenReads<TActions, TInitial>,
  ): App<TState, TActions, AllSync<TActions>>;
  /** An application, in one expression. */
  application<
    const TActions extends Readonly<Record<string, Action>>,
    const TTransitions extends TransitionsFor<keyof TActions & string, TState>,
    const TInitial extends Partial<TState>,
  >(
    config: ApplicationConfig<TState, TActions, TTransitions, TInitial> & UnwrittenReads<TActions, TInitial>,
  ): App<TState, TActions, AllSync<TActions>>;
}

/** The maker of actions and applications over the state type `TState`. */
export function burr<TState extends object>(): Burr<TState> {
  const made = {
    action: (definition: never) => defineAction(definition, { yieldsPairs: false }),
    streamingAction: (definition: never) => defineAction(definition, { yieldsPairs: true }),
    resultAction,
    inputAction,
    placeholder: placeholderAction,
    when,
    check,
    graph: makeGraph,
    app: () => builder(),
    application: (config: never) => new Application(config),
  };
  // The engine is untyped: `Burr` is where the types of actions, graphs and applications are made.
  return made as unknown as Burr<TState>;
}
